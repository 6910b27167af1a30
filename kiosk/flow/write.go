package flow

import (
	"strings"
	"unicode"

	"turno/hub/words"
)

// What Type asks for besides a letter. A keyboard that stands before the
// screen sends the same.
const (
	Backspace = "backspace"
	Delete    = "delete" // the letter behind the caret
	Space     = "space"
	Shift     = "shift" // the next letter is a capital
	Letters   = "letters"
	Accents   = "accents"
	Figures   = "figures"
	Leftward  = "left"
	Rightward = "right"
	Begin     = "begin"
	End       = "end"
	Clear     = "clear"
)

// Kind is what a field takes.
type Kind string

// The kinds of fields.
const (
	Plain  Kind = "text"
	Digits Kind = "digits"
	Date   Kind = "date"
	Email  Kind = "email"
	Secret Kind = "secret" // digits that are drawn as dots and never read aloud
	Choice Kind = "choice" // nothing to write: View.Choices are its values
)

// writing is a text being written with the keys on the screen.
type writing struct {
	value []rune
	caret int // letters before it
	most  int // letters; 0 is 60
	kind  Kind
	plane string // "", Accents or Figures
	upper bool
	takes func(rune) rune // what a letter becomes, 0 is none of it; nil takes every letter
}

func (w *writing) text() string { return string(w.value) }

// set replaces what is written.
func (w *writing) set(s string) { w.value, w.caret = []rune(s), len([]rune(s)) }

// field is the text as a view shows it; label, hint and problem are the caller's.
func (w *writing) field() *Field {
	kind := w.kind
	if kind == "" {
		kind = Plain
	}
	return &Field{Value: w.text(), Kind: kind, Caret: w.caret}
}

// touch does what Type's argument says, and tells whether the text changed.
func (w *writing) touch(arg string) bool {
	switch arg {
	case Shift:
		w.upper = !w.upper
	case Letters:
		w.plane = ""
	case Accents, Figures:
		w.plane = arg
	case Leftward:
		w.caret = max(w.caret-1, 0)
	case Rightward:
		w.caret = min(w.caret+1, len(w.value))
	case Begin:
		w.caret = 0
	case End:
		w.caret = len(w.value)
	case Clear:
		changed := len(w.value) > 0
		w.set("")
		return changed
	case Backspace:
		if w.caret == 0 {
			return false
		}
		w.caret--
		w.cut()
		return true
	case Delete:
		if w.caret == len(w.value) {
			return false
		}
		w.cut()
		return true
	case Space:
		return w.insert(' ')
	default:
		r := []rune(arg)
		return len(r) == 1 && w.insert(r[0])
	}
	return false
}

// cut takes the letter behind the caret away.
func (w *writing) cut() {
	w.value = append(append([]rune(nil), w.value[:w.caret]...), w.value[w.caret+1:]...)
}

func (w *writing) insert(r rune) bool {
	most := w.most
	if most == 0 {
		most = 60
	}
	figures := w.kind == Digits || w.kind == Secret
	if len(w.value) >= most || !unicode.IsPrint(r) || figures && (r < '0' || r > '9') {
		return false
	}
	if w.upper {
		r = unicode.ToUpper(r)
		w.upper = false
	}
	if w.takes != nil {
		if r = w.takes(r); r == 0 {
			return false
		}
	}
	w.value = append(append(append([]rune(nil), w.value[:w.caret]...), r), w.value[w.caret:]...)
	w.caret++
	return true
}

// board is a language's letters, three rows, and its accents as far as they
// have no key of their own.
type board struct {
	letters [3]string
	accents [3]string
	sign    string // what the key to the accents shows
}

var boards = map[words.Lang]board{
	words.ES: {[3]string{"qwertyuiop", "asdfghjklñ", "zxcvbnm"}, [3]string{"áéíóúü", "ñçàèìòù", "¿¡ªº·"}, "áéü"},
	words.CS: {[3]string{"qwertzuiop", "asdfghjklů", "yxcvbnm"}, [3]string{"ěščřžýáíéú", "ůťďňóäöüł", "„“–§"}, "ěšč"},
	words.PT: {[3]string{"qwertyuiop", "asdfghjklç", "zxcvbnm"}, [3]string{"áéíóúâêô", "ãõàüçñ", "ªº«»–"}, "ãéâ"},
	words.SV: {[3]string{"qwertyuiopå", "asdfghjklöä", "zxcvbnm"}, [3]string{"éèáàüøæ", "ñçëïó", "–§"}, "éüø"},
	words.EN: {[3]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}, [3]string{"áéíóúñçü", "àèòâêôãõ", "äöåøæß"}, "éñü"},
}

var (
	figureRows = [3]string{"1234567890", "@._-+/:;()", "&'\"!?,€%"}
	numberRows = [3]string{"123", "456", "789"}
)

// keys are the keys on the screen for what is being written, row by row.
func (w *writing) keys(l words.Lang) [][]Button {
	if w.kind == Digits || w.kind == Secret || w.kind == Date {
		return w.pad(l)
	}
	b, ok := boards[l.Base()]
	if !ok {
		b = boards[words.EN]
	}
	letters := b.letters
	switch w.plane {
	case Accents:
		letters = b.accents
	case Figures:
		letters = figureRows
	}
	var rows [][]Button
	for _, row := range letters {
		rows = append(rows, w.row(row))
	}
	shift := named(l, Shift, "arrow-fat-up")
	shift.Selected, shift.Off = w.upper, w.plane == Figures
	rows[2] = append(append([]Button{shift}, rows[2]...), named(l, Backspace, "backspace"))
	figures := Button{Action: Action{Type, Figures}, Label: "123", Share: 1.5}
	if w.plane == Figures {
		figures = Button{Action: Action{Type, Letters}, Label: "abc", Share: 1.5}
	}
	accents := Button{Action: Action{Type, Accents}, Label: b.sign, Share: 1.5}
	if w.plane == Accents {
		accents = Button{Action: Action{Type, Letters}, Label: "abc", Share: 1.5}
	}
	space := named(l, Space, "")
	space.Share = 5
	last := []Button{figures, accents, space}
	if w.kind == Email {
		last[2].Share = 3
		last = append(last, w.row("@.")...)
	}
	return append(rows, last)
}

// pad are the keys of a number or a date.
func (w *writing) pad(l words.Lang) [][]Button {
	var rows [][]Button
	for _, row := range numberRows {
		rows = append(rows, w.row(row))
	}
	back := named(l, Backspace, "backspace")
	back.Share = 1
	last := append([]Button{back}, w.row("0")...)
	if w.kind == Date {
		last = append(last, w.row(".")...)
	}
	return append(rows, last)
}

func (w *writing) row(letters string) []Button {
	var row []Button
	for _, r := range letters {
		face := string(r)
		if w.upper {
			face = strings.ToUpper(face)
		}
		row = append(row, Button{Action: Action{Type, string(r)}, Label: face})
	}
	return row
}

// named is a key with a word; where it has an icon, that is drawn in its place.
func named(l words.Lang, arg, icon string) Button {
	return Button{Action: Action{Type, arg}, Icon: icon, Label: words.T(l, "kiosk.key."+arg), Share: 1.5}
}
