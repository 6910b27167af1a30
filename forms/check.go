package forms

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"turno/hub/words"
)

// cellsALine is how many cells stand side by side between the margins of A4.
const cellsALine = 29

// officeCells is how many stand side by side inside the bank's part, which is
// inset.
const officeCells = 27

var (
	idShape  = regexp.MustCompile(`^[A-Z]{2,4}-[0-9]{2}$`)
	keyShape = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
)

// checker walks a form and notes each fault with the place it was found at.
type checker struct {
	form   string
	faults []error
	fields map[string]Field // customer's fields so far
	keys   map[string]bool  // all keys so far, the bank's included
}

func (c *checker) note(place, format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("form %s, %s: %s", c.form, place, fmt.Sprintf(format, args...)))
}

// check answers every fault of a form's definition.
func (f Form) check() []error {
	c := &checker{form: f.ID, fields: map[string]Field{}, keys: map[string]bool{}}
	if !idShape.MatchString(f.ID) {
		c.note("id", "%q is not letters, a hyphen and two figures, as AC-01 is", f.ID)
	}
	if f.Version < 1 || f.Version > 9999 {
		c.note("version", "%d is not from 1 to 9999", f.Version)
	}
	if !keyShape.MatchString(f.Service) {
		c.note("service", "%q is no service's id", f.Service)
	}
	c.text("title", f.Title)
	c.text("lead", f.Lead)
	c.text("foot", f.Foot)
	c.documents(f)
	if len(f.Pages) == 0 {
		c.note("pages", "there is none")
	}
	for i, p := range f.Pages {
		c.page(fmt.Sprintf("page %d", i+1), p)
	}
	c.whens(f)
	return c.faults
}

func (c *checker) documents(f Form) {
	seen := map[string]bool{}
	for _, d := range f.Documents {
		if !keyShape.MatchString(d.Key) || seen[d.Key] {
			c.note("documents", "key %q is not lower case letters and figures, or stands twice", d.Key)
		}
		seen[d.Key] = true
		c.text("document "+d.Key, d.Label)
	}
	lists := 0
	for _, p := range f.Pages {
		if p.Documents {
			lists++
		}
	}
	if want := min(len(f.Documents), 1); lists != want {
		c.note("documents", "%d pages list them, want %d", lists, want)
	}
}

func (c *checker) page(place string, p Page) {
	if len(p.Sections) == 0 {
		c.note(place, "has no section")
	}
	for _, s := range p.Sections {
		at := place + ", section " + s.Key
		if !keyShape.MatchString(s.Key) {
			c.note(place, "section key %q is not lower case letters and figures", s.Key)
		}
		c.text(at, s.Title)
		if len(s.Rows) == 0 {
			c.note(at, "has no row")
		}
		for i, r := range s.Rows {
			c.row(fmt.Sprintf("%s, row %d", at, i+1), r, cellsALine, true)
		}
	}
	width := officeCells
	if p.Documents { // beside the list
		width = 6
	}
	for i, r := range p.Office {
		c.row(fmt.Sprintf("%s, office row %d", place, i+1), r, width, false)
	}
}

func (c *checker) row(place string, r Row, width int, customer bool) {
	if (len(r.Fields) == 0) == (len(r.Texts) == 0) {
		c.note(place, "has neither fields nor texts, or both")
		return
	}
	if len(r.Texts) > 3 {
		c.note(place, "%d texts side by side are more than 3", len(r.Texts))
	}
	for i, t := range r.Texts {
		c.text(fmt.Sprintf("%s, text %d", place, i+1), t)
	}
	total := max(len(r.Fields)-1, 0)
	inline := 0
	for _, f := range r.Fields {
		c.field(place+", field "+f.Key, f, customer)
		total += f.span()
		if !f.hasCells() && f.Type != TypeSignature {
			inline++
		}
	}
	if inline > 0 && inline < len(r.Fields) {
		c.note(place, "mixes cells with boxes to tick")
	}
	if inline == 0 && total > width {
		c.note(place, "is %d cells wide with its gaps, and %d fit", total, width)
	}
}

func (c *checker) field(place string, f Field, customer bool) {
	if !keyShape.MatchString(f.Key) {
		c.note(place, "key %q is not lower case letters and figures", f.Key)
	}
	if c.keys[f.Key] {
		c.note(place, "key stands twice in the form")
	}
	c.keys[f.Key] = true
	if customer {
		c.fields[f.Key] = f
	}
	c.text(place+", label", f.Label)
	if len(f.Hint) > 0 {
		c.text(place+", hint", f.Hint)
	}
	if !slices.Contains([]Show{ShowLabel, ShowQuestion, ShowNone}, f.Show) {
		c.note(place, "show %q is neither question nor none", f.Show)
	}
	c.kind(place, f, customer)
	if f.hasCells() {
		c.cells(place, f)
	}
	choice := f.Type == TypeChoice || f.Type == TypeChoices
	if choice != (len(f.Options) > 0) {
		c.note(place, "a %s with %d options", f.Type, len(f.Options))
	}
	seen := map[string]bool{}
	for _, o := range f.Options {
		if !keyShape.MatchString(o.Key) || seen[o.Key] {
			c.note(place, "option key %q is not lower case letters and figures, or stands twice", o.Key)
		}
		seen[o.Key] = true
		c.text(place+", option "+o.Key, o.Label)
	}
	for _, like := range f.Like {
		if f.Type != TypeID || cards[like] == nil {
			c.note(place, "like %q is no card whose check letter is known", like)
		}
	}
	if f.Past && f.Type != TypeDate {
		c.note(place, "past is for dates")
	}
}

func (c *checker) kind(place string, f Field, customer bool) {
	switch f.Type {
	case TypeText, TypeDigits, TypePhone, TypeEmail, TypeID, TypeIBAN, TypeChoice, TypeChoices:
	case TypeDate:
		if !slices.Equal(f.Groups, []int{2, 2, 4}) {
			c.note(place, "a date needs the groups 2, 2, 4")
		}
	case TypeMoney:
		if len(f.Groups) != 2 || f.Groups[1] != 2 {
			c.note(place, "money needs two groups, the second of 2 cells")
		}
	case TypeCountry:
		if f.Cells != 2 {
			c.note(place, "a country is a code of 2 cells")
		}
	case TypeConsent:
		if !customer {
			c.note(place, "the bank gives no consent")
		}
	case TypeSignature:
		if f.Cells < 8 || f.Cells > cellsALine {
			c.note(place, "%d cells for a signature, want 8 to %d", f.Cells, cellsALine)
		}
	case TypeCheck:
		if customer {
			c.note(place, "a check is for the bank's part")
		}
	default:
		c.note(place, "unknown type %q", f.Type)
	}
}

func (c *checker) cells(place string, f Field) {
	if f.Cells < 1 || f.Cells > cellsALine {
		c.note(place, "%d cells, want 1 to %d", f.Cells, cellsALine)
	}
	sum := 0
	for _, g := range f.Groups {
		if g < 1 {
			c.note(place, "a group of %d cells", g)
		}
		sum += g
	}
	if len(f.Groups) > 0 && sum != f.Cells {
		c.note(place, "groups make %d cells, not %d", sum, f.Cells)
	}
	if f.Min < 0 || f.Max < 0 || f.Max > 300 || f.Min > f.most() {
		c.note(place, "length from %d to %d", f.Min, f.most())
	}
}

// whens checks the conditions once every field is known.
func (c *checker) whens(f Form) {
	for _, field := range f.asked() {
		if field.When == nil {
			continue
		}
		place := "field " + field.Key + ", when"
		other, ok := c.fields[field.When.Field]
		switch {
		case !ok:
			c.note(place, "there is no field %q", field.When.Field)
		case other.When != nil:
			c.note(place, "%q is under a condition itself", other.Key)
		case other.Type == TypeChoice && !other.has(field.When.Is):
			c.note(place, "%q has no option %q", other.Key, field.When.Is)
		case other.Type != TypeChoice && other.Type != TypeConsent:
			c.note(place, "%q is no choice of one", other.Key)
		}
	}
}

// text wants a text in every language, in one line, in signs the font has.
func (c *checker) text(place string, t Text) {
	for _, l := range words.All {
		s := t[string(l)]
		switch {
		case strings.TrimSpace(s) == "":
			c.note(place, "nothing in %s", l)
		case strings.ContainsAny(s, "\n\r\t→←↑↓✓≈≤≥№‰\u202f"):
			c.note(place, "in %s: a sign that the font can't draw, or a line break", l)
		case len(s) > 2000:
			c.note(place, "in %s: %d bytes are more than 2000", l, len(s))
		}
	}
}

func (f Field) has(option string) bool {
	return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Key == option })
}
