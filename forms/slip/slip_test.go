package slip

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"turno/hub/words"
)

var (
	update   = flag.Bool("update", false, "rewrite testdata")
	pictures = flag.String("pictures", "", "a folder to write every slip to as PNG, to be looked at")
)

var epsonPages = map[byte]*charmap.Charmap{18: charmap.CodePage852, 19: charmap.CodePage858}

// slips are one slip for each thing that changes the paper, by name.
func slips() map[string]Slip {
	branch := map[words.Lang]struct {
		service string
		bring   []string
	}{
		words.ES: {"Cuentas, tarjetas y banca electrónica", []string{"DNI, NIE o pasaporte", "La tarjeta de la que se trata"}},
		words.CS: {"Účty, karty a\u00a0elektronické bankovnictví", []string{"Občanský průkaz nebo pas", "Kartu, které se to týká"}},
		words.PT: {"Contas, cartões e banca eletrónica", []string{"Cartão de cidadão ou passaporte", "O cartão de que se trata"}},
		words.SV: {"Konton, kort och digitala tjänster", []string{"Pass eller id-kort", "Kortet det gäller"}},
		words.EN: {"Accounts, cards and online banking", []string{"Identity card or passport", "The card in question"}},
	}
	out := map[string]Slip{}
	for _, l := range words.All {
		out["whole-"+string(l)] = Slip{
			Lang: l, Bank: "Banco Alameda", Service: branch[l].service, Ticket: "B042", Ahead: 3,
			P50: 10 * time.Minute, P80: 14 * time.Minute, Return: 15 * time.Minute, Bring: branch[l].bring, Branch: "Lipová",
			Arrived: time.Date(2026, 11, 24, 10, 41, 0, 0, time.FixedZone("CET", 3600)), Page: "https://turno.alameda.example/t/k7Qm2x",
		}
		offline := out["whole-"+string(l)]
		offline.Offline, offline.Ticket, offline.Page = true, "B901", ""
		out["offline-"+string(l)] = offline
		unserved := out["whole-"+string(l)]
		unserved.Unserved = true
		out["unserved-"+string(l)] = unserved
	}
	change := func(name string, do func(*Slip)) {
		s := out["whole-cs"]
		do(&s)
		out[name] = s
	}
	change("next", func(s *Slip) { s.Ahead, s.P50, s.P80 = 0, 0, 30*time.Second })
	change("seven", func(s *Slip) { s.Ahead = 7 })
	change("many", func(s *Slip) { s.Ahead, s.P50, s.P80, s.Ticket = 112, 95*time.Minute, 2*time.Hour, "B1042" })
	change("no-quote", func(s *Slip) { s.NoWait = true })
	change("bare", func(s *Slip) { s.Page, s.Bring, s.Return = "", nil, 0 })
	change("long", func(s *Slip) {
		s.Bank = strings.Repeat("Banka ", 19) + "Banka"
		s.Service = strings.Repeat("Ř", 120)
		s.Branch = strings.Repeat("W ", 59) + "W"
		s.Ticket = "W123456"
		s.Bring = nil
		for range 12 {
			s.Bring = append(s.Bring, strings.Repeat("Kartu ", 19)+"i pas")
		}
	})
	return out
}

func keep(t *testing.T, name string, b *Bitmap) {
	t.Helper()
	if *pictures == "" {
		return
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The printer's paper must be the picture, dot for dot, but for the few dots
// that keep it from answering in the middle.
func TestRasterPrintsThePicture(t *testing.T) {
	for name, s := range slips() {
		t.Run(name, func(t *testing.T) {
			want := printsThePicture(t, name, s)
			for y := range want.H {
				for x := range margin - 8 {
					if want.Black(x, y) || want.Black(Width-1-x, y) {
						t.Fatalf("ink in the margin at row %d", y)
					}
				}
			}
		})
	}
}

// leaf is what goes onto paper: a slip or a list.
type leaf interface {
	Picture() (*Bitmap, error)
	Raster(Profile) ([]byte, error)
	Text(Profile) ([]byte, error)
}

// printsThePicture prints a leaf as a picture, compares the paper with what was
// meant, dot by dot, and gives that.
func printsThePicture(t *testing.T, name string, l leaf) *Bitmap {
	t.Helper()
	want, err := l.Picture()
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "picture-"+name, want)
	raw, err := l.Raster(Epson())
	if err != nil {
		t.Fatal(err)
	}
	p, err := play(raw, epsonPages)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.cuts) != 1 || p.cuts[0] < want.H+Epson().Feed {
		t.Errorf("cut at %v, want once behind row %d", p.cuts, want.H)
	}
	if extra := added(t, want, p.picture()); extra > 8 {
		t.Errorf("%d dots more than meant", extra)
	}
	if inked(want, 0, want.H) < 5000 {
		t.Error("hardly anything is on it")
	}
	return want
}

// printsTheLines prints a leaf in letters and compares the lines, with the size
// of their letters, with the file of its name.
func printsTheLines(t *testing.T, name string, l leaf) {
	t.Helper()
	raw, err := l.Text(Epson())
	if err != nil {
		t.Fatal(err)
	}
	p, err := play(raw, epsonPages)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "text-"+name, p.picture())
	if len(p.cuts) != 1 {
		t.Errorf("cut at %v, want once", p.cuts)
	}
	got := strings.Join(p.lines, "\n") + "\n"
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

// added counts the dots of got that want has not, and fails on a missing one.
func added(t *testing.T, want, got *Bitmap) (n int) {
	t.Helper()
	for y := range want.H {
		for x := range want.W {
			switch w, g := want.Black(x, y), got.Black(x, y); {
			case w && !g:
				t.Fatalf("dot %d,%d is missing", x, y)
			case g && !w:
				n++
			}
		}
	}
	return n
}

func inked(b *Bitmap, from, to int) (n int) {
	for y := from; y < to; y++ {
		for x := range b.W {
			if b.Black(x, y) {
				n++
			}
		}
	}
	return n
}

// What was written, line by line with the size of its letters.
func TestTextPrintsTheLines(t *testing.T) {
	for name, s := range slips() {
		t.Run(name, func(t *testing.T) {
			printsTheLines(t, name, s)
		})
	}
}

func TestLargeBands(t *testing.T) {
	p := Epson()
	p.Band = 700
	s := slips()["whole-en"]
	want, err := s.Picture()
	if err != nil {
		t.Fatal(err)
	}
	out, err := play(want.ESCPOS(p), epsonPages)
	if err != nil {
		t.Fatal(err)
	}
	if extra := added(t, want, out.picture()); extra > 8 {
		t.Errorf("%d dots more than meant", extra)
	}
}

func TestPrinterWithoutCodesGetsAPicture(t *testing.T) {
	p := Epson()
	p.QR, p.Cut = false, CutNone
	raw, err := slips()["whole-sv"].Text(p)
	if err != nil {
		t.Fatal(err)
	}
	out, err := play(raw, epsonPages)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte{gs, '('}) || !bytes.Contains(raw, []byte{gs, 'v', '0'}) {
		t.Error("the code is not a picture")
	}
	if len(out.cuts) != 0 {
		t.Errorf("a printer without a knife cut at %v", out.cuts)
	}
}

func TestNarrowPaper(t *testing.T) {
	p := Epson()
	p.Columns = 32
	for name, s := range slips() {
		raw, err := s.Text(p)
		if err != nil {
			t.Fatal(err)
		}
		out, err := play(raw, epsonPages)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range out.lines {
			size, text, _ := strings.Cut(line, " ")
			if n := len([]rune(text)) * int(size[0]-'0'); size[0] != 'q' && n > 32 {
				t.Errorf("%s: %q takes %d columns", name, text, n)
			}
		}
	}
}

func TestLettersThatACodePageLacks(t *testing.T) {
	s := slips()["whole-en"]
	s.Service = "São Řehoř – “Ő” … 5 € Ł 李"
	for lang, want := range map[words.Lang]string{
		words.EN: `1x1b São Rehor - "O" ... 5 € ? ?`,
		words.CS: `1x1b Sao Řehoř - "Ő" ... 5 EUR Ł ?`,
	} {
		s.Lang = lang
		raw, err := s.Text(Epson())
		if err != nil {
			t.Fatal(err)
		}
		p, err := play(raw, epsonPages)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.lines[2]; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestNoPictureHoldsARealTimeCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.SliceOf(rapid.SampledFrom([]byte{0, 0x04, 0x05, 0x0c, 0x10, 0x14, 0xff})).Draw(t, "bits")
		was := bytes.Clone(bits)
		got := defused(bits)
		if !bytes.Equal(bits, was) {
			t.Fatal("the picture itself was changed")
		}
		for i := range got {
			if got[i]&bits[i] != bits[i] {
				t.Fatal("a dot is gone")
			}
			if i > 0 && got[i-1] == 0x10 && (got[i] == 0x04 || got[i] == 0x05 || got[i] == 0x14) {
				t.Fatalf("% x holds a command", got)
			}
		}
	})
}

func TestSlipsAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Slip){
		"no ticket":       func(s *Slip) { s.Ticket = "" },
		"strange ticket":  func(s *Slip) { s.Ticket = "B\x1b@1" },
		"fewer than none": func(s *Slip) { s.Ahead = -1 },
		"no arrival":      func(s *Slip) { s.Arrived = time.Time{} },
		"no bank":         func(s *Slip) { s.Bank = " " },
		"commands":        func(s *Slip) { s.Service = "cash\x1dV\x00" },
		"too long":        func(s *Slip) { s.Branch = strings.Repeat("x", 121) },
		"page":            func(s *Slip) { s.Page = "k7Qm2x" },
		"too much":        func(s *Slip) { s.Bring = make([]string, 13) },
	} {
		s := slips()["whole-es"]
		spoil(&s)
		if out, err := s.Raster(Epson()); err == nil || out != nil {
			t.Errorf("%s: raster of %d bytes, %v", name, len(out), err)
		}
		if out, err := s.Text(Epson()); err == nil || out != nil {
			t.Errorf("%s: text of %d bytes, %v", name, len(out), err)
		}
	}
}

func TestProfiles(t *testing.T) {
	good := `{"name":"x","columns":42,"code_pages":{"PC852":18},"qr":true,"cut":"full","feed":30,"band":256}`
	p, err := ReadProfile([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := slips()["whole-es"].Text(p); err == nil || !strings.Contains(err.Error(), "PC858") {
		t.Errorf("Spanish without its code page: %v", err)
	}
	for old, spoilt := range map[string]string{
		`"columns":42`:       `"columns":10`,
		`"PC852"`:            `"PC999"`,
		`"cut":"full"`:       `"cut":"saw"`,
		`"feed":30`:          `"feed":300`,
		`"band":256`:         `"band":1`,
		`"qr":true`:          `"qr":true,"colour":true`,
		`"band":256}`:        `"band":256}{}`,
		`"name":"x","column`: `"name":7,"column`,
	} {
		if _, err := ReadProfile([]byte(strings.Replace(good, old, spoilt, 1))); err == nil {
			t.Errorf("%s was accepted", spoilt)
		}
	}
}

// Any text that Check takes prints, and never as a command.
func FuzzText(f *testing.F) {
	f.Add("Účty a karty", "Banco Alameda", "Lipová", 3, true)
	f.Add("…–€'", "x", "\u00a0y", 200, false)
	f.Fuzz(func(t *testing.T, service, bank, branch string, ahead int, czech bool) {
		s := slips()["whole-pt"]
		if czech {
			s = slips()["whole-cs"]
		}
		s.Service, s.Bank, s.Branch, s.Ahead = service, bank, branch, ahead
		if s.Check() != nil {
			return
		}
		for _, encode := range []func(Profile) ([]byte, error){s.Text, s.Raster} {
			raw, err := encode(Epson())
			if err != nil {
				t.Fatal(err)
			}
			p, err := play(raw, epsonPages)
			if err != nil || len(p.cuts) != 1 {
				t.Fatalf("%v, cuts %v", err, p.cuts)
			}
		}
	})
}

func BenchmarkRaster(b *testing.B) {
	s := slips()["whole-cs"]
	for b.Loop() {
		if _, err := s.Raster(Epson()); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleBitmap() {
	b := NewBitmap(9, 1)
	b.Dot(0, 0)
	b.Dot(8, 0)
	b.Dot(9, 0)
	fmt.Printf("% x\n", b.Bits)
	// Output: 80 80
}
