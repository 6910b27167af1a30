package counter

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"turno/counter/desk"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/look"
)

// seat is a counter in a window with somebody at its keyboard. Answers come
// when the test lets them, as they would over a line.
type seat struct {
	t       *testing.T
	at      time.Time
	branch  *branch
	counter *Counter
	window  fyne.Window
	pending []func()
	printed []desk.Print
	wake    time.Time
}

func newSeat(t *testing.T, cfg desk.Config) *seat {
	test.NewTempApp(t)
	s := &seat{t: t, at: storyTime}
	s.branch = newBranch(func() time.Time { return s.at })
	style := look.Options{Scale: 1}.Style(look.Desk)
	s.counter = New(cfg, style, Ways{
		Now: func() time.Time { return s.at },
		Send: func(body wire.Body, done func(wire.Answer, error)) {
			s.pending = append(s.pending, func() {
				a := s.branch.do(body)
				s.counter.Updated(s.branch.update())
				done(a, nil)
			})
		},
		Enter: func(who wire.SignIn, done func(wire.Session, error)) {
			s.branch.asked = append(s.branch.asked, "sign in "+who.Person+" "+who.PIN+" "+who.Counter)
			s.pending = append(s.pending, func() {
				done(wire.Session{Person: who.Person, Counter: who.Counter}, nil)
				s.counter.Updated(s.branch.update())
			})
		},
		Exit: func() { s.branch.asked = append(s.branch.asked, "sign out") },
		Print: func(job desk.Print, _ string, _ time.Time, done func(desk.PrintResult)) {
			s.printed = append(s.printed, job)
			s.pending = append(s.pending, func() { done(desk.PrintResult{Ticket: job.Ticket, File: "/forms/" + job.Ticket + ".pdf"}) })
		},
		Wake: func(at time.Time) { s.wake = at },
	})
	s.window = test.NewWindow(s.counter.Content())
	t.Cleanup(s.window.Close)
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(1366, 768))
	s.counter.Listen(s.window.Canvas())
	return s
}

// press strikes keys one after the other, a second apart, and lets the hub
// answer after each.
func (s *seat) press(keys ...fyne.KeyName) {
	s.t.Helper()
	for _, k := range keys {
		s.strike(k)
		s.answer()
		s.at = s.at.Add(time.Second)
		s.counter.Tick()
	}
}

// strike is one key, wherever the keyboard is.
func (s *seat) strike(k fyne.KeyName) {
	c := s.window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	} else {
		c.OnTypedKey()(&fyne.KeyEvent{Name: k})
	}
}

func (s *seat) answer() {
	for len(s.pending) > 0 {
		next := s.pending[0]
		s.pending = s.pending[1:]
		next()
	}
}

func (s *seat) write(text string) {
	s.t.Helper()
	f := s.window.Canvas().Focused()
	if f == nil {
		s.t.Fatalf("nobody has the keyboard to write %q", text)
	}
	for _, r := range text {
		f.TypedRune(r)
	}
}

func (s *seat) stage(want desk.Stage) {
	s.t.Helper()
	if got := s.counter.Model().Stage; got != want {
		s.t.Fatalf("the counter is %s, want %s; it shows %q", got, want, look.Texts(s.counter.Content()))
	}
}

func (s *seat) shows(text string) {
	s.t.Helper()
	if all := strings.Join(look.Texts(s.counter.Content()), " "); !strings.Contains(all, text) {
		s.t.Errorf("%q is not on the screen: %s", text, all)
	}
}

// A whole shift with the keyboard alone: nobody touches the mouse.
func TestAShiftByKeyboard(t *testing.T) {
	s := newSeat(t, desk.Config{Lang: words.EN, Counter: "3", SignIn: true})
	s.stage(desk.SignedOut)
	s.write("lucia")
	s.press(fyne.KeyTab)
	s.write("1234")
	s.press(fyne.KeyReturn)
	s.stage(desk.Closed)
	s.press(fyne.KeyF2)
	s.stage(desk.Idle)

	// B043: called twice, served, papers, note, form, finished.
	s.press(fyne.KeyF2)
	s.stage(desk.Called)
	s.shows("B043")
	s.at = s.at.Add(12 * time.Second)
	s.press(fyne.KeyF3, fyne.KeyF2)
	s.stage(desk.Serving)
	s.press(fyne.KeySpace, fyne.KeyDown, fyne.KeySpace)
	s.shows("2 of 5")
	s.press(fyne.KeyTab)
	s.write("Salary from F8 on.")
	s.press(fyne.KeyF9)
	s.shows("The form is saved.")
	s.press(fyne.KeyF8)
	s.stage(desk.Idle)

	// B044: does not come, and comes late.
	s.press(fyne.KeyReturn)
	s.stage(desk.Called)
	s.press(fyne.KeyF11)
	s.stage(desk.Idle)
	s.press(fyne.KeyF1)
	s.write("b44")
	s.press(fyne.KeyDown, fyne.KeyReturn)

	// Out of order, with a reason; then parked, and taken back.
	s.press(fyne.KeyF1)
	s.write("119")
	s.press(fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	s.stage(desk.Called)
	s.shows("A119")
	s.press(fyne.KeyF2, fyne.KeyF7, fyne.KeyDown, fyne.KeyTab, fyne.KeyDown, fyne.KeyReturn)
	s.stage(desk.Idle)
	s.press(fyne.KeyF1)
	s.write("119")
	s.press(fyne.KeyDown, fyne.KeyReturn)
	s.stage(desk.Called)

	// Moved to loans; a break; the end.
	s.press(fyne.KeyF2, fyne.KeyF6, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	s.stage(desk.Idle)
	s.press(fyne.KeyF10, fyne.KeyDown, fyne.KeyReturn)
	s.stage(desk.Paused)
	s.press(fyne.KeyF2, fyne.KeyF12, fyne.KeyReturn)
	s.stage(desk.Closed)
	s.press(fyne.KeyF12)
	s.stage(desk.SignedOut)

	until := "2026-11-24 10:46"
	want := []string{
		"sign in lucia 1234 3", "open_counter", "call_next", "recall", "serve", "finish Salary from F8 on.",
		"call_next", "no_show", "requeue B044", "call A119 needs_help", "serve", "park papers counter " + until, "resume A119",
		"serve", "transfer loans age", "pause_counter break", "open_counter", "close_counter", "sign out",
	}
	if len(s.branch.asked) != len(want) {
		t.Fatalf("%d wishes, want %d:\n%s", len(s.branch.asked), len(want), strings.Join(s.branch.asked, "\n"))
	}
	for i, asked := range s.branch.asked {
		for _, word := range strings.Fields(want[i]) {
			if !strings.Contains(asked, word) {
				t.Errorf("wish %d is %q, want %q in it", i, asked, word)
			}
		}
	}
	if len(s.printed) != 1 || s.printed[0].Form != "AC-01" || s.printed[0].Language != words.CS || s.printed[0].Ticket != "B043" {
		t.Errorf("printed: %+v", s.printed)
	}
}

// While a wish is under way nothing else is asked, and the answer alone moves on.
func TestOneWishAtATime(t *testing.T) {
	s := newSeat(t, desk.Config{Lang: words.EN, Counter: "3"})
	s.branch.free()
	s.counter.Updated(s.branch.update())
	s.strike(fyne.KeyF2)
	s.strike(fyne.KeyF2)
	s.strike(fyne.KeyReturn)
	s.strike(fyne.KeyF10)
	if len(s.pending) != 1 {
		t.Fatalf("%d wishes are under way, want 1", len(s.pending))
	}
	s.shows("Calling…")
	s.answer()
	s.stage(desk.Called)
	s.strike(fyne.KeyF2) // the same finger, a moment later
	if len(s.pending) != 0 {
		t.Error("a double press of F2 started the service")
	}
}

func TestARefusalIsSaidInTheTellersLanguage(t *testing.T) {
	s := newSeat(t, desk.Config{Lang: words.CS, Counter: "3"})
	s.branch.free()
	s.counter.Updated(s.branch.update())
	code := wire.NothingWaiting
	s.branch.held = &code
	s.press(fyne.KeyF2)
	s.shows("Jiná přepážka byla rychlejší.")
	s.press(fyne.KeyEscape)
	if s.counter.Model().Banner != nil {
		t.Error("Escape does not put the banner away")
	}
}

// textsOf are the text objects of a screen, in the order they are drawn.
func textsOf(o fyne.CanvasObject) []*canvas.Text {
	var out []*canvas.Text
	var down func(fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			out = append(out, o)
		case *fyne.Container:
			for _, c := range o.Objects {
				down(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				down(c)
			}
		}
	}
	down(o)
	return out
}

// In service a second changes one text, and nothing is made anew; an idle
// counter asks to be woken at the next minute.
func TestASecondChangesTheRunningTimeAlone(t *testing.T) {
	s := newSeat(t, desk.Config{Lang: words.EN, Counter: "3"})
	s.branch.free()
	s.counter.Updated(s.branch.update())
	if got := s.wake.Sub(s.at); got != time.Minute {
		t.Errorf("an idle counter wakes after %v, want a minute", got)
	}
	s.press(fyne.KeyF2, fyne.KeyF2)
	s.stage(desk.Serving)
	s.counter.Tick()
	before := textsOf(s.counter.Content())
	said := look.Texts(s.counter.Content())
	s.at = s.at.Add(time.Second)
	s.counter.Tick()
	after := textsOf(s.counter.Content())
	if !slices.Equal(before, after) {
		for i, o := range after {
			if i >= len(before) || before[i] != o {
				t.Errorf("a second made %q anew", o.Text)
			}
		}
	}
	changed := 0
	for i, now := range look.Texts(s.counter.Content()) {
		if now != said[i] {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("%d texts changed within a second, want the running time alone", changed)
	}
}

// A button that is being pressed is not taken from under the finger by news of
// the branch.
func TestAPressOutlivesNews(t *testing.T) {
	s := newSeat(t, desk.Config{Lang: words.EN, Counter: "3"})
	s.branch.free()
	s.counter.Updated(s.branch.update())
	button := s.counter.screen.(*Screen).bar.button(desk.Pause)
	place := button.Position()
	s.branch.state.Visits = s.branch.state.Visits[1:]
	s.counter.Updated(s.branch.update())
	if s.counter.screen.(*Screen).bar.button(desk.Pause) != button || button.Position() != place {
		t.Error("the button was made anew or moved")
	}
	test.Tap(s.counter.screen.(*Screen).bar.row.Objects[1].(*fyne.Container).Objects[0].(*fyne.Container).Objects[1].(fyne.Tappable))
	if p := s.counter.Model().Panel; p == nil || p.For != desk.Pause {
		t.Error("a tap on Pause opens no panel")
	}
}

// Laying the same screen out again makes nothing anew. Fyne lays out what is
// new to it before it paints: objects made by a layout would make it paint for
// ever, on a screen where nothing happens.
func TestASecondLayoutMakesNothingNew(t *testing.T) {
	test.NewTempApp(t)
	s := look.Options{Scale: 1}.Style(look.Desk)
	for name, play := range scenes() {
		content := Scene(play, words.EN, s).Content()
		lay(content, s, 1366, 768)
		before := textsOf(content)
		again(content)
		if !slices.Equal(before, textsOf(content)) {
			t.Errorf("%s: a second layout made texts anew", name)
		}
	}
}

// again lays out everything on a screen once more, each in its own size.
func again(o fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
		for _, c := range o.Objects {
			again(c)
		}
	case fyne.Widget:
		r := test.WidgetRenderer(o)
		r.Layout(o.Size())
		for _, c := range r.Objects() {
			again(c)
		}
	}
}
