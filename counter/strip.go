package counter

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// stripWide is the strip's width: that of the queue beside the visit.
const stripWide = sideWide

const stripPad = 16

// Strip is the counter as a narrow column: the ticket, the one thing to do
// next, and the queue; the other actions lie in a drawer. The keys are the
// same as on the whole screen. Papers and note are left to that one.
type Strip struct {
	style    look.Style
	calls    *Calls
	shown    *desk.Model
	drawer   bool
	card     desk.Card
	running  *look.Line
	primary  *large
	parts    map[string]*fyne.Container // head, card, primary, rest, foot
	panel    *panel
	signIn   *signIn
	choice   *choice
	scroll   *look.Scroll
	root     *fyne.Container
	sink     *sink
	canvas   fyne.Canvas
	focusing bool
}

// NewStripScreen makes an empty strip.
func NewStripScreen(s look.Style, calls Calls) *Strip {
	p := s.Palette
	v := &Strip{style: s, calls: &calls, parts: map[string]*fyne.Container{}, primary: newLarge(s)}
	v.primary.narrow = true
	v.running = look.NewLine("", s.Heading(32), look.Bold, p.Ink)
	v.sink = newSink(calls.Key)
	for _, name := range []string{"head", "card", "primary", "rest", "foot"} {
		v.parts[name] = look.Fill()
	}
	v.scroll = look.NewScroll(look.VStack(0, v.parts["card"], v.parts["primary"], v.parts["rest"]))
	v.root = look.Fill(canvas.NewRectangle(p.Ground), look.VStack(0, v.parts["head"], look.Grow(v.scroll), v.parts["foot"]), v.sink)
	return v
}

// Content is what a window shows.
func (v *Strip) Content() fyne.CanvasObject { return v.root }

// Listen hands the keys of a window to the strip.
func (v *Strip) Listen(c fyne.Canvas) {
	v.canvas = c
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { v.calls.Key(keyName(e.Name)) })
	if v.shown != nil {
		v.focus(*v.shown)
	}
}

// Show draws a model; what did not change is left as it is.
func (v *Strip) Show(m desk.Model) {
	old := v.shown
	v.shown = &m
	if old == nil {
		old = &desk.Model{}
	}
	if !reflect.DeepEqual(old.Top, m.Top) {
		v.put("head", v.head(m.Top))
	}
	v.showCard(m)
	v.showPrimary(m)
	if before, now := quiet(*old), quiet(m); !reflect.DeepEqual(before, now) {
		v.showRest(m)
		v.put("foot", v.foot(m))
	}
	v.refreshParts(m)
	v.focus(m)
}

// quiet is a model without what runs by the second.
func quiet(m desk.Model) desk.Model {
	m.Card, m.Facts, m.Primary, m.Top = nil, nil, nil, desk.Top{}
	return m
}

func (v *Strip) put(part string, objects ...fyne.CanvasObject) {
	c := v.parts[part]
	c.Objects = objects
	if !v.root.Size().IsZero() {
		v.root.Refresh() // from the top: the part itself may have had no room until now
	}
}

func (v *Strip) head(t desk.Top) fyne.CanvasObject {
	s, p := v.style, v.style.Palette
	rows := []fyne.CanvasObject{look.HStack(10, look.Mark(s.Body(22), p.Brand), look.Grow(look.NewParagraph(t.Title, s.HeadingSize(), look.Bold, p.Ink)),
		look.NewLine(t.Clock, s.HeadingSize(), look.Bold, p.Ink))}
	switch {
	case t.Link == "":
	case t.Live:
		rows = append(rows, look.Left(look.NewChip(s, look.Good, "broadcast-bold", t.Link)))
	default:
		rows = append(rows, look.Left(look.NewChip(s, look.Unsure, "wifi-slash-bold", t.Link)))
	}
	return look.Fill(look.NewBox(p.Surface, 0), look.VStack(0, look.Inset(12, stripPad, 12, stripPad, look.VStack(8, rows...)), look.Rule(p.Line, s.LineWidth())))
}

func (v *Strip) showCard(m desk.Model) {
	if m.Card == nil || m.Panel != nil {
		v.card = desk.Card{}
		if len(v.parts["card"].Objects) > 0 {
			v.put("card")
		}
		return
	}
	c := *m.Card
	v.running.SetText(c.Running)
	still := c
	still.Running, still.Bar = "", nil
	if reflect.DeepEqual(v.card, still) && len(v.parts["card"].Objects) > 0 {
		return
	}
	v.card = still
	v.put("card", look.Inset(stripPad, stripPad, 0, stripPad, v.ticket(c)))
}

// ticket is the visit in the strip's width: the number, then its facts.
func (v *Strip) ticket(c desk.Card) fyne.CanvasObject {
	s, p := v.style, v.style.Palette
	ink, ink2 := p.Ink, p.Ink2
	box := look.NewBox(p.Surface, s.TicketRadius()).Edge(p.Edge, s.EdgeWidth())
	switch {
	case c.Stale || c.Look == desk.CardNone:
		ink = p.Ink2
		box = look.NewBox(p.Ground, s.TicketRadius()).Dashed(p.Edge, max(2, s.EdgeWidth()))
	case c.Look == desk.CardCalled:
		ink, ink2 = p.OnCall, p.OnCall
		box = look.NewBox(p.Call, s.TicketRadius())
	}
	var rows []fyne.CanvasObject
	if c.Ticket != "" {
		size := look.NumberSizeFor(c.Ticket, 96, stripWide-4*stripPad)
		rows = append(rows, look.NewLine(c.Tag, s.BodySize(), look.SemiBold, ink2),
			look.Inset(-size*0.12, 0, -size*0.1, -size*0.048, look.NewLine(c.Ticket, size, look.Bold, ink)), look.Gap(0, 6), look.NewTear(p.Edge, tearWidth), look.Gap(0, 8))
	}
	rows = append(rows, look.NewParagraph(c.Title, s.HeadingSize(), look.Bold, ink).LineHeight(1.2))
	if c.Language != "" {
		rows = append(rows, look.NewParagraph(c.Speaks+" *"+c.Language+"*", s.BodySize(), look.Regular, ink))
	}
	for i, l := range c.Lines {
		if i == 0 { // how long; the rest is on the whole screen
			l2 := ink2
			if l.Late && !c.Stale {
				l2 = p.Warn
			}
			var words fyne.CanvasObject = look.NewParagraph(l.Text, s.BodySize(), look.Regular, l2)
			if l2 == p.Warn {
				words = look.HStack(8, look.NewIcon("timer-fill", s.Body(20), p.Warn), look.Grow(words))
			}
			rows = append(rows, words)
		}
	}
	if c.Running != "" {
		v.running.SetColor(ink)
		rows = append(rows, look.Gap(0, 6), look.HStack(8, v.running, look.Grow(look.NewParagraph(c.RunLabel, s.SmallSize(), look.Regular, ink2))))
	}
	return look.Fill(box, look.Inset(14, stripPad, 14, stripPad, look.VStack(2, rows...)))
}

// showPrimary keeps the one button for what comes next.
func (v *Strip) showPrimary(m desk.Model) {
	b := m.Primary
	for i := range m.Actions {
		if b == nil && m.Actions[i].Primary {
			b = &m.Actions[i]
		}
	}
	if b == nil || m.Panel != nil || m.SignIn != nil {
		if len(v.parts["primary"].Objects) > 0 {
			v.put("primary")
		}
		return
	}
	if v.primary.b != *b || len(v.parts["primary"].Objects) == 0 {
		v.primary.show(*b, m.Lang)
		v.put("primary", look.Inset(stripPad+6, stripPad+6, 8, stripPad+6, shielded(v.primary, func() { v.calls.Press(v.primary.b.Do) })))
	}
}

// showRest is what stands below: a question, the drawer, or the queue.
func (v *Strip) showRest(m desk.Model) {
	s := v.style
	var rows []fyne.CanvasObject
	if b := m.Banner; b != nil {
		tone := []look.Tone{look.Info, look.Warning, look.Wrong}[b.Tone]
		rows = append(rows, look.Inset(12, stripPad, 0, stripPad, shielded(look.NewBanner(s, tone, b.Icon, b.What, b.Now), func() { v.calls.Press(desk.Dismiss) })))
		if b.Do != "" {
			rows = append(rows, look.Inset(8, stripPad, 0, stripPad, shielded(bannerButton(s, *b), func() { v.calls.Press(b.Do) })))
		}
	}
	keepPanel := m.Panel != nil && v.panel != nil && v.panel.fits(*m.Panel)
	keepForm := m.SignIn != nil && v.signIn != nil && len(v.signIn.fields) == len(m.SignIn.Fields)
	if !keepPanel {
		v.panel = nil
	}
	if !keepForm {
		v.signIn = nil
	}
	v.choice = nil
	switch {
	case m.SignIn != nil:
		if !keepForm {
			v.signIn = newSignIn(s, *m.SignIn, v.calls)
			v.signIn.ok.narrow = true
		}
		rows = append(rows, look.Inset(20, stripPad, 20, stripPad, look.VStack(14, look.NewParagraph(m.Hero.Title, s.TitleSize(), look.Bold, s.Palette.Ink), v.signIn.root)))
	case m.Panel != nil:
		if !keepPanel {
			v.panel = newPanel(s, *m.Panel, m.Lang, v.calls, true, true)
		}
		rows = append(rows, look.Inset(stripPad, 8, stripPad, 8, look.Sized(0, max(560, look.HeightFor(v.panel.root, stripWide-16)), v.panel.root)))
	case m.Pair != nil && !v.drawer:
		rows = append(rows, look.Inset(20, stripPad, 20, stripPad, pairPage(s, *m.Pair, stripWide-2*stripPad)))
	case v.drawer:
		rows = append(rows, v.actions(m))
	case m.Open != nil && len(m.Open.Columns) > 0:
		v.choice = newChoice(s, *m.Open, v.calls.Pick, true)
		rows = append(rows, look.Inset(8, stripPad, 8, stripPad, look.Sized(0, 260, v.choice.root)))
	default:
		rows = append(rows, look.Fill(look.NewBox(s.Palette.Surface, 0), side(s, m.Side, v.calls.Find, true)))
	}
	v.put("rest", look.VStack(0, rows...))
}

// actions is the drawer: every action but the large one, one below the other.
func (v *Strip) actions(m desk.Model) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	add := func(b desk.Button) {
		button := look.NewButton(v.style, spec(b, m.Lang))
		dress(button, b, m.Lang)
		rows = append(rows, shielded(button, func() { v.calls.Press(b.Do) }))
	}
	for _, b := range m.Actions {
		if !b.Primary {
			add(b)
		}
	}
	if m.Print != nil {
		add(*m.Print)
	}
	return look.Inset(12, stripPad, 12, stripPad, look.VStack(8, rows...))
}

// foot opens and closes the drawer.
func (v *Strip) foot(m desk.Model) fyne.CanvasObject {
	if len(m.Actions) == 0 || m.Panel != nil {
		return look.Gap(0, 0)
	}
	key := "counter.strip.more"
	if v.drawer {
		key = "counter.strip.queue"
	}
	b := look.NewButton(v.style, look.ButtonSpec{Label: words.T(m.Lang, key), Height: 48})
	return look.Fill(look.NewBox(v.style.Palette.Sunken, 0), look.Inset(12, stripPad, 12, stripPad, shielded(b, func() {
		v.drawer = !v.drawer
		v.showRest(*v.shown)
		v.put("foot", v.foot(*v.shown))
	})))
}

// refreshParts brings the parts that live on up to date.
func (v *Strip) refreshParts(m desk.Model) {
	switch {
	case v.signIn != nil:
		v.signIn.show(*m.SignIn, m.Lang)
	case v.panel != nil:
		v.panel.show(*m.Panel, m.Lang)
	case v.choice != nil:
		v.choice.show(*m.Open)
	}
}

func (v *Strip) focus(m desk.Model) {
	if v.canvas == nil {
		return
	}
	var want fyne.Focusable = v.sink
	switch {
	case v.signIn != nil:
		for i, f := range m.SignIn.Fields {
			if f.HasFocus {
				want = v.signIn.fields[i]
			}
		}
	case v.panel != nil && v.panel.field != nil && m.Panel.Field.HasFocus:
		want = v.panel.field
	}
	if v.canvas.Focused() != want && !v.focusing {
		v.focusing = true
		v.canvas.Focus(want)
		v.focusing = false
	}
}
