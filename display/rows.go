package display

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/display/board"
	"turno/look"
)

// list is the recent calls, each in its own place. The counter's sign of one
// that is still waited for is the colour of the call.
func (f frame) list(heading string, rows []board.Row) []fyne.CanvasObject {
	p, r := f.Palette, f.rows
	title := look.NewLine(heading, 48*f.k, look.SemiBold, p.Ink2).Fit(r.w*f.k, 36*f.k)
	objects := []fyne.CanvasObject{f.middle(title, r.x, r.y+28, 0)}
	top := r.y + 64
	for i, row := range rows {
		y := top + float32(i)*f.rowHigh
		line := canvas.NewRectangle(p.Line)
		objects = append(objects, f.put(line, r.x, y+f.rowHigh-3, r.w, 3))
		if row.Ticket == "" {
			continue
		}
		objects = append(objects, f.row(row, y)...)
	}
	return objects
}

func (f frame) row(row board.Row, y float32) []fyne.CanvasObject {
	p, r := f.Palette, f.rows
	mid := y + f.rowHigh/2
	edge, ink := p.Edge, p.Ink
	if row.Now {
		edge, ink = p.OnCall, p.OnCall
	}
	sign := look.CounterSignOn(row.Counter, f.sign*f.k, edge, ink)
	wide := sign.MinSize().Width / f.k
	left := r.x + r.w - wide
	var objects []fyne.CanvasObject
	if row.Now {
		objects = append(objects, f.put(look.NewBox(p.Call, f.sign*0.2*f.k), left, mid-f.sign/2, wide, f.sign))
	}
	objects = append(objects, f.put(sign, left, mid-f.sign/2, wide, f.sign))
	arrow := float32(64)
	objects = append(objects, f.put(look.NewIcon("arrow-right-bold", arrow*f.k, p.Ink), left-24-arrow, mid-arrow/2, arrow, arrow))
	room := left - 24 - arrow - 24 - r.x
	size := look.NumberSizeFor(row.Ticket, f.rowNumber*f.k, room*f.k)
	number := look.NewLine(row.Ticket, size, look.Bold, p.Ink)
	return append(objects, f.middle(number, r.x+2-look.Stem(row.Ticket)*size/f.k, mid, 0))
}
