package look_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"turno/look"
)

// A paragraph loses no word and no line of it is wider than its room, save a
// word that is wider by itself.
func TestParagraphKeepsEveryWord(t *testing.T) {
	word := rapid.StringMatching(`[a-zñěščřžå]{1,14}(\x{00A0}[a-z]{1,4})?`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 25).Draw(t, "words")
		width := float32(rapid.IntRange(60, 900).Draw(t, "width"))
		text := strings.Join(words, " ")
		p := look.NewParagraph(text, 34, look.Regular, nil)
		p.Resize(fyne.NewSize(width, p.HeightFor(width)))
		lines := look.Texts(p)
		if got := strings.Join(lines, " "); got != text {
			t.Fatalf("says %q\nwant %q", got, text)
		}
		for _, l := range lines {
			if w := look.Measure(l, 34, look.Regular).Width; w > width+1 && strings.Contains(l, " ") {
				t.Fatalf("%q is %.0f wide in %.0f", l, w, width)
			}
		}
		if want := float32(len(lines)) * 34 * 1.35; p.HeightFor(width) < want-0.1 {
			t.Fatalf("height %v for %d lines", p.HeightFor(width), len(lines))
		}
	})
}

func TestParagraphKeepsShortWordsWithTheNext(t *testing.T) {
	p := look.NewParagraph("Účty, karty a\u00a0elektronické bankovnictví", 44, look.SemiBold, nil)
	p.Resize(fyne.NewSize(460, 400))
	for _, l := range look.Texts(p) {
		if strings.HasSuffix(l, " a") {
			t.Errorf("a line ends with a lone letter: %q", look.Texts(p))
		}
	}
}

// A short word is not left alone on the last line where the line above can spare
// another; the paragraph is as high as without that.
func TestParagraphLeavesNoShortWordAlone(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float32
		want  string
	}{
		{"Vaše číslo je uložené a zavoláme vás i bez lístku. Personál už o tom ví.", 900, "Vaše číslo je uložené a zavoláme vás i bez lístku. Personál|už o tom ví."},
		{"Den följer kölapp B042. Bara den som hjälper dig ser den.", 860, "Den följer kölapp B042. Bara den som hjälper dig|ser den."},
		{"2 personer före dig", 265, "2 personer|före dig"},
		{"Två rader, och en till.\nSå är det, förstår du", 300, "Två rader, och|en till.|Så är det, förstår du"},
		{"Hemos avisado al personal", 290, "Hemos avisado al|personal"},       // no short word
		{"Kontakta personalen nu", 310, "Kontakta personalen|nu"},             // the line above keeps two
		{"Nummer *3* och *14* nu", 300, "Nummer |3| och|14| nu"},              // bold ones as well
		{"Číslo a\u00a0jméno a\u00a0ty", 230, "Číslo a\u00a0jméno|a\u00a0ty"}, // what belongs together is one word
	} {
		p := look.NewParagraph(c.text, 34, look.Regular, nil)
		p.Resize(fyne.NewSize(c.width, 400))
		if got := strings.Join(look.Texts(p), "|"); got != c.want {
			t.Errorf("in %.0f: %q, want %q", c.width, got, c.want)
		}
	}
}

func TestParagraphSetsBoldRuns(t *testing.T) {
	p := look.NewParagraph("Espera: *10–15 min*\nAntes: *3*", 34, look.Regular, nil)
	p.Resize(fyne.NewSize(600, 200))
	got := strings.Join(look.Texts(p), "|")
	if got != "Espera: |10–15 min|Antes: |3" {
		t.Errorf("runs are %q", got)
	}
}

func TestNumberSize(t *testing.T) {
	for _, tt := range []struct {
		number       string
		width, least float32
		most         float32
	}{
		{"B042", 0, 336, 336},
		{"B1042", 0, 268.8, 268.8},
		{"B1042", 400, 100, 200},
	} {
		got := look.NumberSizeFor(tt.number, 336, tt.width)
		if got < tt.least-0.1 || got > tt.most+0.1 {
			t.Errorf("NumberSizeFor(%q, 336, %v) = %v, want %v to %v", tt.number, tt.width, got, tt.least, tt.most)
		}
		if w := look.Measure(tt.number, got, look.Bold).Width; tt.width > 0 && w > tt.width+1 {
			t.Errorf("%q is %v wide in %v", tt.number, w, tt.width)
		}
	}
}

// A number stays whole and on one line in every ticket it may stand in.
func TestTicketNumberIsNeverCut(t *testing.T) {
	for _, number := range []string{"A1", "B042", "W1234", "BW12345"} {
		for _, k := range []look.TicketKind{look.Yours, look.Called, look.Serving, look.Stale} {
			for _, width := range []float32{240, 500, 952} {
				tk := look.NewTicket(kiosk, look.TicketSpec{Kind: k, Number: number})
				page := look.Place(1080, 900, look.At(64, 64, width, 700, tk))
				page.Resize(fyne.NewSize(1080, 900))
				if cut := look.Cut(page, 64+width, 900); len(cut) > 0 {
					t.Errorf("%s in %v: %v", number, width, cut)
				}
				if got := look.Texts(tk); len(got) != 1 || got[0] != number {
					t.Errorf("says %q, want %q", got, number)
				}
			}
		}
	}
}
