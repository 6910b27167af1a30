package display

import (
	"fyne.io/fyne/v2"

	"turno/display/board"
	"turno/look"
)

// call is the large card: the ticket and the counter, or what there is to say
// while nobody has been called.
func (f frame) call(c board.Call) []fyne.CanvasObject {
	r := f.card
	if c.Ticket == "" {
		return f.message(c)
	}
	kind := look.Serving
	if c.Now {
		kind = look.Called
	}
	ink := look.TicketInk(f.Style, kind, look.OnGround)
	sign := look.CounterSign(c.Counter, 148*f.k, ink)
	arrow := 140 * f.k
	room := (r.w-2*56-3*36)*f.k - arrow - sign.MinSize().Width
	word := look.NewLine(c.Word, f.word*f.k, look.SemiBold, ink).Fit(room, 48*f.k)
	t := look.NewTicket(f.Style, look.TicketSpec{
		Kind: kind, Number: c.Ticket, Size: f.number * f.k,
		Tear: f.tear * f.k, Notch: 36 * f.k, Side: 56 * f.k, Radius: 40 * f.k,
		Below: look.HStack(36*f.k, look.NewIcon("arrow-right-bold", arrow, ink), word, look.Spacer(), sign),
	})
	if c.Beat {
		t.Beat(true)
	}
	return []fyne.CanvasObject{f.put(t, r.x, r.y, r.w, r.h)}
}

// message stands where the card will stand.
func (f frame) message(c board.Call) []fyne.CanvasObject {
	p, r := f.Palette, f.card
	words := look.VStack(28*f.k,
		look.NewParagraph(c.Title, 112*f.k, look.Bold, p.Ink).LineHeight(1.1),
		look.NewParagraph(c.Text, 60*f.k, look.Regular, p.Ink2).LineHeight(1.3))
	inset := float32(64)
	high := look.HeightFor(words, (r.w-2*inset)*f.k) / f.k
	return []fyne.CanvasObject{
		f.put(look.NewBox(p.Surface, 40*f.k).Edge(p.Line, 3*f.k), r.x, r.y, r.w, r.h),
		f.put(words, r.x+inset, r.y+(r.h-high)/2, r.w-2*inset, high),
	}
}
