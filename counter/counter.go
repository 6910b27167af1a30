package counter

import (
	"time"

	"fyne.io/fyne/v2"

	"turno/counter/desk"
	"turno/hub/dial"
	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/look"
	"turno/look/brand"
)

// Ways are how a counter reaches the world. Each starts its work and returns
// at once; what it calls back with comes on the goroutine that draws.
type Ways struct {
	Now   func() time.Time
	Send  func(body wire.Body, done func(wire.Answer, error))
	Enter func(who wire.SignIn, done func(wire.Session, error))
	Exit  func()
	Pair  func(counter string) // asks the hub to let this machine in; [Counter.Pairing] hears of it
	Alone func()               // ends that
	Look  func(ticket string, done func(wire.Drafts, error))
	Print func(job desk.Print, bank string, at time.Time, done func(desk.PrintResult))
	Wake  func(at time.Time) // Tick is to be called then, and no earlier wish for it counts
}

// view is a way to draw the desk's model: the whole screen, or the strip.
type view interface {
	Show(desk.Model)
	Content() fyne.CanvasObject
	Listen(fyne.Canvas)
}

// Counter is the teller's program: the desk, its screen, and the ways out.
type Counter struct {
	desk   *desk.Desk
	ways   Ways
	style  look.Style
	screen view
	strip  bool
	root   *fyne.Container
	canvas fyne.Canvas
	brand  string
	state  wire.State
}

// New makes a counter that is not linked to a hub yet.
func New(cfg desk.Config, s look.Style, w Ways) *Counter { return newCounter(cfg, s, w, false) }

// NewStrip makes the same counter as a strip, 332 wide, to stand beside the
// bank's own programs.
func NewStrip(cfg desk.Config, s look.Style, w Ways) *Counter { return newCounter(cfg, s, w, true) }

func newCounter(cfg desk.Config, s look.Style, w Ways, strip bool) *Counter {
	cfg.FormTitle = FormTitle
	c := &Counter{desk: desk.New(cfg), ways: w, style: s, strip: strip, root: look.Fill()}
	c.draw()
	c.show()
	return c
}

// Content is what the window shows.
func (c *Counter) Content() fyne.CanvasObject { return c.root }

// Listen hands the window's keys to the counter; call it once the window has
// its content.
func (c *Counter) Listen(canvas fyne.Canvas) {
	c.canvas = canvas
	c.screen.Listen(canvas)
}

// draw makes the screen anew, in the style as it is.
func (c *Counter) draw() {
	calls := Calls{
		Press: func(a desk.Action) { c.act(c.desk.Press(a, c.ways.Now())) },
		Key:   func(k string) { c.act(c.desk.Key(k, c.ways.Now())) },
		Type:  func(field, text string) { c.desk.Type(field, text); c.show() },
		Focus: func(field string) { c.desk.Focus(field); c.show() },
		Pick:  func(column, row int) { c.desk.Pick(column, row); c.show() },
		Tick:  func(row int) { c.desk.Tick(row, c.ways.Now()); c.show() },
		Find:  func(ticket string) { c.desk.Find(ticket); c.show() },
	}
	c.screen = NewScreen(c.style, calls)
	if c.strip {
		c.screen = NewStripScreen(c.style, calls)
	}
	c.root.Objects = []fyne.CanvasObject{c.screen.Content()}
	if !c.root.Size().IsZero() {
		c.root.Refresh()
	}
	if c.canvas != nil {
		c.screen.Listen(c.canvas)
	}
}

// Updated takes in what the client says.
func (c *Counter) Updated(u dial.Update) {
	c.state = u.State
	c.desk.Linked(desk.Link{Live: u.Live, Known: u.Known, Since: u.Since, State: u.State}, c.ways.Now())
	if u.Refused != nil {
		c.desk.Revoked()
	}
	if b := u.State.Branch; b != nil && b.Brand != c.brand {
		c.brand = b.Brand
		if given, err := brand.ParseHex(b.Brand); err == nil && !c.style.Palette.HighContrast {
			c.style.Palette = c.style.Palette.WithBrand(given)
			c.draw()
		}
	}
	c.show()
}

// Pairing takes in how far this machine is on its way into the branch.
func (c *Counter) Pairing(s pairing.Step) {
	c.desk.Pairing(s)
	c.show()
}

// WhichCounter asks which counter this machine stands at, and then pairs.
func (c *Counter) WhichCounter() {
	c.desk.WhichCounter()
	c.show()
}

// Tick draws what the passing of time has changed.
func (c *Counter) Tick() { c.show() }

// Model is what the counter shows now.
func (c *Counter) Model() desk.Model { return c.desk.Model(c.ways.Now()) }

func (c *Counter) show() {
	now := c.ways.Now()
	c.screen.Show(c.desk.Model(now))
	c.ways.Wake(c.desk.NextChange(now))
}

// act carries out what the desk asks for, and shows that it was asked.
func (c *Counter) act(effects []desk.Effect) {
	c.show()
	for _, e := range effects {
		switch e := e.(type) {
		case desk.Send:
			c.ways.Send(e.Body, func(a wire.Answer, err error) {
				c.desk.Answered(a, err, c.ways.Now())
				c.show()
			})
		case desk.Enter:
			c.ways.Enter(e.Who, func(s wire.Session, err error) {
				c.desk.Entered(s, refusal(err), c.ways.Now())
				c.show()
			})
		case desk.Exit:
			c.ways.Exit()
		case desk.PairAs:
			c.ways.Pair(e.Counter)
		case desk.PairOff:
			c.ways.Alone()
		case desk.Look:
			c.ways.Look(e.Ticket, func(found wire.Drafts, err error) {
				c.desk.Looked(found, refusal(err), c.ways.Now())
				c.show()
			})
		case desk.Print:
			c.ways.Print(e, c.bank(), c.desk.Time(c.ways.Now()), func(r desk.PrintResult) {
				c.desk.Printed(r, c.ways.Now())
				c.show()
			})
		}
	}
}

func (c *Counter) bank() string {
	if b := c.state.Branch; b != nil {
		return b.Bank
	}
	return ""
}

// refusal turns the client's error into the one that the desk knows.
func refusal(err error) error {
	if r, ok := err.(*dial.Refused); ok {
		return &desk.Refusal{Code: r.Answer.Code}
	}
	return err
}
