package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/forms"
	"turno/kiosk/flow"
	"turno/look"
)

// ticket is the one object of the whole branch, as large as the screen allows:
// printed, printing, unprinted, or with no printer at all.
func (p *page) ticket() {
	p.head()
	p.bar()
	switch {
	case p.split():
		p.ticketSplit()
	case p.v.Landscape:
		p.ticketLow()
	default:
		p.ticketPortrait()
	}
}

// What of a ticket's screen gives way, one after the other, where large text
// has no room for all of it. The number, the wait and what happened never do.
const (
	allWords  = iota
	noCalled  // how the person will be called
	noLead    // the sentence below the title
	noCaption // the words beside the code
	lesser    // the number is drawn smaller
	noRings   // people as rings; the words stay
	least     // the number is drawn smaller still
	noLabel   // the word above the wait
)

// spare builds something with less and less in it until it fits.
func (p *page) spare(width, room float32, build func() fyne.CanvasObject) fyne.CanvasObject {
	var o fyne.CanvasObject
	for p.cut = allWords; p.cut <= noLabel; p.cut++ {
		o = build()
		if look.HeightFor(o, width) <= room {
			break
		}
	}
	return o
}

// ticketPortrait: the title, the ticket with everything on it, the controls.
func (p *page) ticketPortrait() {
	primary, others := p.rest()
	high := p.sized(168, 160, 160)
	if len(others) > 1 {
		high = 152
	}
	rows := []fyne.CanvasObject{p.primary(*primary, high)}
	switch {
	case p.compact():
		rows = append(rows, pairs(p.gap(), append(p.plains(others), p.foldedTools()...)...)...)
	case len(others) == 1:
		more := p.button(others[0], look.ButtonSpec{Height: 168, TextSize: 40})
		rows = []fyne.CanvasObject{look.HStack(gutter, look.Grow(look.Sized(0, 168, rows[0])), look.Sized(402, 168, more)), p.countdown()}
	default:
		rows = append(rows, pairs(gutter, p.bare(others)...)...)
		rows = append(rows, p.countdown())
	}
	floor := p.actions(rows...) - 28
	w := p.w - 2*margin
	p.add(margin, p.top(), w, 0, p.spare(w, floor-p.top(), func() fyne.CanvasObject {
		rows := append(p.ticketWords(), look.Gap(0, p.sized(14, 8, 0)), p.pass(w, true))
		if n := p.notice(); n != nil && p.v.Ease.Percent == 100 {
			rows = append(rows, look.Gap(0, 8), n)
		}
		return look.VStack(14, rows...)
	}))
}

// ticketSplit: the ticket left, how to take it along and the controls right.
func (p *page) ticketSplit() {
	primary, others := p.rest()
	rows := []fyne.CanvasObject{}
	// Large words about a phone that can't be used stand under the ticket.
	below := p.v.Pass.URL == "" && p.v.Ease.Percent > 100
	if !below {
		rows = append(rows, p.codeRow(250))
	}
	rows = append(rows, p.primary(*primary, 140))
	if p.compact() {
		rows = append(rows, p.plains(others)...)
		rows = append(rows, p.folded()...)
	} else {
		rows = append(rows, pairs(gutter, p.bare(others)...)...)
		rows = append(rows, p.countdown())
	}
	p.actions(rows...)
	floor := p.h - p.foot() - 20
	p.add(margin, p.top(), factWidth, 0, p.spare(factWidth, floor-p.top(), func() fyne.CanvasObject {
		var head []fyne.CanvasObject
		if n := p.notice(); n != nil && p.v.Ease.Percent == 100 {
			head = []fyne.CanvasObject{n}
		} else {
			head = p.ticketWords()
		}
		head = append(head, look.Gap(0, 2), p.pass(factWidth, false))
		switch {
		case below && p.cut < noCaption:
			head = append(head, p.noPhone())
		case below && p.v.Pass.URLTitle != "":
			head = append(head, p.noted(p.ink()))
		}
		return look.VStack(14, head...)
	}))
}

// lowPass is the width of the ticket on a low landscape screen, where words
// stand beside it.
const lowPass = 820

// ticketLow: the ticket left and the words right, all controls below.
func (p *page) ticketLow() {
	primary, others := p.rest()
	floor := p.low(primary, others) - 24
	y := float32(152)
	if p.large() {
		y = 40
	}
	x := float32(margin + lowPass + 48)
	w := p.w - margin - x
	card := p.spare(lowPass, floor-y, func() fyne.CanvasObject {
		p.cut = max(p.cut, lesser)
		return p.pass(lowPass, false)
	})
	p.add(margin, y, lowPass, 0, card)
	p.add(x, y, w, 0, p.spare(w, floor-y, func() fyne.CanvasObject {
		rows := p.ticketWords()
		if n := p.notice(); n != nil && p.v.Ease.Percent == 100 {
			rows = []fyne.CanvasObject{n}
		}
		switch {
		case p.v.Pass.URL != "" || p.cut < lesser:
			rows = append(rows, look.Gap(0, 4), p.codeRow(230))
		case p.v.Pass.URLTitle != "":
			rows = append(rows, p.noted(p.ink()))
		}
		return look.VStack(14, rows...)
	}))
}

// ticketWords stand above the ticket. Large text lets the notice take the
// title's place: it is the sentence that matters.
func (p *page) ticketWords() []fyne.CanvasObject {
	if n := p.v.Notice; n != nil && p.v.Ease.Percent > 100 {
		size := p.s.Heading(84)
		if p.v.Landscape {
			size = p.s.Heading(64)
			if p.cut >= noRings {
				size = p.s.Heading(48)
			}
		}
		what := look.NewParagraph(n.What, size, look.Bold, p.strong()).LineHeight(1.1)
		return []fyne.CanvasObject{what, p.text(n.Now, 32).LineHeight(1.25)}
	}
	words := []fyne.CanvasObject{p.title(p.v.Title)}
	if p.v.Lead == "" || p.cut >= noLead {
		return words
	}
	lead := look.NewParagraph(p.v.Lead, p.s.Body(36), look.Regular, p.quiet())
	icon := "printer-bold"
	if p.v.Pass.Paper == flow.Printed {
		icon = "arrow-down-bold"
	}
	return append(words, look.HStack(16, look.NewIcon(icon, p.s.Body(44), p.quiet()), look.Grow(lead)))
}

// bare are plain buttons that leave the countdown to the line below.
func (p *page) bare(all []flow.Button) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, b := range all {
		spec := look.ButtonSpec{Height: 112, TextSize: 34}
		p.icon(&spec, b)
		o := p.button(b, spec)
		if p.split() && look.HeightFor(o, (actWidth-gutter)/2) > spec.Height {
			spec.Icon = "" // two stand beside each other, and the words need the width
			o = p.button(b, spec)
		}
		out = append(out, o)
	}
	return out
}

// countdown says how long the screen stays.
func (p *page) countdown() fyne.CanvasObject {
	if p.v.Left == nil {
		return look.Gap(0, 68) // while it prints: the controls stay where they will be
	}
	p.k.bar = look.NewProgress(p.s, p.face())
	p.k.bar.Set(float32(p.v.Left.Share))
	p.k.left = look.NewParagraph(p.v.Left.Text, p.s.Body(32), look.Regular, p.ink()).LineHeight(1.25)
	return look.VStack(16, p.k.bar, p.k.left)
}

// pass is the ticket itself. whole has the code on it; else that stands beside.
func (p *page) pass(width float32, whole bool) fyne.CanvasObject {
	t := p.v.Pass
	kind := look.Yours
	if p.s.Palette.HighContrast {
		kind = look.Serving
	}
	ink, quiet := look.TicketInk(p.s, kind, p.face()), look.TicketInk2(p.s, kind, p.face())
	spec := look.TicketSpec{Kind: kind, Face: p.face(), Number: t.Number, Side: 52, Notch: 28, Size: p.numberSize()}
	bottom := spec.Size * 0.06
	if t.Service != "" && !p.large() && p.v.Screen != flow.Unprinted && p.cut < lesser {
		name := look.NewParagraph(t.Service, p.s.Body(40), look.SemiBold, quiet).LineHeight(1.15)
		spec.Above = look.Sized(width-2*spec.Side, 0, name)
	} else {
		spec.Tear = spec.Size + 2*bottom
	}
	if whole {
		spec.Below = p.passWords(ink, quiet)
	} else {
		spec.Below = p.passRow(width-2*spec.Side, ink, quiet)
	}
	return look.NewTicket(p.s, spec)
}

// numberSize is the size of the ticket's number.
func (p *page) numberSize() float32 {
	switch {
	case p.cut >= least:
		return 196
	case p.cut >= lesser, p.v.Landscape:
		return 272
	}
	return p.s.NumberSize()
}

// code is the QR of the phone page, or nil.
func (p *page) code(side float32) fyne.CanvasObject {
	if p.v.Pass.URL == "" {
		return nil
	}
	modules, err := forms.QR(p.v.Pass.URL)
	if err != nil {
		return nil
	}
	return look.NewQR(modules, side)
}
