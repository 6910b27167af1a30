package forms

// Text is one text in several languages by their tag: {"es": "Nombre", …}.
// words.Pick chooses from it.
type Text = map[string]string

// Form is one form of the bank as its file says. It is read-only once loaded:
// two prints share its maps.
type Form struct {
	ID      string `json:"id"`      // "AC-01": on every page and in every code
	Version int    `json:"version"` // counts up with each change of words or fields
	Service string `json:"service"` // the service that hands it out: "accounts"

	Title Text `json:"title"`
	Lead  Text `json:"lead"` // one line below the title: who fills it in, and how
	Foot  Text `json:"foot"` // one line at the foot of each page; {bank} is filled in

	Documents []Document `json:"documents"` // what to bring along with it
	Pages     []Page     `json:"pages"`
}

// Document is a paper that goes with a form.
type Document struct {
	Key   string `json:"key"`
	Label Text   `json:"label"`
}

// Page is what the form's author wants on one sheet. When a language needs more
// room than the sheet has, the rest goes to a sheet of its own.
type Page struct {
	Sections  []Section `json:"sections"`
	Documents bool      `json:"documents"` // the list of documents stands on this page
	Office    []Row     `json:"office"`    // what the bank fills in, on a wash at the end
}

// Section is a numbered part of a form. Numbers run on from page to page.
type Section struct {
	Key   string `json:"key"`
	Title Text   `json:"title"`
	Rows  []Row  `json:"rows"`
}

// Row is one line of a section: fields beside each other, or paragraphs beside
// each other. It has one of the two.
type Row struct {
	Fields []Field `json:"fields"`
	Texts  []Text  `json:"texts"`
}

// Type says what a field holds, how a value of it is written in Values, and how
// it stands on paper. Stored in form files: append only.
type Type string

// The types of fields.
const (
	TypeText      Type = "text"        // one line in any script the bank's font draws
	TypeDigits    Type = "digits"      // figures alone: a postal code
	TypeDate      Type = "date"        // 1979-05-14
	TypePhone     Type = "phone"       // +34 600 123 456
	TypeEmail     Type = "email"       // one address
	TypeID        Type = "id_document" // a national card or a passport
	TypeCountry   Type = "country"     // ISO 3166-1 alpha-2: CZ
	TypeChoice    Type = "choice"      // the key of one option
	TypeChoices   Type = "choices"     // keys of options, with commas between
	TypeMoney     Type = "money"       // 1250,00
	TypeIBAN      Type = "iban"        // ISO 13616
	TypeConsent   Type = "consent"     // yes, or no
	TypeSignature Type = "signature"   // by hand, on paper; never a value
	TypeCheck     Type = "check"       // a box that the bank ticks; never a value
)

// Show says how a field's label stands on paper.
type Show string

// The ways to show a label.
const (
	ShowLabel    Show = ""         // strong, above the cells or before the options
	ShowQuestion Show = "question" // plain, before the options: a whole question
	ShowNone     Show = "none"     // not at all: what stands above says it
)

// Field is one thing that the form asks for.
type Field struct {
	Key      string   `json:"key"`
	Type     Type     `json:"type"`
	Label    Text     `json:"label"`
	Hint     Text     `json:"hint"`     // plain, at the right above the cells
	Cells    int      `json:"cells"`    // letters that fit, one a cell; a line has 29
	Groups   []int    `json:"groups"`   // cells that stand together: a date's 2, 2, 4
	Min      int      `json:"min"`      // least length of a value, in letters
	Max      int      `json:"max"`      // greatest; 0 is Cells
	Required bool     `json:"required"` // by itself, or once When holds
	Past     bool     `json:"past"`     // a date: not after the day it is checked
	Like     []string `json:"like"`     // an id document: the cards whose check letter is known
	Options  []Option `json:"options"`
	Show     Show     `json:"show"`
	When     *When    `json:"when"`
}

// Option is one answer of a choice.
type Option struct {
	Key   string `json:"key"`
	Label Text   `json:"label"`
}

// When makes a field count only where another field has a value: a tax number
// abroad only for those who pay taxes abroad.
type When struct {
	Field string `json:"field"`
	Is    string `json:"is"`
}

// Fields answers the fields that the person fills in, in the form's order,
// without signatures and without the bank's part.
func (f Form) Fields() []Field {
	var out []Field
	for _, field := range f.asked() {
		if field.Type != TypeSignature {
			out = append(out, field)
		}
	}
	return out
}

// Field answers one of Fields by its key.
func (f Form) Field(key string) (Field, bool) {
	for _, field := range f.Fields() {
		if field.Key == key {
			return field, true
		}
	}
	return Field{}, false
}

// asked is Fields with the signatures.
func (f Form) asked() []Field {
	var out []Field
	for _, p := range f.Pages {
		for _, s := range p.Sections {
			for _, r := range s.Rows {
				out = append(out, r.Fields...)
			}
		}
	}
	return out
}

// hasCells reports whether the field is written letter by letter.
func (f Field) hasCells() bool {
	switch f.Type {
	case TypeChoice, TypeChoices, TypeConsent, TypeSignature, TypeCheck:
		return false
	}
	return true
}

// most is the greatest length of a value in letters.
func (f Field) most() int {
	if f.Max > 0 {
		return f.Max
	}
	return f.Cells
}

// span is the width of the field in cells: its cells, one more for the gaps
// between groups (they share one cell), or what a signature is given.
func (f Field) span() int {
	if len(f.Groups) > 1 {
		return f.Cells + 1
	}
	return f.Cells
}
