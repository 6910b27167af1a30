package brand

import "image/color"

// Palette is one complete set of colour tokens. Every pair that carries text
// reaches a contrast of at least 4.5:1 (WCAG 2.2), body text 7:1; control edges
// reach 3:1. Neutrals and meanings stay the same for every bank; only Brand,
// Press, Deep, Mid, Soft, Wash and Glow follow the bank's own colour.
type Palette struct {
	Ground, Surface, Sunken color.NRGBA // the page; cards and controls; bars and tracks
	Ink, Ink2               color.NRGBA // text; secondary text
	Edge, Line              color.NRGBA // edges of controls; rules that are no control
	Brand, OnBrand          color.NRGBA // the one primary action, and what is written on it
	Press                   color.NRGBA // a primary control under the finger
	Deep, Mid, Soft, Wash   color.NRGBA // the brand ramp, dark to light
	Call, OnCall            color.NRGBA // "you, now", and nothing else
	OK, OKWash              color.NRGBA
	Warn, WarnWash          color.NRGBA
	Bad, BadWash            color.NRGBA
	HighContrast            bool // thick edges, no washes, dashed for disabled
	IsDark                  bool
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// Light is the default brand on paper.
func Light() Palette {
	return Palette{
		Ground: rgb(0xF6F4EE), Surface: rgb(0xFFFFFF), Sunken: rgb(0xEBE7DC),
		Ink: rgb(0x1B1A17), Ink2: rgb(0x4A4840), Edge: rgb(0x7F7A6D), Line: rgb(0xD8D3C6),
		Brand: rgb(0x0F4F55), OnBrand: rgb(0xFFFFFF), Press: rgb(0x033B40),
		Deep: rgb(0x427C82), Mid: rgb(0x89B8BD), Soft: rgb(0xBAD6D9), Wash: rgb(0xE1EEEF),
		Call: rgb(0xFFC53D), OnCall: rgb(0x1B1A17),
		OK: rgb(0x17603A), OKWash: rgb(0xDDF0E3),
		Warn: rgb(0x7A3E00), WarnWash: rgb(0xFCE9D0),
		Bad: rgb(0x98201A), BadWash: rgb(0xFBE3DF),
	}
}

// Dark is the default brand at night and on the lobby display.
func Dark() Palette {
	return Palette{
		Ground: rgb(0x121716), Surface: rgb(0x1C2322), Sunken: rgb(0x0B0F0E),
		Ink: rgb(0xF6F3EA), Ink2: rgb(0xC2C8C3), Edge: rgb(0x84918D), Line: rgb(0x3A4543),
		Brand: rgb(0x98D3DA), OnBrand: rgb(0x1B1A17), Press: rgb(0xBAD6D9),
		Deep: rgb(0x427C82), Mid: rgb(0x89B8BD), Soft: rgb(0x2B4A4C), Wash: rgb(0x1F3335),
		Call: rgb(0xFFC53D), OnCall: rgb(0x1B1A17),
		OK: rgb(0x85DCA3), OKWash: rgb(0x1B3325),
		Warn: rgb(0xFFBC73), WarnWash: rgb(0x3A2A17),
		Bad: rgb(0xFFA399), BadWash: rgb(0x3E2220),
		IsDark: true,
	}
}

// HighContrast is white and yellow on black, 16:1 and more, whatever the brand.
func HighContrast() Palette {
	black, white, yellow := rgb(0x000000), rgb(0xFFFFFF), rgb(0xFFE500)
	return Palette{
		Ground: black, Surface: black, Sunken: black,
		Ink: white, Ink2: white, Edge: white, Line: white,
		Brand: yellow, OnBrand: black, Press: white,
		Deep: yellow, Mid: yellow, Soft: yellow, Wash: black,
		Call: yellow, OnCall: black,
		OK: white, OKWash: black, Warn: white, WarnWash: black, Bad: white, BadWash: black,
		HighContrast: true, IsDark: true,
	}
}
