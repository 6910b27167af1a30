package kiosk

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/kiosk/flow"
	"turno/look"
)

// The measures that every screen shares, in units.
const (
	margin     = 64
	gutter     = 24
	actWidth   = 616 // landscape: the column of actions
	panelWidth = 744 // landscape: the wash behind it
	factWidth  = 1048
)

// page is one screen being put together.
type page struct {
	k      *Kiosk
	v      flow.View
	s      look.Style
	w, h   float32
	placed []look.Placed
	air    float32 // what of each gap is left, 1 where there is room
	squash float32 // what of each control's height is
	words  float32 // the size to which labels of controls may grow where there is room, 0 where that is not known
	cut    int     // what of a ticket's screen gave way
}

func newPage(k *Kiosk) *page {
	return &page{k: k, v: k.view, s: k.style, w: k.size.Width, h: k.size.Height, air: 1, squash: 1}
}

// leastAir is the air that is always left; with less than usual, words that
// others say again go, too.
const leastAir = 0.25

// fit builds a column of words again and again, with less air between them
// each time, until it is no higher than room.
func (p *page) fit(width, room float32, words func() []fyne.CanvasObject) fyne.CanvasObject {
	var column *fyne.Container
	for _, p.air = range []float32{1, 0.8, 0.6, 0.45, 0.3, leastAir} {
		column = look.VStack(0, words()...)
		if look.HeightFor(column, width) <= room {
			break
		}
	}
	p.air = 1
	return column
}

// gapOf is room between two things that gives way where there is little.
func (p *page) gapOf(h float32) fyne.CanvasObject { return look.Gap(0, h*p.air) }

// add puts an object at a place; a side of 0 takes what the object needs.
func (p *page) add(x, y, w, h float32, o fyne.CanvasObject) {
	p.placed = append(p.placed, look.At(x, y, w, h, o))
}

// large tells whether text is so large that the head gives its room away.
func (p *page) large() bool { return p.v.Ease.Percent >= 200 }

// compact tells whether the tools are one button.
func (p *page) compact() bool { return p.v.Ease.Compact() }

// split tells whether facts stand left and actions right.
func (p *page) split() bool { return p.v.Landscape && !p.v.Ease.Low }

// draw puts the screen together.
func (p *page) draw() {
	if p.k.guarded() {
		p.behind()
		return
	}
	if p.onBrand() {
		p.add(0, 0, p.w, p.h, canvas.NewRectangle(p.s.Palette.Brand))
	} else {
		p.add(0, 0, p.w, p.h, canvas.NewRectangle(p.s.Palette.Ground))
	}
	switch p.v.Screen {
	case flow.Greeting:
		p.greeting()
	case flow.ByNeed:
		p.needs()
	case flow.Services, flow.Found:
		p.services()
	case flow.OneService:
		p.service()
	case flow.Ticket, flow.Unprinted:
		p.ticket()
	case flow.Adjust, flow.Listening:
		p.settings()
	case flow.LanguageOf, flow.Refused, flow.Away, flow.Asking, flow.Closed, flow.Starting:
		p.message()
	default:
		if asks(p.v.Screen) {
			p.ask()
			return
		}
		p.general()
	}
}

// onBrand tells whether the screen stands on the bank's colour, as a ticket
// does by day.
func (p *page) onBrand() bool {
	return p.v.Pass != nil && !p.s.Palette.IsDark
}

func (p *page) face() look.Face {
	if p.onBrand() {
		return look.OnBrand
	}
	return look.OnGround
}

// ink is the colour of text on this screen's ground, quiet of lesser text, and
// strong of its title.
func (p *page) ink() color.NRGBA {
	if p.onBrand() {
		return p.s.Palette.OnBrand
	}
	return p.s.Palette.Ink
}

func (p *page) quiet() color.NRGBA {
	if p.onBrand() {
		return p.s.Palette.Wash
	}
	return p.s.Palette.Ink2
}

func (p *page) strong() color.NRGBA {
	if p.s.Palette.HighContrast {
		return p.s.Palette.Brand
	}
	return p.ink()
}

// head is the bank and the clock. It holds no control, as nobody in a wheel
// chair reaches it, and large text takes its room.
func (p *page) head() {
	if p.large() {
		return
	}
	mark, name, clock := float32(44), float32(36), float32(36)
	bank, hour := p.s.Palette.Brand, p.s.Palette.Ink2
	if p.v.Screen == flow.Greeting {
		mark, name, clock = 56, 44, 40
		hour = p.s.Palette.Brand
	}
	if p.split() && !p.compact() && p.v.Screen != flow.Services && !p.onBrand() {
		hour = p.s.Palette.Brand
	}
	if p.onBrand() {
		bank, hour = p.ink(), p.ink()
	}
	p.k.clock = look.NewLine(p.v.Clock, clock, look.SemiBold, hour)
	row := []fyne.CanvasObject{look.Spacer(), p.k.clock}
	if p.v.Bank != "" {
		row = append([]fyne.CanvasObject{look.Mark(mark, bank), look.NewLine(p.v.Bank, name, look.Bold, bank)}, row...)
	}
	width := p.w - 2*margin
	if p.split() && p.compact() && (p.v.Screen != flow.Services || p.v.Pages.Single) {
		width = factWidth // the controls take the right column up to its top
	}
	p.add(margin, 56, width, 64, look.HStack(18, row...))
}

// top is where the words of a screen begin.
func (p *page) top() float32 {
	switch {
	case p.large():
		return 56
	case p.v.Landscape:
		return 168
	}
	return 176
}

// title is the sentence that the screen is about.
func (p *page) title(text string) *look.Paragraph {
	size := p.s.TitleSize()
	switch {
	case p.v.Landscape && p.large() && p.v.Ease.Low:
		size = p.s.Heading(64)
	case p.v.Landscape:
		size = p.s.Heading(80)
	}
	return look.NewParagraph(text, size, look.Bold, p.strong()).LineHeight(1.1)
}

// text is running text in a size at 100 %.
func (p *page) text(text string, size float32) *look.Paragraph {
	return look.NewParagraph(text, p.s.Body(size), look.Regular, p.quiet())
}

// notice is the banner of the view, or nil.
func (p *page) notice() fyne.CanvasObject {
	n := p.v.Notice
	if n == nil {
		return nil
	}
	tone := look.Info
	icon := n.Icon + "-bold"
	switch {
	case n.Bad:
		tone, icon = look.Wrong, n.Icon+"-fill"
	case p.v.Screen == flow.Unprinted:
		tone = look.Warning
	case p.v.Screen == flow.Away:
		tone = look.Unsure
	}
	return look.NewBanner(p.s, tone, icon, n.What, n.Now)
}

// panel is the wash behind a landscape screen's actions, down to the foot or to
// the edge where no bar has anything to hold.
func (p *page) panel(foot float32) {
	if len(p.v.Tools) == 0 {
		foot = 0
	}
	if p.split() {
		p.add(p.w-panelWidth, 0, panelWidth, p.h-foot, canvas.NewRectangle(p.s.Palette.Wash))
	}
}

// tint is the colour of icons that stand for something.
func (p *page) tint() color.NRGBA { return p.s.Palette.Brand }
