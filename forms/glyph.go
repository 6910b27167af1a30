package forms

import (
	"sync"

	"golang.org/x/image/font/sfnt"

	"turno/look/brand"
)

// glyphs are the runes that all three cuts of the bank's typeface draw. The
// cuts are built from one set, so the regular one speaks for them; a test holds
// the others to it.
var glyphs = sync.OnceValue(func() map[rune]bool { return coverage(brand.Regular) })

// coverage asks a font for every rune of the scripts it could hold: Latin with
// its extensions, punctuation, letterlike signs and currencies.
func coverage(ttf []byte) map[rune]bool {
	out := map[rune]bool{}
	f, err := sfnt.Parse(ttf)
	if err != nil { // embedded, and parsed by every test
		return out
	}
	var b sfnt.Buffer
	for r := rune(0x20); r < 0x2200; r++ {
		if i, err := f.GlyphIndex(&b, r); err == nil && i != 0 {
			out[r] = true
		}
	}
	return out
}

// drawable reports whether every rune of the text has a glyph.
func drawable(s string) bool {
	for _, r := range s {
		if !glyphs()[r] {
			return false
		}
	}
	return true
}
