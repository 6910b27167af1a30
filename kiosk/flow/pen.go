package flow

import (
	"strings"
	"unicode"

	"turno/forms"
)

// pen is how one field is written at the screen: by which keys, what a letter
// becomes, and how the value stands there. A value is what forms expects; what
// is written may be half a date yet, which is then the value as well and a
// fault until it is whole.
type pen struct {
	kind forms.Type
	keys Kind   // of the keys on the screen
	open string // the plane at which the keys open
	max  int    // letters
}

const (
	textMost  = 200 // where a form names no length
	phoneMost = 24  // with the gaps that people put in
)

func penOf(f forms.Field) pen {
	p := pen{kind: f.Type, keys: Plain, max: f.Max}
	if p.max == 0 {
		p.max = f.Cells
	}
	if p.max == 0 {
		p.max = textMost
	}
	switch f.Type {
	case forms.TypeDate:
		p.keys, p.max = Digits, 8
	case forms.TypeDigits:
		p.keys = Digits
	case forms.TypePhone:
		p.open, p.max = Figures, phoneMost
	case forms.TypeMoney:
		p.open, p.max = Figures, f.Cells+4
	case forms.TypeEmail:
		p.keys = Email
	case forms.TypeCountry:
		p.max = 2
	}
	return p
}

// accept is what a letter becomes in the field; 0 is none of it.
func (p pen) accept(r rune) rune {
	digit := r >= '0' && r <= '9'
	switch p.kind {
	case forms.TypeDate, forms.TypeDigits:
		if !digit {
			return 0
		}
	case forms.TypePhone:
		if !digit && !strings.ContainsRune("+ ", r) {
			return 0
		}
	case forms.TypeMoney:
		if !digit && !strings.ContainsRune(",. ", r) {
			return 0
		}
	case forms.TypeCountry:
		if !unicode.IsLetter(r) {
			return 0
		}
		return unicode.ToUpper(r)
	case forms.TypeID, forms.TypeIBAN:
		if !digit && !unicode.IsLetter(r) {
			return 0
		}
		return unicode.ToUpper(r)
	case forms.TypeEmail:
		if r == ' ' {
			return 0
		}
	}
	if r < ' ' {
		return 0
	}
	return r
}

// value is what was written as forms wants it.
func (p pen) value(written string) string {
	if p.kind == forms.TypeDate && len(written) == 8 {
		return written[4:] + "-" + written[2:4] + "-" + written[:2]
	}
	return strings.TrimSpace(written)
}

// written is a value as it was written, to go on with.
func (p pen) written(value string) string {
	if p.kind == forms.TypeDate && len(value) == 10 {
		return value[8:] + value[5:7] + value[:4]
	}
	return value
}

// shown is a value as it stands on the screen: day, month and year apart, an
// IBAN in fours. What is not whole yet is shown as far as it goes.
func (p pen) shown(value string) string {
	switch p.kind {
	case forms.TypeDate:
		return split(p.written(value), ". ", 2, 2)
	case forms.TypeIBAN:
		return split(value, " ", 4, 4, 4, 4, 4, 4, 4, 4)
	}
	return value
}

// writing is a text of the field to go on with, its keys as they open.
func (p pen) writing(value string) writing {
	w := writing{most: p.max, kind: p.keys, plane: p.open}
	w.set(p.written(value))
	w.upper = p.kind == forms.TypeText && value == "" // names and streets
	return w
}

// split puts gap behind each group of letters that is whole, and the rest at
// the end.
func split(s, gap string, groups ...int) string {
	var b strings.Builder
	rest := []rune(s)
	for _, n := range groups {
		if len(rest) < n {
			break
		}
		b.WriteString(string(rest[:n]))
		rest = rest[n:]
		if len(rest) > 0 {
			b.WriteString(gap)
		}
	}
	b.WriteString(string(rest))
	return b.String()
}
