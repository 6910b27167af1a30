package brand

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"
)

// Ramp is what one given colour becomes: the colour a bank is known by, made
// dark enough to write white on, and its relatives. The hue stays.
type Ramp struct {
	Brand, Press          color.NRGBA
	Deep, Mid, Soft, Wash color.NRGBA
	Glow                  color.NRGBA // the brand on dark ground
}

// Derive makes a bank's ramp from the one colour it gives, in OKLCH (Björn
// Ottosson, 2020). Lightness falls in steps of .005 until white on it reaches
// 7.5; chroma falls in steps of .002 until the colour is within sRGB.
func Derive(given color.NRGBA) Ramp {
	l, c, h := toOKLCH(given)
	brand := given
	for Contrast(brand, rgb(0xFFFFFF)) < 7.5 && l > 0 {
		l -= 0.005
		brand = fromOKLCH(l, c, h)
	}
	at := func(light, most float64) color.NRGBA { return fromOKLCH(light, math.Min(c, most), h) }
	return Ramp{
		Brand: brand,
		Press: fromOKLCH(math.Max(0, l-0.07), c, h),
		Deep:  at(0.55, 0.075),
		Mid:   at(0.75, 0.05),
		Soft:  at(0.855, 0.03),
		Wash:  at(0.94, 0.014),
		Glow:  at(0.83, 0.075),
	}
}

// ParseHex reads #RRGGBB. The number sign may be missing.
func ParseHex(s string) (color.NRGBA, error) {
	h := strings.TrimPrefix(strings.TrimSpace(s), "#")
	v, err := strconv.ParseUint(h, 16, 32)
	if err != nil || len(h) != 6 {
		return color.NRGBA{}, fmt.Errorf("colour %q: want #RRGGBB", s)
	}
	return rgb(uint32(v)), nil
}

// WithBrand is the palette with a bank's own ramp in place of the default one.
// Neutrals and meanings stay; high contrast stays as it is.
func (p Palette) WithBrand(given color.NRGBA) Palette {
	if p.HighContrast {
		return p
	}
	r := Derive(given)
	p.Deep, p.Mid = r.Deep, r.Mid
	if p.IsDark {
		p.Brand, p.Press = r.Glow, r.Soft
		_, c, h := toOKLCH(given)
		p.Soft = fromOKLCH(0.385, math.Min(c, 0.035), h)
		p.Wash = fromOKLCH(0.30, math.Min(c, 0.028), h)
		return p
	}
	p.Brand, p.Press, p.Soft, p.Wash = r.Brand, r.Press, r.Soft, r.Wash
	return p
}

// fromOKLCH is the nearest sRGB colour of a lightness and hue: chroma is cut
// until the colour exists.
func fromOKLCH(l, c, h float64) color.NRGBA {
	for ; c > 0; c -= 0.002 {
		if rgb, ok := fromOKLab(l, c*math.Cos(h), c*math.Sin(h)); ok {
			return rgb
		}
	}
	rgb, _ := fromOKLab(l, 0, 0)
	return rgb
}

func toOKLCH(v color.NRGBA) (l, c, h float64) {
	r, g, b := linear(v)
	x := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	y := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	z := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	l = 0.2104542553*x + 0.7936177850*y - 0.0040720468*z
	a := 1.9779984951*x - 2.4285922050*y + 0.4505937099*z
	bb := 0.0259040371*x + 0.7827717662*y - 0.8086757660*z
	return l, math.Hypot(a, bb), math.Atan2(bb, a)
}

// fromOKLab turns OKLab into sRGB, and says whether the colour is within it.
func fromOKLab(l, a, b float64) (color.NRGBA, bool) {
	cube := func(v float64) float64 { return v * v * v }
	x := cube(l + 0.3963377774*a + 0.2158037573*b)
	y := cube(l - 0.1055613458*a - 0.0638541728*b)
	z := cube(l - 0.0894841775*a - 1.2914855480*b)
	r := 4.0767416621*x - 3.3077115913*y + 0.2309699292*z
	g := -1.2684380046*x + 2.6097574011*y - 0.3413193965*z
	bb := -0.0041960863*x - 0.7034186147*y + 1.7076147010*z
	ok := true
	f := func(v float64) uint8 {
		const slack = 1e-4
		if v < -slack || v > 1+slack {
			ok = false
		}
		v = math.Min(math.Max(v, 0), 1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		return uint8(math.Round(v * 255))
	}
	c := color.NRGBA{f(r), f(g), f(bb), 0xff}
	return c, ok
}
