package kiosk

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// passWords are what stands under the tear line of a whole ticket: how long,
// how many, and how to take the ticket along.
func (p *page) passWords(ink, quiet color.NRGBA) fyne.CanvasObject {
	if p.v.Screen == flow.Unprinted && !p.large() {
		return p.passAlong(ink, quiet)
	}
	t := p.v.Pass
	side := p.sized(370, 300, 260)
	code := p.code(side)
	if code == nil {
		var rows []fyne.CanvasObject
		if facts := p.passFacts(ink, quiet); len(facts) > 0 {
			rows = append(rows, look.VStack(p.sized(8, 8, 4), facts...))
		}
		switch {
		case p.cut < noCaption:
			icon := "device-mobile-bold"
			if t.Ahead < 0 { // a number from the lease: what is said is of that
				icon = "wifi-slash-bold"
			}
			rows = append(rows, p.iconLine(icon, t.URLText, ink))
		case t.URLTitle != "":
			rows = append(rows, p.noted(ink))
		}
		if rows = append(rows, p.calledLine(ink)...); len(rows) == 0 {
			rows = append(rows, p.served(ink))
		}
		return look.VStack(p.sized(32, 24, 20), rows...)
	}
	if p.large() {
		// The people need the whole width; the wait stands beside the code.
		wait := look.VStack(4, p.waitFact(ink, quiet)...)
		rows := []fyne.CanvasObject{look.HStack(24, look.Grow(wait), code)}
		return look.VStack(4, append(rows, p.peopleFact(ink, quiet)...)...)
	}
	column := []fyne.CanvasObject{p.flush(code, side)}
	if p.cut < noCaption {
		column = append(column, look.NewParagraph(t.URLTitle, p.s.Body(p.sized(30, 26, 24)), look.SemiBold, ink).LineHeight(1.2).Align(fyne.TextAlignCenter))
	}
	left := look.VStack(p.sized(8, 8, 4), p.passFacts(ink, quiet)...)
	rows := []fyne.CanvasObject{look.HStackTop(24, look.Grow(left), look.Sized(side, 0, look.VStack(4, column...)))}
	return look.VStack(p.sized(28, 20, 20), append(rows, p.calledLine(ink)...)...)
}

func (p *page) calledLine(ink color.NRGBA) []fyne.CanvasObject {
	if p.cut >= noCalled || p.large() {
		return nil
	}
	return []fyne.CanvasObject{p.iconLine("speaker-high-bold", p.v.Pass.Called, ink)}
}

// passFacts are the wait and the people ahead.
func (p *page) passFacts(ink, quiet color.NRGBA) []fyne.CanvasObject {
	facts := p.waitFact(ink, quiet)
	if len(facts) > 0 {
		facts = append(facts, look.Gap(0, p.sized(10, 4, 0)))
	}
	return append(facts, p.peopleFact(ink, quiet)...)
}

func (p *page) waitFact(ink, quiet color.NRGBA) []fyne.CanvasObject {
	t := p.v.Pass
	switch {
	case t.Wait == "" && t.WaitNote == "":
		return nil
	case t.Wait == "":
		return []fyne.CanvasObject{look.NewParagraph(t.WaitNote, p.s.Body(32), look.SemiBold, ink).LineHeight(1.2)}
	}
	wait := look.NewParagraph(t.Wait, p.s.Body(p.sized(76, 56, 48)), look.Bold, ink).LineHeight(1.1)
	if p.cut >= noLabel {
		return []fyne.CanvasObject{wait}
	}
	return []fyne.CanvasObject{look.NewParagraph(t.WaitLabel, p.s.Body(32), look.Regular, quiet).LineHeight(1.2), wait}
}

func (p *page) peopleFact(ink, quiet color.NRGBA) []fyne.CanvasObject {
	t := p.v.Pass
	var facts []fyne.CanvasObject
	if t.People != "" {
		facts = append(facts, look.NewParagraph(t.People, p.s.Body(32), look.Regular, quiet).LineHeight(1.2))
	}
	if t.Ahead >= 0 && p.cut < noRings {
		facts = append(facts, look.Gap(0, 4), look.Left(look.PeopleAhead(t.Ahead, p.s.Heading(40), p.ringColor(ink))))
	}
	return facts
}

// passRow is what stands under the tear line of a ticket whose code stands
// beside it: wait and people next to each other where there is room.
func (p *page) passRow(width float32, ink, quiet color.NRGBA) fyne.CanvasObject {
	wait, people := p.waitFact(ink, quiet), p.peopleFact(ink, quiet)
	if len(wait)+len(people) == 0 { // a number from the lease: nobody knows
		if p.v.Ease.Percent > 100 {
			return p.served(ink)
		}
		return p.iconLine("speaker-high-bold", p.v.Pass.Called, ink)
	}
	if p.v.Pass.Wait == "" || len(people) == 0 || p.v.Ease.Percent > 100 {
		return look.VStack(4, append(wait, people...)...)
	}
	return look.HStack(40, look.VStack(4, wait...), look.Grow(look.VStack(8, people...)))
}

func (p *page) ringColor(ink color.NRGBA) color.NRGBA {
	if p.onBrand() || p.s.Palette.HighContrast {
		return p.s.Palette.Brand
	}
	return ink
}

// passAlong is the lower half of a ticket that did not print: it is carried in
// the head, in a photo or on the phone.
func (p *page) passAlong(ink, quiet color.NRGBA) fyne.CanvasObject {
	t := p.v.Pass
	line := func(text string) fyne.CanvasObject {
		return look.NewParagraph(text, p.s.Body(34), look.Regular, ink).LineHeight(1.3)
	}
	words := []fyne.CanvasObject{look.NewParagraph(t.URLTitle, p.s.Heading(46), look.Bold, ink).LineHeight(1.12)}
	if p.cut < noCaption {
		words = append(words, look.NewParagraph(t.URLText, p.s.Body(34), look.Regular, quiet).LineHeight(1.3))
	}
	switch {
	case t.Wait != "":
		words = append(words, look.Gap(0, 4), line(t.WaitLabel+": "+bold(t.Wait)))
	case t.WaitNote != "":
		words = append(words, look.Gap(0, 4), line(t.WaitNote))
	}
	switch {
	case t.Ahead > 0:
		words = append(words, line(t.AheadText+": "+bold(strconv.Itoa(t.Ahead))))
	case t.People != "":
		words = append(words, line(bold(t.People)))
	}
	column := look.VStack(8, words...)
	side := p.sized(334, 300, 260)
	code := p.code(side)
	switch {
	case code == nil:
		return column
	case p.s.Palette.IsDark:
		return look.HStackTop(24, code, look.Grow(column))
	}
	// As far left as the notch allows.
	const rim = 24
	return look.HStackTop(24, look.Sized(side-rim, side-rim-12, look.Inset(-12, 0, -rim, -rim, code)), look.Grow(column))
}

// quietShare is how much of a code's side its quiet zone takes, at either end.
const quietShare = 4.0 / 37

// flush lets the quiet zone of a code on white paper lie over the paper's own
// margin, so that code and words stand on one line.
func (p *page) flush(code fyne.CanvasObject, side float32) fyne.CanvasObject {
	if p.s.Palette.IsDark {
		return code
	}
	rim := side * quietShare
	return look.Sized(0, side-2*rim+20, look.Inset(8-rim, 0, -rim, 0, code)) // and not over the tear line
}

// bold marks every word of a text, as a paragraph breaks between words.
func bold(text string) string {
	return "*" + strings.ReplaceAll(text, " ", "\u00a0") + "*"
}

// codeRow is the code with its words beside it, on the screen's own ground; or
// the words alone where phones can't reach the hub.
func (p *page) codeRow(side float32) fyne.CanvasObject {
	t := p.v.Pass
	if t.URL == "" {
		return p.noPhone()
	}
	code := p.code(side)
	if p.cut >= noCaption {
		return look.Left(code)
	}
	title := strings.ReplaceAll(t.URLTitle, "\n", " ")
	words := []fyne.CanvasObject{look.NewParagraph(title, p.s.Body(p.sized(38, 32, 28)), look.Bold, p.ink()).LineHeight(1.15)}
	if t.URLText != "" && p.v.Ease.Percent == 100 {
		words = append(words, look.NewParagraph(t.URLText, p.s.Body(30), look.Regular, p.quiet()).LineHeight(1.3))
	}
	return look.HStack(24, look.Sized(side, side, code), look.Grow(look.VStack(8, words...)))
}

// noted says to note the number, where there is no room to say how.
func (p *page) noted(ink color.NRGBA) fyne.CanvasObject {
	return look.NewParagraph(p.v.Pass.URLTitle, p.s.Body(32), look.SemiBold, ink).LineHeight(1.2)
}

// served is the name of the ticket's service.
func (p *page) served(ink color.NRGBA) fyne.CanvasObject {
	return look.NewParagraph(p.v.Pass.Service, p.s.Body(32), look.SemiBold, ink).LineHeight(1.2)
}

// noPhone says how to keep a ticket that no phone can show.
func (p *page) noPhone() fyne.CanvasObject {
	return look.NewParagraph(p.v.Pass.URLText, p.s.Body(32), look.Regular, p.ink()).LineHeight(1.25)
}

// iconLine is a sentence with the icon of what it speaks of.
func (p *page) iconLine(icon, text string, ink color.NRGBA) fyne.CanvasObject {
	return look.HStackTop(20, look.NewIcon(icon, p.s.Body(44), ink),
		look.Grow(look.NewParagraph(text, p.s.Body(32), look.Regular, ink).LineHeight(1.3)))
}
