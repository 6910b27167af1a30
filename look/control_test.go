package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"turno/look"
	"turno/look/brand"
)

var kiosk = look.NewStyle(brand.Light(), look.Kiosk)

// control is what every control here is to a finger and to a keyboard.
type control interface {
	fyne.Widget
	fyne.Tappable
	fyne.Focusable
	desktop.Mouseable
}

// controls makes one of each, all counting into the same place.
func controls(s look.Style, tapped func()) map[string]control {
	return map[string]control{
		"button":  look.NewButton(s, look.ButtonSpec{Label: "Tirar senha", Rank: look.Primary, OnTap: tapped}),
		"quiet":   look.NewButton(s, look.ButtonSpec{Label: "Mais", Rank: look.Quiet, OnTap: tapped}),
		"tool":    look.NewTool(s, "text-aa-bold", "Texto", tapped),
		"service": look.NewServiceCard(s, look.ServiceSpec{Icon: "money-bold", Name: "Efectivo", Wait: "5 min", OnTap: tapped}),
		"row":     look.NewRow(s, look.RowSpec{Text: "Efectivo", OnTap: tapped}),
		"key":     look.NewKey(s, look.KeySpec{Face: "ž", Size: s.Body(44)}, tapped),
	}
}

func TestControlsAnswerFingerAndKeyboard(t *testing.T) {
	n := 0
	for name, c := range controls(kiosk, func() { n++ }) {
		n = 0
		w := test.NewWindow(c)
		test.Tap(c)
		if n != 1 {
			t.Errorf("%s: %d taps after one", name, n)
		}
		w.Canvas().Focus(c)
		for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyF2, fyne.KeyEscape} {
			c.TypedKey(&fyne.KeyEvent{Name: k})
		}
		if n != 4 {
			t.Errorf("%s: %d, want one tap and three keys", name, n)
		}
		w.Close()
	}
}

func TestFocusGoesRoundByTab(t *testing.T) {
	a := look.NewButton(kiosk, look.ButtonSpec{Label: "A"})
	b := look.NewServiceCard(kiosk, look.ServiceSpec{Icon: "money-bold", Name: "B"})
	w := test.NewWindow(look.VStack(20, a, b))
	defer w.Close()
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(a) {
		t.Errorf("first tab focused %T", w.Canvas().Focused())
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(b) {
		t.Errorf("second tab focused %T", w.Canvas().Focused())
	}
}

// A focused control shows it: the ring lies outside its bounds.
func TestFocusIsSeen(t *testing.T) {
	for name, c := range controls(kiosk, func() {}) {
		img := func() any {
			page := look.Place(700, 400, look.At(40, 40, 600, 0, c))
			m, err := look.Draw(page, kiosk, 700, 400)
			if err != nil {
				t.Fatal(err)
			}
			return m.At(300, 40-6)
		}
		plain := img()
		c.FocusGained()
		if ring := img(); ring == plain {
			t.Errorf("%s: no ring above it", name)
		}
	}
}

func TestSentButtonTakesNoSecondTap(t *testing.T) {
	n := 0
	var b *look.Button
	b = look.NewButton(kiosk, look.ButtonSpec{Label: "Tirar senha", OnTap: func() { n++; b.Sent("A tirar…") }})
	test.NewTempWindow(t, b)
	before := b.MinSize()
	test.Tap(b)
	if b.HeightFor(before.Width) != before.Height {
		t.Error("the button changed its height")
	}
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if n != 1 || !b.IsSent() {
		t.Fatalf("%d commands left, sent %v", n, b.IsSent())
	}
	if got := look.Texts(b); len(got) != 1 || got[0] != "A tirar…" {
		t.Errorf("says %q", got)
	}
	b.Ready()
	test.Tap(b)
	if n != 2 {
		t.Errorf("%d commands after it was ready again", n)
	}
}

func TestDisabledSaysWhy(t *testing.T) {
	n := 0
	b := look.NewButton(kiosk, look.ButtonSpec{Label: "Abrir", OnTap: func() { n++ }})
	test.NewTempWindow(t, b).Resize(fyne.NewSize(600, 120))
	b.Disable("od 13:00")
	test.Tap(b)
	if n != 0 {
		t.Error("a disabled button was tapped")
	}
	if got := look.Texts(b); len(got) != 2 || got[1] != "od 13:00" {
		t.Errorf("says %q, want the reason too", got)
	}
}

func TestClosedServiceTakesNoTap(t *testing.T) {
	n := 0
	spec := look.ServiceSpec{Icon: "vault-bold", Name: "Schránky", Closed: "od 13:00", OnTap: func() { n++ }}
	c := look.NewServiceCard(kiosk, spec)
	test.NewTempWindow(t, c)
	test.Tap(c)
	if n != 0 {
		t.Error("a closed service was chosen")
	}
	spec.Closed = ""
	c.SetSpec(spec)
	test.Tap(c)
	if n != 1 {
		t.Errorf("chosen %d times, want once", n)
	}
}

// A finger that slides off lets go without choosing.
func TestSlidingOffLetsGo(t *testing.T) {
	b := look.NewButton(kiosk, look.ButtonSpec{Label: "Abrir", Rank: look.Primary})
	draw := func() any {
		m, err := look.Draw(look.Place(400, 200, look.At(0, 0, 400, 200, b)), kiosk, 400, 200)
		if err != nil {
			t.Fatal(err)
		}
		return m.At(30, 30)
	}
	up := draw()
	b.MouseDown(&desktop.MouseEvent{})
	if down := draw(); down == up {
		t.Error("a pressed button looks like one that is not")
	}
	b.MouseOut()
	if draw() != up {
		t.Error("still pressed after the finger left")
	}
}

func TestScrollFollowsTheFinger(t *testing.T) {
	list := look.VStack(0)
	for range 20 {
		list.Add(look.NewRow(kiosk, look.RowSpec{Text: "Efectivo"}))
	}
	s := look.NewScroll(list)
	test.NewTempWindow(t, s).Resize(fyne.NewSize(400, 300))
	drag := func(dy float32) { s.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, dy)}) }
	drag(-120)
	if s.Offset.Y != 120 {
		t.Errorf("offset %v after a drag of 120", s.Offset.Y)
	}
	drag(500)
	if s.Offset.Y != 0 {
		t.Errorf("offset %v above the first row", s.Offset.Y)
	}
	drag(-1e6)
	if most := s.Content.Size().Height - s.Size().Height; s.Offset.Y != most {
		t.Errorf("offset %v, the last row is at %v", s.Offset.Y, most)
	}
}
