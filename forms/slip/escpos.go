package slip

import "bytes"

// The letters of ESC/POS that begin its commands.
const (
	dle = 0x10
	esc = 0x1b
	gs  = 0x1d
)

// Raster is the slip's picture as ESC/POS: it looks the same on every printer
// that knows GS v 0. About 90 kB: a second on a network or USB, eight on a fast
// serial line. It fails on a slip or a profile that is wrong.
func (s Slip) Raster(p Profile) ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	return s.content().raster(p)
}

func (c content) raster(p Profile) ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	b, err := c.picture()
	if err != nil {
		return nil, err
	}
	return b.ESCPOS(p), nil
}

// ESCPOS is a picture as a print of its own: reset, the picture in bands, cut.
func (b *Bitmap) ESCPOS(p Profile) []byte {
	e := &encoder{profile: p}
	e.raw(esc, '@')
	e.picture(b)
	e.cut()
	return e.out.Bytes()
}

// encoder writes ESC/POS commands.
type encoder struct {
	out     bytes.Buffer
	profile Profile
}

func (e *encoder) raw(b ...byte) { e.out.Write(b) }

// picture writes a bitmap band by band (GS v 0, normal density): the printer
// begins with the first while the others are on their way.
func (e *encoder) picture(b *Bitmap) {
	stride := b.Stride()
	for y := 0; y < b.H; y += e.profile.Band {
		rows := min(e.profile.Band, b.H-y)
		e.raw(gs, 'v', '0', 0, byte(stride), byte(stride>>8), byte(rows), byte(rows>>8))
		e.out.Write(defused(b.Bits[y*stride : (y+rows)*stride]))
	}
}

// defused blackens one dot wherever a picture happens to contain the start of
// a real-time command (DLE EOT, DLE ENQ, DLE DC4). Printers look for those in
// everything that arrives, pictures too, and would answer in the middle of the
// print, or open the cash drawer.
func defused(bits []byte) []byte {
	var out []byte
	for i := 0; i+1 < len(bits); i++ {
		if bits[i] != dle {
			continue
		}
		switch bits[i+1] {
		case 0x04, 0x05, 0x14:
			if out == nil {
				out = bytes.Clone(bits)
			}
			out[i+1] |= 0x08
		}
	}
	if out == nil {
		return bits
	}
	return out
}

// cut feeds the slip's end past the knife and cuts. Without a knife it feeds as
// far, for the hand.
func (e *encoder) cut() {
	switch feed := byte(e.profile.Feed); e.profile.Cut {
	case CutPartial:
		e.raw(gs, 'V', 66, feed)
	case CutFull:
		e.raw(gs, 'V', 65, feed)
	default:
		e.raw(esc, 'J', feed)
	}
}
