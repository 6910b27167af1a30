package counter

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"turno/counter/desk"
	"turno/hub/pairing"
	"turno/hub/words"
	"turno/look"
)

// Calls are what a Screen tells of the person in front of it. All are set.
type Calls struct {
	Press func(desk.Action)        // a button, by touch
	Key   func(name string)        // a key that no text field keeps
	Type  func(field, text string) // the whole text of a field
	Focus func(field string)       // a field got the keyboard by touch
	Pick  func(column, row int)    // an answer in a question
	Tick  func(row int)            // a paper on the list
	Find  func(ticket string)      // a parked visit beside it
}

// Screen is the whole counter. Show draws a model; a part of the screen is
// drawn anew only where its part of the model has changed, and while the time
// runs, only the time.
type Screen struct {
	style    look.Style
	calls    *Calls
	shown    *desk.Model
	frame    *frame
	root     *fyne.Container
	top      *fyne.Container
	side     *fyne.Container
	body     *fyne.Container
	page     *fyne.Container // what the body scrolls
	bar      *bar
	banner   *fyne.Container
	sink     *sink
	focusing bool
	canvas   fyne.Canvas // once there is a window
	free     *free
	visit    *visit
	panel    *panel
	signIn   *signIn
	pair     *pairing.Text
}

// NewScreen makes an empty screen.
func NewScreen(s look.Style, calls Calls) *Screen {
	v := &Screen{style: s, calls: &calls, top: look.Fill(), side: look.Fill(), page: look.Fill(), banner: look.Fill()}
	v.bar = newBar(s, calls.Press)
	v.sink = newSink(calls.Key)
	v.body = container.New(&bodyLayout{}, look.NewScroll(v.page), v.banner)
	p := s.Palette
	parts := &frameParts{
		top: v.top, side: v.side, body: v.body, bar: v.bar.row, actions: v.bar.row, sink: v.sink,
		sideBack: canvas.NewRectangle(p.Surface), barBack: canvas.NewRectangle(p.Sunken), sideLine: canvas.NewRectangle(p.Line),
	}
	v.frame = &frame{style: s, bar: v.bar.flow, slots: parts}
	v.root = container.New(v.frame, canvas.NewRectangle(p.Ground), v.body, parts.sideBack, v.side, parts.sideLine,
		parts.barBack, v.bar.row, v.top, v.sink)
	return v
}

// Content is what a window shows.
func (v *Screen) Content() fyne.CanvasObject {
	return look.Fill(canvas.NewRectangle(v.style.Palette.Ground), v.root)
}

// Listen hands the keys of a window to the screen; call it once, when the
// window has its content.
func (v *Screen) Listen(c fyne.Canvas) {
	v.canvas = c
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { v.calls.Key(keyName(e.Name)) })
	if v.shown != nil {
		v.focus(*v.shown)
	}
}

// Show draws a model.
func (v *Screen) Show(m desk.Model) {
	old := v.shown
	v.shown = &m
	lay := false
	if old == nil || old.Top != m.Top {
		v.top.Objects = []fyne.CanvasObject{top(v.style, m.Top)}
		v.top.Refresh()
	}
	if old == nil || !reflect.DeepEqual(old.Side, m.Side) || old.Stage != m.Stage {
		v.showSide(m)
	}
	v.showBody(m)
	if old == nil || !reflect.DeepEqual(old.Banner, m.Banner) || old.Stage != m.Stage {
		v.showBanner(m)
		lay = true
	}
	if v.bar.show(m.Actions, m.Lang) || lay || old == nil || old.Stage != m.Stage {
		v.layOut()
	}
	v.focus(m)
}

// layOut puts the large parts in their places again; before the screen has a
// size there are none.
func (v *Screen) layOut() {
	if size := v.root.Size(); !size.IsZero() {
		v.frame.Layout(v.root.Objects, size)
		v.root.Refresh()
	}
}

func (v *Screen) showSide(m desk.Model) {
	v.side.Objects = nil
	if m.Stage != desk.SignedOut && m.Stage != desk.Pairing {
		v.side.Objects = []fyne.CanvasObject{side(v.style, m.Side, v.calls.Find, false)}
	}
	if shown := m.Side.Title != ""; shown != v.side.Visible() {
		if shown {
			v.side.Show()
		} else {
			v.side.Hide()
		}
		v.layOut()
	}
	v.side.Refresh()
}

// showBody keeps the parts of the page as long as the model fits in them.
func (v *Screen) showBody(m desk.Model) {
	var page fyne.CanvasObject
	switch {
	case m.Pair != nil:
		if v.pair == nil || !reflect.DeepEqual(*v.pair, *m.Pair) {
			v.clear()
			v.pair = m.Pair
			wide := v.style.Body(760)
			page = look.Inset(48, margin, margin, margin, container.New(&centred{wide: wide}, pairPage(v.style, *m.Pair, 760)))
		}
	case m.SignIn != nil:
		if v.signIn == nil || len(v.signIn.fields) != len(m.SignIn.Fields) {
			v.clear()
			v.signIn = newSignIn(v.style, *m.SignIn, v.calls)
			page = v.signInPage(m)
		}
		v.signIn.show(*m.SignIn, m.Lang)
	case m.Panel != nil:
		if v.panel == nil || !v.panel.fits(*m.Panel) {
			v.clear()
			v.panel = newPanel(v.style, *m.Panel, m.Lang, v.calls, v.style.Scale > 1, false)
			page = look.Inset(margin, margin, 16, margin, v.panel.root)
		}
		v.panel.show(*m.Panel, m.Lang)
	case m.Stage == desk.Serving:
		if v.visit == nil || !v.visit.fits(m) {
			v.clear()
			v.visit = newVisit(v.style, m, v.calls)
			page = look.Inset(margin, margin, 32, margin, v.visit.root)
		}
		v.visit.show(m)
	default:
		if v.free == nil || !v.free.fits(m) {
			v.clear()
			v.free = newFree(v.style, m, v.calls)
			page = look.Inset(36, v.wide(), 12, v.wide(), container.New(&centred{wide: widest}, v.free.root))
		}
		v.free.show(m)
	}
	if page != nil {
		v.page.Objects = []fyne.CanvasObject{page}
		if !v.page.Size().IsZero() {
			v.body.Refresh()
		}
	}
}

// widest is how far the quiet screens spread on a large window: as on a 1080p
// panel. Longer lines would only be further to read.
const widest = 1444

// wide is the margin of the quiet screens at the sides.
func (v *Screen) wide() float32 {
	if v.style.Scale > 1 {
		return margin
	}
	return 72
}

func (v *Screen) clear() { v.free, v.visit, v.panel, v.signIn, v.pair = nil, nil, nil, nil, nil }

func (v *Screen) signInPage(m desk.Model) fyne.CanvasObject {
	p, s := v.style.Palette, v.style
	title := look.NewParagraph(m.Hero.Title, s.HeroSize(), look.Bold, p.Ink).LineHeight(1.2)
	note := look.NewParagraph(m.Hero.Note, s.Body(18), look.Regular, p.Ink2)
	return look.Inset(48, margin, margin, margin, container.New(&centred{wide: s.Body(560)}, look.VStack(4, title, note, look.Gap(0, 20), v.signIn.root)))
}

func (v *Screen) showBanner(m desk.Model) {
	v.banner.Objects = nil
	if b := m.Banner; b != nil {
		tone := []look.Tone{look.Info, look.Warning, look.Wrong}[b.Tone]
		put := look.NewButton(v.style, look.ButtonSpec{Label: b.Close, Key: words.T(m.Lang, "counter.key.escape"), Height: 48})
		side := float32(margin)
		if v.free != nil {
			side = v.wide()
		}
		parts := []fyne.CanvasObject{look.Grow(look.NewBanner(v.style, tone, b.Icon, b.What, b.Now))}
		if b.Do != "" {
			parts = append(parts, shielded(bannerButton(v.style, *b), func() { v.calls.Press(b.Do) }))
		}
		var row fyne.CanvasObject = look.HStack(12, append(parts, shielded(put, func() { v.calls.Press(desk.Dismiss) }))...)
		if v.signIn != nil || v.pair != nil {
			row = container.New(&centred{wide: v.style.Body(760)}, row)
		}
		v.banner.Objects = []fyne.CanvasObject{look.Inset(0, side, 20, side, row)}
	}
	if v.free != nil {
		if m.Banner != nil {
			v.free.below.Hide() // the banner takes the place of the day's figures
		} else {
			v.free.below.Show()
		}
	}
	v.banner.Refresh()
}

// focus gives the keyboard to the field that has it in the model, else to the
// screen as a whole.
func (v *Screen) focus(m desk.Model) {
	c := v.canvas
	if c == nil {
		return
	}
	var want fyne.Focusable = v.sink
	switch {
	case v.signIn != nil && m.SignIn != nil:
		for i, f := range m.SignIn.Fields {
			if f.HasFocus && i < len(v.signIn.fields) {
				want = v.signIn.fields[i]
			}
		}
	case v.panel != nil && v.panel.field != nil && m.Panel != nil && m.Panel.Field.HasFocus:
		want = v.panel.field
	case v.visit != nil && v.visit.note != nil && m.Note != nil && m.Note.HasFocus:
		want = v.visit.note
	}
	if c.Focused() != want && !v.focusing {
		v.focusing = true // the field tells that it has the keyboard, which shows the model again
		c.Focus(want)
		v.focusing = false
	}
}

// bodyLayout gives the banner its height at the bottom and the page the rest.
type bodyLayout struct{}

// MinSize is called by Fyne.
func (bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 200) }

// Layout is called by Fyne.
func (bodyLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	b := float32(0)
	if banner := o[1].(*fyne.Container); len(banner.Objects) > 0 {
		b = look.HeightFor(banner, size.Width)
	}
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(size.Width, size.Height-b))
	o[1].Move(fyne.NewPos(0, size.Height-b))
	o[1].Resize(fyne.NewSize(size.Width, b))
}

// centred keeps something in the middle, no wider than wide.
type centred struct{ wide, got float32 }

// MinSize is called by Fyne.
func (l *centred) MinSize(o []fyne.CanvasObject) fyne.Size {
	at := l.wide
	if l.got > 0 {
		at = l.got
	}
	return fyne.NewSize(min(o[0].MinSize().Width, l.wide), look.HeightFor(o[0], at))
}

// Layout is called by Fyne.
func (l *centred) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := min(l.wide, size.Width)
	l.got = w
	o[0].Move(fyne.NewPos((size.Width-w)/2, 0))
	o[0].Resize(fyne.NewSize(w, look.HeightFor(o[0], w)))
}

// bannerButton is what can be done about a banner's news.
func bannerButton(s look.Style, b desk.Banner) *look.Button {
	o := look.NewButton(s, look.ButtonSpec{Label: b.Label, Key: b.Key, Height: 48})
	if b.Sent {
		o.Sent(b.Label)
	}
	return o
}
