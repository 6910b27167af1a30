package display

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/display/board"
	"turno/look"
)

// head is the bank's sign and name, whether there is sound, and the clock.
func (f frame) head(m board.Model) []fyne.CanvasObject {
	p := f.Palette
	const mid = 68
	clock := look.NewLine(m.Clock, 64*f.k, look.Bold, p.Ink)
	right := f.w - f.margin
	objects := []fyne.CanvasObject{f.middle(clock, right, mid, 1)}
	if m.Silent != "" {
		chip := look.NewChip(f.Style, look.Plain, "speaker-slash-bold", m.Silent)
		objects = append(objects, f.middle(chip, right-clock.MinSize().Width/f.k-48, mid, 1))
	}
	if m.Bank == "" {
		return objects
	}
	return append(objects,
		f.put(look.Mark(56*f.k, p.Brand), f.margin, mid-28, 56, 56),
		f.middle(look.NewLine(m.Bank, 44*f.k, look.Bold, p.Brand), f.margin+56+22, mid, 0))
}

// drawCell draws one wait with its left upper corner at a place.
type drawCell func(w board.Wait, x, y float32) []fyne.CanvasObject

// cells are the waits, side by side with a line between two. Up to four stand
// as wide as a quarter of the screen; a fifth makes them narrower, and from six
// on they stand in two lines.
func (f frame) cells(waits []board.Wait) []fyne.CanvasObject {
	r := f.waits
	objects := []fyne.CanvasObject{}
	if len(waits) == 0 {
		return objects
	}
	columns, high, value, draw := f.perLine, r.h/f.lines, float32(68), f.over
	if f.lines == 1 {
		columns = max(columns, len(waits))
	}
	if len(waits) > f.perLine+1 {
		columns = (len(waits) + 1) / 2
		if f.lines == 1 {
			draw, high, value = f.beside, r.h/2, 44
		}
	}
	wide := r.w / float32(columns)
	room := wide - 56
	for _, w := range waits { // all values in one size: the widest decides
		value = f.fit(w.Value, look.Bold, value, room)
	}
	cell := draw(waits, room, value)
	for i, w := range waits {
		x, y := r.x+float32(i%columns)*wide, r.y+float32(i/columns)*high
		if i%columns > 0 {
			line := canvas.NewRectangle(f.Palette.Line)
			objects = append(objects, f.put(line, x-30, y+high*0.13, 3, high*0.73))
		}
		objects = append(objects, cell(w, x, y)...)
	}
	return objects
}

// fit is the size, at most the one given, at which a line is no wider than room.
func (f frame) fit(text string, w look.Weight, size, room float32) float32 {
	if wide := look.Measure(text, size, w).Width; wide > room {
		return size * room / wide * 0.995
	}
	return size
}

// over draws the name over the wait.
func (f frame) over(waits []board.Wait, room, value float32) drawCell {
	size := f.names(waits, 44, func(board.Wait) float32 { return room }, 92)
	return func(w board.Wait, x, y float32) []fyne.CanvasObject {
		name, high := f.shrunk(w.Service, size, room, 92)
		return []fyne.CanvasObject{
			f.put(name, x, y+min(22, (92-high)/2), room, high),
			f.middle(look.NewLine(w.Value, value*f.k, look.Bold, f.Palette.Ink), x, y+118, 0),
		}
	}
}

// beside draws the wait beside its name, for a branch with many services.
func (f frame) beside(waits []board.Wait, room, value float32) drawCell {
	left := func(w board.Wait) float32 { return room - 20 - look.Measure(w.Value, value, look.Bold).Width }
	size := f.names(waits, 40, left, 84)
	return func(w board.Wait, x, y float32) []fyne.CanvasObject {
		name, high := f.shrunk(w.Service, size, left(w), 84)
		return []fyne.CanvasObject{
			f.put(name, x, y+(90-high)/2, left(w), high),
			f.middle(look.NewLine(w.Value, value*f.k, look.Bold, f.Palette.Ink), x+room, y+45, 1),
		}
	}
}

// names is the size at which every service's name fits its room: on one line
// down to 38, then on two down to 30. They are all of one size, so that none
// seems to matter more; one that is too long even so grows smaller by itself.
func (f frame) names(waits []board.Wait, size float32, room func(board.Wait) float32, most float32) float32 {
	for ; size > 30; size-- {
		fits := true
		for _, w := range waits {
			name := f.name(w.Service, size)
			lines := name.Lines(room(w) * f.k)
			fits = fits && name.MinSize().Width <= room(w)*f.k && (lines == 1 || size <= 38 && float32(lines)*size*nameLine <= most)
		}
		if fits {
			break
		}
	}
	return size
}

// nameLine is the height of a line of a name, in parts of its size.
const nameLine = 1.05

func (f frame) name(text string, size float32) *look.Paragraph {
	return look.NewParagraph(text, size*f.k, look.Regular, f.Palette.Ink2).LineHeight(nameLine)
}

// shrunk is a name at a size, or at a smaller one if it is too long.
func (f frame) shrunk(text string, size, room, most float32) (*look.Paragraph, float32) {
	for {
		name := f.name(text, size)
		high := name.HeightFor(room*f.k) / f.k
		if size <= 20 || high <= most && name.MinSize().Width <= room*f.k {
			return name, high
		}
		size--
	}
}

// ticker is the bar at the foot: a line of the branch, or what is done about a
// line that is cut. It never moves.
func (f frame) ticker(m board.Model, size fyne.Size) []fyne.CanvasObject {
	p := f.Palette
	text, icon, ink := m.Ticker, "info-bold", p.Ink2
	if m.Veil.Up() {
		text, icon, ink = m.Veil.Note, "arrows-clockwise-bold", p.Ink
	}
	top := f.h - f.tickerHigh
	bar := canvas.NewRectangle(p.Sunken)
	bar.Move(fyne.NewPos(0, f.dy+top*f.k))
	bar.Resize(fyne.NewSize(size.Width, size.Height-f.dy-top*f.k))
	x := f.margin + 48 + 28
	room := f.w - f.margin - x
	line := float32(48)
	words := look.NewParagraph(text, line*f.k, look.Regular, ink).LineHeight(1.1)
	for line > 24 && (words.Lines(room*f.k) > 2 || words.Lines(room*f.k) == 2 && line > 40) {
		line--
		words = look.NewParagraph(text, line*f.k, look.Regular, ink).LineHeight(1.1)
	}
	high := words.HeightFor(room*f.k) / f.k
	return []fyne.CanvasObject{bar,
		f.put(look.NewIcon(icon, 48*f.k, ink), f.margin, top+(f.tickerHigh-48)/2, 48, 48),
		f.put(words, x, top+(f.tickerHigh-high)/2, room, high)}
}

// veil is the band over a screen that is not live.
func (f frame) veil(v board.Veil, size fyne.Size) []fyne.CanvasObject {
	if !v.Up() {
		return []fyne.CanvasObject{}
	}
	b := look.NewVeil(f.Style, look.VeilSpec{Icon: "wifi-slash-bold", Title: v.Title, Text: v.Text, Upright: f.h > f.w})
	high := max(f.band.h*f.k, look.HeightFor(b, size.Width))
	b.Move(fyne.NewPos(0, f.dy+(f.band.y+f.band.h/2)*f.k-high/2))
	b.Resize(fyne.NewSize(size.Width, high))
	return []fyne.CanvasObject{b}
}
