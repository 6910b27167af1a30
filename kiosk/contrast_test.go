package kiosk_test

import (
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"turno/kiosk/flow"
	"turno/look"
	"turno/look/brand"
)

// What a person needs between text and its ground, and between the edge of a
// control and what is around it (WCAG 2.1, 1.4.3 and 1.4.11).
const (
	textContrast = 4.5
	edgeContrast = 3.0
)

// TestContrast paints a sample of all screens, always the same one, and
// measures from the pixels how text stands out from its ground and controls
// from what is around them.
func TestContrast(t *testing.T) {
	test.NewApp()
	sweep := sweeping(t)
	tones := []flow.Tone{flow.Light, flow.High, flow.Dark}
	painted, texts, edges, least := 0, 0, 0, math.Inf(1)
	for _, w := range ways() {
		h := fnv.New32()
		h.Write([]byte("painted " + w.String()))
		if h.Sum32()%paintOneIn != 0 {
			continue
		}
		v := w.view()
		v.Ease.Contrast = tones[painted%3]
		painted++
		k := show(v, w.size())
		img, err := look.Draw(k.Object(), styleOf(v), w.size().Width, w.size().Height)
		if err != nil {
			t.Fatal(err)
		}
		m := measure(img, scanOf(k.Object()))
		texts, edges, least = texts+m.texts, edges+m.edges, min(least, m.least)
		for _, f := range m.faults {
			t.Errorf("%v/%s: %s", w, v.Ease.Contrast, f)
		}
		sweep()
	}
	t.Logf("%d screens, %d texts, the least at %.1f to 1, and %d edges", painted, texts, least, edges)
}

// TestContrastFindsWhatIsPlanted: grey on grey, an edge that nobody sees, and a
// text of which only the rim is dark.
func TestContrastFindsWhatIsPlanted(t *testing.T) {
	test.NewApp()
	grey := func(y uint8) color.NRGBA { return color.NRGBA{y, y, y, 255} }
	for _, c := range []struct {
		name         string
		ink, edge    color.NRGBA
		texts, edges int
	}{
		{"black on white", grey(0), grey(0), 0, 0},
		{"just enough", grey(0x74), grey(0x90), 0, 0},
		{"grey text", grey(0x7c), grey(0), 1, 0},
		{"pale edge", grey(0), grey(0xa0), 0, 1},
		{"both", grey(0xaa), grey(0xdd), 1, 1},
	} {
		palette := brand.Light()
		palette.Ground, palette.Surface, palette.Ink, palette.Edge = grey(255), grey(255), c.ink, c.edge
		s := look.NewStyle(palette, look.Kiosk)
		o := look.Place(600, 300,
			look.At(0, 0, 600, 300, canvas.NewRectangle(grey(255))),
			look.At(40, 40, 400, 120, look.NewButton(s, look.ButtonSpec{Label: "Vybrat službu"})))
		o.Resize(fyne.NewSize(600, 300))
		img, err := look.Draw(o, s, 600, 300)
		if err != nil {
			t.Fatal(err)
		}
		m := measure(img, scanOf(o))
		got := strings.Join(m.faults, "\n")
		if strings.Count(got, "text") != c.texts || strings.Count(got, "edge") != c.edges {
			t.Errorf("%s: %d bad texts and %d bad edges are wanted; found %q", c.name, c.texts, c.edges, got)
		}
	}
}

// measured is what the pixels of a screen say.
type measured struct {
	texts, edges int
	least        float64
	faults       []string
}

func measure(img image.Image, s *scan) measured {
	m := measured{least: math.Inf(1)}
	for _, t := range s.texts {
		got, ok := textRatio(img, t.rect)
		if !ok {
			continue // a mark too small to have a whole pixel of ink
		}
		m.texts++
		m.least = min(m.least, got)
		if got < textContrast {
			m.faults = append(m.faults, fmt.Sprintf("the text %q at %v has %.2f to 1", t.words, t.rect, got))
		}
	}
	for _, t := range s.targets {
		if t.tool {
			continue // a tool in the bar has no edge: its word and its icon are it
		}
		m.edges++
		if got := edgeRatio(img, t.rect); got < edgeContrast {
			m.faults = append(m.faults, fmt.Sprintf("the edge of %v has %.2f to 1", t, got))
		}
	}
	return m
}

// textRatio measures one run of text. Its ground is the commonest colour of its
// box. Its ink is the commonest of the others: the rim of a letter is of many
// mixed colours, each rare, and its inside is of one. So a thin pale letter is
// not excused by a few dark pixels, nor a good one blamed for its rim.
func textRatio(img image.Image, r rect) (float64, bool) {
	count := map[color.NRGBA]int{}
	for y := int(r.y); y < int(r.y+r.h); y++ {
		for x := int(r.x); x < int(r.x+r.w); x++ {
			if (image.Point{x, y}).In(img.Bounds()) {
				count[color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)]++
			}
		}
	}
	ground, ok := commonest(count, func(color.NRGBA) bool { return true })
	if !ok {
		return 0, false
	}
	ink, ok := commonest(count, func(c color.NRGBA) bool { return apart(c, ground) > 36 })
	if !ok || count[ink] < 4 {
		return 0, false
	}
	return contrast(ink, ground), true
}

func commonest(count map[color.NRGBA]int, may func(color.NRGBA) bool) (best color.NRGBA, ok bool) {
	most := 0
	for c, n := range count {
		if may(c) && (n > most || n == most && hex(c) < hex(best)) {
			best, most, ok = c, n, true
		}
	}
	return best, ok
}

func hex(c color.NRGBA) string { return brand.Hex(c) }

// edgeRatio is how much the edge, or the filling, of a control stands out from
// what is outside it, at the best of several places along its left and top: an
// edge may be dashed, and a corner is round.
func edgeRatio(img image.Image, r rect) float64 {
	best := 0.0
	for i := 3; i <= 17; i++ {
		y := int(r.y + r.h*float32(i)/20)
		best = max(best, across(img, int(r.x), y, 1, 0))
		x := int(r.x + r.w*float32(i)/20)
		best = max(best, across(img, x, int(r.y), 0, 1))
	}
	return best
}

// across goes over an edge from outside in, and answers the most that a pixel
// on the way stands out from the one outside.
func across(img image.Image, x, y, dx, dy int) float64 {
	at := func(i int) color.NRGBA {
		return color.NRGBAModel.Convert(img.At(x+dx*i, y+dy*i)).(color.NRGBA)
	}
	if !(image.Point{x - 4*dx, y - 4*dy}).In(img.Bounds()) {
		return 0
	}
	outside, best := at(-4), 0.0
	for i := -1; i < 9; i++ {
		best = max(best, contrast(outside, at(i)))
	}
	return best
}

func apart(a, b color.NRGBA) int {
	d := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return d(a.R, b.R) + d(a.G, b.G) + d(a.B, b.B)
}

// contrast is WCAG's ratio of two colours' relative luminances.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}
