package display

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"turno/display/board"
	"turno/look"
	"turno/look/brand"
)

// Config says what kind of panel the screen hangs on.
type Config struct {
	Rows         int // of recent calls; 0 is 4
	HighContrast bool
	Light        bool // paper instead of night, for a bright window
}

// Screen draws a board's model. It belongs to the goroutine that draws.
type Screen struct {
	config Config
	model  board.Model
	known  bool // a model was shown
	size   fyne.Size
	root   *fyne.Container
	stage  *fyne.Container
	glass  *glass
	parts  [partCount]section
}

// section is a part of the screen with what it was made of: while that stays
// the same it is not made again.
type section struct {
	of      any
	objects []fyne.CanvasObject
}

// The parts, from the ground up.
const (
	partGround = iota
	partCard
	partRows
	partWaits
	partPair
	partDim
	partHead
	partTicker
	partVeil
	partCount
)

// New makes a screen that shows nothing yet.
func New(c Config) *Screen {
	s := &Screen{config: c, stage: container.NewWithoutLayout(), glass: &glass{}}
	s.glass.ExtendBaseWidget(s.glass)
	s.root = container.New(&whole{s}, s.stage, s.glass)
	return s
}

// Object is what a window shows.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Show draws a model. What did not change is not drawn again.
func (s *Screen) Show(m board.Model) {
	if s.known && reflect.DeepEqual(m, s.model) {
		return
	}
	s.model, s.known = m, true
	s.draw()
}

// palette is the night, the paper or the high-contrast one in the bank's colour.
func (s *Screen) palette() brand.Palette {
	p := brand.Dark()
	switch {
	case s.config.HighContrast:
		return brand.HighContrast()
	case s.config.Light:
		p = brand.Light()
	}
	if c, err := brand.ParseHex(s.model.Brand); err == nil {
		return p.WithBrand(c)
	}
	return p
}

// Style is the style that the screen draws with.
func (s *Screen) Style() look.Style { return look.NewStyle(s.palette(), look.Display) }

// frame is all that a part's drawing depends on besides its share of the model.
type frame struct {
	geometry
	look.Style
}

func (s *Screen) draw() {
	if s.size.IsZero() || !s.known {
		return
	}
	f := frame{geometry: fitted(s.size, s.config.Rows), Style: s.Style()}
	f.Zoom = f.k
	m := s.model
	changed := false
	part := func(i int, of any, make func() []fyne.CanvasObject) {
		of = [2]any{f, of}
		if s.parts[i].objects != nil && reflect.DeepEqual(s.parts[i].of, of) {
			return
		}
		s.parts[i] = section{of, make()}
		changed = true
	}
	up := m.Veil.Up()
	part(partGround, nil, func() []fyne.CanvasObject { return f.ground(s.size) })
	usual := func(draw func() []fyne.CanvasObject) func() []fyne.CanvasObject {
		if m.Pair != nil {
			return func() []fyne.CanvasObject { return []fyne.CanvasObject{} }
		}
		return draw
	}
	known := m.Pair == nil
	part(partCard, [3]any{known, m.Call, up}, usual(func() []fyne.CanvasObject { return f.call(m.Call) }))
	part(partRows, [3]any{known, m.Recent, m.Rows}, usual(func() []fyne.CanvasObject { return f.list(m.Recent, m.Rows) }))
	part(partWaits, [2]any{known, m.Waits}, usual(func() []fyne.CanvasObject { return f.cells(m.Waits) }))
	part(partPair, m.Pair, func() []fyne.CanvasObject { return f.pairing(m.Pair) })
	part(partDim, up, func() []fyne.CanvasObject { return f.dim(up, s.size) })
	part(partHead, [3]string{m.Bank, m.Clock, m.Silent}, func() []fyne.CanvasObject { return f.head(m) })
	part(partTicker, [2]any{m.Ticker, m.Veil.Note}, func() []fyne.CanvasObject { return f.ticker(m, s.size) })
	part(partVeil, m.Veil, func() []fyne.CanvasObject { return f.veil(m.Veil, s.size) })
	if !changed {
		return
	}
	s.stage.Objects = s.stage.Objects[:0]
	for _, p := range s.parts {
		s.stage.Objects = append(s.stage.Objects, p.objects...)
	}
	s.stage.Refresh()
}

// ground is the colour of the page, to the edges of a window of any shape.
func (f frame) ground(size fyne.Size) []fyne.CanvasObject {
	r := canvas.NewRectangle(f.Palette.Ground)
	r.Resize(size)
	return []fyne.CanvasObject{r}
}

func (f frame) dim(up bool, size fyne.Size) []fyne.CanvasObject {
	if !up {
		return []fyne.CanvasObject{}
	}
	d := look.Dim(f.Palette.Ground)
	d.Resize(size)
	return []fyne.CanvasObject{d}
}

// whole gives the screen the window's size.
type whole struct{ s *Screen }

func (l *whole) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 180) }

func (l *whole) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.s.stage.Resize(size)
	l.s.glass.Resize(size)
	if size != l.s.size {
		l.s.size = size
		l.s.draw()
	}
}
