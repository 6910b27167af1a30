package forms

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"

	"turno/hub/words"
	"turno/look/brand"
)

func sample(l words.Lang) Print {
	return Print{Lang: l, Ticket: "B042", Bank: "Banco Alameda", At: day, Code: "k7Qm2x"}
}

func TestSamePrintGivesSameBytes(t *testing.T) {
	p := sample(words.CS)
	p.Values = filled()
	var first bytes.Buffer
	if err := account(t).PDF(&first, p); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		var again bytes.Buffer
		if err := account(t).PDF(&again, p); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("two prints of one form differ")
		}
	}
}

func TestPrintRefusesAndWritesNothing(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*Print)
	}{
		{"ticket", func(p *Print) { p.Ticket = "B 42" }},
		{"code", func(p *Print) { p.Code = "a b" }},
		{"no bank", func(p *Print) { p.Bank = "" }},
		{"bank in signs we lack", func(p *Print) { p.Bank = "Банк" }},
		{"wrong value", func(p *Print) { p.Values = Values{"phone": "x"} }},
		{"unknown value", func(p *Print) { p.Values = Values{"shoe_size": "38"} }},
	} {
		p := sample(words.ES)
		c.spoil(&p)
		var out bytes.Buffer
		if err := account(t).PDF(&out, p); err == nil || out.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes written", c.name, err, out.Len())
		}
	}
}

func TestWrongValuesAreTold(t *testing.T) {
	p := sample(words.ES)
	p.Values = Values{"phone": "x"}
	err := account(t).PDF(&bytes.Buffer{}, p)
	var fault FieldError
	if !errors.Is(err, ErrValues) || !errors.As(err, &fault) || fault.Key != "phone" {
		t.Errorf("error %v, want the telephone's fault", err)
	}
	if strings.Contains(err.Error(), `"x"`) {
		t.Errorf("error %v repeats what the person wrote", err)
	}
}

// wide is the form filled with the longest that its fields take.
func wide() Values {
	v := filled()
	v["surname"] = strings.Repeat("Wm", 20)
	v["street"] = strings.Repeat("Wm ", 19)
	v["email"] = strings.Repeat("m", 59) + "@m.cz"
	v["phone"] = "00420 777 123 456 789"
	v["income"] = "9999999,99"
	return v
}

// Everything that is drawn has a place of its own, in each language, empty and
// full: within the margins, above the foot, and no text over another or across
// the edge of a box.
func TestNothingStandsInTheWay(t *testing.T) {
	for _, form := range All() {
		for _, l := range words.All {
			for name, values := range map[string]Values{"empty": nil, "filled": filled(), "wide": wide()} {
				p := sample(l)
				p.Values = values.of(form)
				doc, err := p.document([]Form{form})
				if err != nil {
					t.Fatal(err)
				}
				sheets, err := p.sheets(doc, form)
				if err != nil {
					t.Fatal(err)
				}
				if len(sheets) != len(form.Pages) {
					t.Errorf("%s %s %s: %d sheets for %d pages", form.ID, l, name, len(sheets), len(form.Pages))
				}
				for i, s := range sheets {
					for _, fault := range crowded(s) {
						t.Errorf("%s %s %s sheet %d: %s", form.ID, l, name, i+1, fault)
					}
				}
			}
		}
	}
}

type frame struct {
	x1, y1, x2, y2 float64
	what           string
}

func (a frame) meets(b frame) bool {
	return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2
}

func (a frame) within(b frame) bool {
	return a.x1 >= b.x1 && a.x2 <= b.x2 && a.y1 >= b.y1 && a.y2 <= b.y2
}

// crowded finds what the eye would.
func crowded(s *sheet) []string {
	var texts, boxes []frame
	for _, m := range s.marks {
		switch m := m.(type) {
		case textMark:
			size := m.size * u
			texts = append(texts, frame{m.x, m.y - .72*size, m.x + m.w, m.y + .2*size, fmt.Sprintf("%q", m.s)})
		case boxMark:
			boxes = append(boxes, frame{m.x, m.y, m.x + m.w, m.y + m.h, fmt.Sprintf("box at %.0f,%.0f", m.x, m.y)})
		case qrMark:
			boxes = append(boxes, frame{m.x, m.y, m.x + m.w, m.y + m.w, "code"})
		}
	}
	var out []string
	paper := frame{x1: left - .01, y1: 5, x2: right + .01, y2: paperH - 5}
	for i, a := range texts {
		for _, b := range texts[i+1:] {
			if a.meets(b) {
				out = append(out, a.what+" over "+b.what)
			}
		}
		for _, b := range boxes {
			if a.meets(b) && !a.within(b) {
				out = append(out, a.what+" across the edge of a "+b.what)
			}
		}
	}
	for i, a := range boxes {
		for _, b := range boxes[i+1:] {
			if a.meets(b) && !a.within(b) && !b.within(a) {
				out = append(out, a.what+" over "+b.what)
			}
		}
	}
	for _, a := range append(texts, boxes...) {
		if !a.within(paper) {
			out = append(out, a.what+" beyond the margin")
		}
		if a.y1 < footY && a.y2 > footY {
			out = append(out, a.what+" across the foot")
		}
	}
	return out
}

func TestCrowdingIsFound(t *testing.T) {
	s := &sheet{marks: []mark{
		textMark{x: left, y: 50, size: 20, w: 40, s: "one"},
		textMark{x: left + 30, y: 50, size: 20, w: 40, s: "two"},
		boxMark{x: left, y: 80, w: 20, h: 8},
		textMark{x: left + 10, y: 85, size: 20, w: 40, s: "out of its box"},
		textMark{x: right - 10, y: 120, size: 20, w: 40, s: "off the paper"},
		boxMark{x: left + 15, y: 85, w: 50, h: 8},
	}}
	if got := crowded(s); len(got) != 5 {
		t.Errorf("found %q, want five", got)
	}
}

// reach notes how far a pen went.
type reach struct{ shapes, least, most float64 }

func (r *reach) MoveTo(x, y float64) { r.least, r.most = min(r.least, x, y), max(r.most, x, y) }
func (r *reach) LineTo(x, y float64) { r.MoveTo(x, y) }
func (r *reach) Close()              { r.shapes++ }
func (r *reach) CurveTo(x1, y1, x2, y2, x, y float64) {
	r.MoveTo(x1, y1)
	r.MoveTo(x2, y2)
	r.MoveTo(x, y)
}

func TestOutlineIsTheWholeMark(t *testing.T) {
	r := reach{least: OutlineGrid}
	Outline(&r)
	if want := (reach{shapes: 4, least: 0, most: OutlineGrid}); r != want {
		t.Errorf("drawn %+v, want %+v", r, want)
	}
}

func TestAllCutsDrawTheSameSigns(t *testing.T) {
	want := glyphs()
	for _, r := range "řěšžťďňůąčáéíóúýñãõçåäöŘÅÑÃ€–·’„“º\u00a0" {
		if !want[r] {
			t.Errorf("no glyph for %q", r)
		}
	}
	for name, ttf := range map[string][]byte{"semibold": brand.SemiBold, "bold": brand.Bold} {
		have := coverage(ttf)
		for r := range want {
			if !have[r] {
				t.Errorf("%s lacks %q", name, r)
			}
		}
	}
}

// The page as a list of what is drawn where: a change of the layout shows as a
// change of these lines, to be looked at as a picture before it is kept.
func TestLayout(t *testing.T) {
	for _, l := range []words.Lang{words.ES, words.CS} {
		p := sample(l)
		p.Values = filled()
		doc, err := p.document([]Form{account(t)})
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := p.sheets(doc, account(t))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i, s := range sheets {
			fmt.Fprintf(&b, "sheet %d\n", i+1)
			for _, m := range s.marks {
				switch m := m.(type) {
				case textMark:
					fmt.Fprintf(&b, "%6.1f %6.1f  %s %.1f %s\n", m.x, m.y, m.cut, m.size, m.s)
				case boxMark:
					fmt.Fprintf(&b, "%6.1f %6.1f  box %.1f x %.1f\n", m.x, m.y, m.w, m.h)
				case qrMark:
					fmt.Fprintf(&b, "%6.1f %6.1f  code %.1f\n", m.x, m.y, m.w)
				}
			}
		}
		file := filepath.Join("testdata", "AC-01-"+string(l)+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", l, diff)
		}
	}
}

var update = flag.Bool("update", false, "rewrite testdata")

func TestBanksOwnColour(t *testing.T) {
	p := sample(words.EN)
	p.Brand = color.NRGBA{R: 0x8a, G: 0x10, B: 0x30, A: 255}
	want := brand.Light().WithBrand(p.Brand)
	doc, err := p.document([]Form{account(t)})
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := p.sheets(doc, account(t))
	if err != nil {
		t.Fatal(err)
	}
	numbers, washes := 0, 0
	for _, s := range sheets {
		for _, m := range s.marks {
			if box, ok := m.(boxMark); ok && box.fill != nil {
				numbers += btoi(*box.fill == want.Brand)
				washes += btoi(*box.fill == want.Wash)
			}
		}
	}
	if numbers != 7 || washes != 2 {
		t.Errorf("%d section numbers and %d panels in the bank's colours, want 7 and 2", numbers, washes)
	}
}

// A runes-to-glyphs table that lost its letters would still look right in a
// golden file; what a reader's program takes out of the PDF would not.
func TestTextComesOutAgain(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (Debian: poppler-utils)")
	}
	want := map[words.Lang][]string{
		words.ES: {"Apertura de cuenta", "¿Paga impuestos en otro país?", "Página 2 de 2", "Dónde le encontramos"},
		words.CS: {"Založení účtu", "Číslo občanského průkazu nebo pasu", "Přineste s\u00a0tímto formulářem", "Ochrana osobních údajů"},
		words.PT: {"Proteção de dados", "Conta à ordem", "Não", "Poupanças"},
		words.SV: {"Öppna konto", "Födelsedatum", "Skatterättslig hemvist", "insättningsgarantin."},
		words.EN: {"Opening an account", "Where we reach you", "AC-01 · 3 · en · 1/2"},
	}
	for l, sentences := range want {
		p := sample(l)
		p.Values = filled()
		var pdf bytes.Buffer
		if err := account(t).PDF(&pdf, p); err != nil {
			t.Fatal(err)
		}
		run := exec.CommandContext(t.Context(), tool, "-layout", "-", "-")
		run.Stdin = &pdf
		out, err := run.Output()
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(out)), " ")
		for _, s := range append(sentences, "B042", "Banco Alameda") {
			if !strings.Contains(text, strings.Join(strings.Fields(s), " ")) {
				t.Errorf("%s: %q is not in the text", l, s)
			}
		}
		letters := strings.ReplaceAll(text, " ", "")
		for _, s := range []string{"NUÑEZŘEHOŘ", "CONCEIÇÃO", "12345678Z", "29021944", "+34600123456", "ES9121000418450200051332"} {
			if !strings.Contains(letters, s) {
				t.Errorf("%s: %q is not in the cells", l, s)
			}
		}
	}
}

func TestPackPrintsItsForms(t *testing.T) {
	p, err := LoadPack("accounts")
	if err != nil {
		t.Fatal(err)
	}
	print := sample(words.PT)
	print.Values = Values{"surname": "Sá"}
	var one, pack bytes.Buffer
	if err := account(t).PDF(&one, print); err != nil {
		t.Fatal(err)
	}
	if err := p.PDF(&pack, print); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), pack.Bytes()) {
		t.Error("a pack of one form prints something else than the form")
	}
	doc, err := print.document([]Form{account(t), account(t)})
	if err != nil || doc.PageCount() != 4 {
		t.Errorf("two forms on %d pages, %v", pages(doc), err)
	}
	print.Values = Values{"shoe_size": "38"}
	if err := p.PDF(&bytes.Buffer{}, print); !errors.Is(err, ErrValues) {
		t.Errorf("a value of no form: %v", err)
	}
}

func TestATallRowIsToldAndALongOneGoesOnOverleaf(t *testing.T) {
	f := account(t)
	f.Pages = []Page{f.Pages[0]}
	f.Pages[0].Sections = append(f.Pages[0].Sections, f.Pages[0].Sections...)
	many := Field{Key: "many", Type: TypeChoice, Label: Text{"en": "Which of them"}}
	for range 30 {
		many.Options = append(many.Options, Option{Label: Text{"en": "This one, or that one, or another"}})
	}
	f.Pages[0].Sections = append(f.Pages[0].Sections, Section{Key: "many", Rows: []Row{{Fields: []Field{many}}}})
	doc, err := sample(words.SV).document([]Form{f})
	if err != nil || doc.PageCount() != 3 {
		t.Fatalf("twice as long: %d pages, %v", pages(doc), err)
	}
	sheets, err := sample(words.SV).sheets(doc, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets {
		for _, fault := range crowded(s) {
			t.Error(fault)
		}
	}
	tall := Row{Texts: []Text{{"en": strings.Repeat("tall ", 3000)}}}
	f.Pages[0].Sections = []Section{{Key: "tall", Rows: []Row{tall}}}
	if err := f.PDF(nowhere{}, sample(words.SV)); !errors.Is(err, ErrTooTall) {
		t.Errorf("error %v, want %v", err, ErrTooTall)
	}
}

func pages(doc *fpdf.Fpdf) int {
	if doc == nil {
		return 0
	}
	return doc.PageCount()
}

func BenchmarkPDF(b *testing.B) {
	f, p := account(b), sample(words.CS)
	for b.Loop() {
		if err := f.PDF(nowhere{}, p); err != nil {
			b.Fatal(err)
		}
	}
}
