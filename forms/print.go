package forms

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"regexp"
	"time"

	"github.com/go-pdf/fpdf"

	"turno/hub/words"
	"turno/look/brand"
)

// Print is what changes from one print of a form to the next.
type Print struct {
	Lang   words.Lang
	Ticket string      // the visit's ticket, "B042"; "" for a form of nobody's
	Bank   string      // the bank's name, as it calls itself
	Brand  color.NRGBA // the bank's colour; nothing is the default brand's
	Values Values      // what is known already; the rest is left to the pen
	At     time.Time   // the print's time, in the branch's zone; stands in the file's properties
	Code   string      // the visit's code in the QR, letters and figures; "" for none
}

var (
	codeShape   = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)
	ticketShape = regexp.MustCompile(`^[A-Z0-9]{0,8}$`)
)

// ErrValues is what a print with wrong values fails with; the Faults that say
// which are joined to it.
var ErrValues = errors.New("values can't be printed")

// PDF writes the form as a PDF of A4 sheets with its fonts inside. The same
// Print gives the same bytes. It writes nothing when the Print is wrong: a
// value with a fault (what is missing is none), a ticket or a code of a strange
// shape, a text that the typeface can't draw. Errors of w come back as they are.
func (f Form) PDF(w io.Writer, p Print) error { return write(w, p, f.ID, []Form{f}) }

// PDF writes all forms of the pack, in signing order, as one PDF; each has
// pages and codes of its own. Values are given to every form that has a field
// of the key. See Form.PDF.
func (p Pack) PDF(w io.Writer, print Print) error {
	return write(w, print, "pack "+p.Service, p.forms)
}

func write(w io.Writer, p Print, name string, list []Form) error {
	if err := p.check(list); err != nil {
		return fmt.Errorf("form %s: %w", name, err)
	}
	doc, err := p.document(list)
	if err == nil {
		err = doc.Error()
	}
	if err != nil {
		return fmt.Errorf("form %s: %w", name, err)
	}
	return doc.Output(w)
}

func (p Print) check(list []Form) error {
	switch {
	case !ticketShape.MatchString(p.Ticket):
		return fmt.Errorf("ticket %q is not letters and figures", p.Ticket)
	case !codeShape.MatchString(p.Code):
		return errors.New("the code is not letters and figures")
	case p.Bank == "" || !drawable(p.Bank):
		return fmt.Errorf("bank %q has no name that can be drawn", p.Bank)
	}
	known := Values{}
	for _, f := range list {
		mine := p.Values.of(f)
		for key := range mine {
			known[key] = mine[key]
		}
		if faults := f.Prefill(mine, p.At); len(faults) > 0 {
			all := []error{ErrValues}
			for _, e := range faults {
				all = append(all, e)
			}
			return errors.Join(all...)
		}
	}
	for key := range p.Values {
		if _, ok := known[key]; !ok {
			return errors.Join(ErrValues, FieldError{Key: key, Code: NoField})
		}
	}
	return nil
}

// of is the part of the values that a form has fields for.
func (v Values) of(f Form) Values {
	out := Values{}
	for _, field := range f.asked() {
		if value, ok := v[field.Key]; ok {
			out[field.Key] = value
		}
	}
	return out
}

func (p Print) document(list []Form) (*fpdf.Fpdf, error) {
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddUTF8FontFromBytes(string(regular), "", brand.Regular)
	doc.AddUTF8FontFromBytes(string(semibold), "", brand.SemiBold)
	doc.AddUTF8FontFromBytes(string(bold), "", brand.Bold)
	doc.SetAutoPageBreak(false, 0)
	doc.SetCatalogSort(true)
	doc.SetCreationDate(p.At)
	doc.SetModificationDate(p.At)
	doc.SetProducer("Turno", true)
	doc.SetAuthor(p.Bank, true)
	doc.SetLang(string(p.Lang))
	doc.SetTitle(list[0].ID+" "+words.Pick(list[0].Title, p.Lang), true)
	for _, f := range list {
		sheets, err := p.sheets(doc, f)
		if err != nil {
			return nil, err
		}
		for _, s := range sheets {
			doc.AddPage()
			for _, m := range s.marks {
				m.draw(doc)
			}
		}
	}
	return doc, nil
}

// sheets composes one form, heads and feet included.
func (p Print) sheets(ruler *fpdf.Fpdf, f Form) ([]*sheet, error) {
	ink := brand.Light()
	if p.Brand.A != 0 {
		ink = ink.WithBrand(p.Brand)
	}
	t := setter{sheet: &sheet{ruler: ruler, ink: ink}, p: p}
	sheets, err := t.compose(f)
	if err != nil {
		return nil, err
	}
	for i, s := range sheets {
		if err := t.head(s, f, i+1, len(sheets)); err != nil {
			return nil, err
		}
		t.foot(s, f, i+1, len(sheets))
	}
	return sheets, nil
}
