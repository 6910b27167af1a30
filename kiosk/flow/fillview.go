package flow

import (
	"strings"

	"turno/forms"
	"turno/hub/wire"
	"turno/hub/words"
)

// say is a sentence of the forms' screens in the person's language.
func (f *filling) say(m *Machine, key string, args ...words.A) string {
	return words.T(m.lang, "fill."+key, args...)
}

func (f *filling) view(m *Machine, v *View) {
	switch m.screen {
	case FormList:
		f.listView(m, v)
	case FormStart:
		f.startView(m, v)
	case FormAsk, FormChoose, FormRead:
		f.questionView(m, v)
	case FormReview:
		f.reviewView(m, v)
	case FormHand:
		f.handView(m, v)
	case FormSent:
		f.sentView(m, v)
	}
}

func back(m *Machine) Button {
	return Button{Action: Action{Verb: Back}, Icon: "arrow-left", Label: words.T(m.lang, "common.back")}
}

// count says which of several pages this is.
func (f *filling) count(m *Machine, v *View, pages int) {
	f.page = min(f.page, max(pages-1, 0)) // text may have grown meanwhile
	v.Pages = Pages{At: f.page + 1, Of: pages}
	if pages > 1 {
		v.Pages.Label = words.T(m.lang, "kiosk.services.page", words.A{"n": f.page + 1, "total": pages})
	}
}

// perPage is how many controls of a list stand on one page beside those that
// turn it.
func (f *filling) perPage(m *Machine) int {
	e := m.ease
	switch {
	case m.landscape && e.Low:
		return 2
	case e.Low, e.Percent >= 200 && !m.landscape:
		return 3
	case m.landscape && e.Percent > 100, e.Percent > 100:
		return 4
	case m.landscape:
		return 5
	}
	return 7
}

func pagesOf(n, per int) int { return (n + per - 1) / per }

func (f *filling) listPages(m *Machine) int { return pagesOf(len(m.formsHere()), f.perPage(m)) }

func (f *filling) listView(m *Machine, v *View) {
	all, per := m.formsHere(), f.perPage(m)
	v.Title, v.Lead = f.say(m, "list.title"), f.say(m, "list.lead")
	f.count(m, v, f.listPages(m))
	for _, form := range all[min(f.page*per, len(all)):min((f.page+1)*per, len(all))] {
		b := Button{Action: Action{Pick, form.ID}, Icon: "identification-card", Label: words.Pick(form.Title, m.lang)}
		if s := m.serviceOf(&form); s != nil && !m.ease.Compact() {
			b.Note = words.Pick(s.Names, m.lang)
		}
		v.Choices = append(v.Choices, b)
	}
	v.Buttons = f.turners(m, v, "list")
}

// turners are the way back, and the ways to the other pages where there are
// some.
func (f *filling) turners(m *Machine, v *View, list string) []Button {
	all := []Button{back(m)}
	if v.Pages.Of > 1 {
		if f.page > 0 && v.Pages.Of > 2 {
			all = append(all, Button{Action: Action{Verb: Previous}, Icon: "arrow-left", Label: f.say(m, list+".previous")})
		}
		all = append(all, Button{Action: Action{Verb: Next}, Icon: "arrow-right", Label: f.say(m, list+".more")})
	}
	return all
}

// startView says what the form is and what goes with it. Large text leaves the
// second to a page of its own.
func (f *filling) startView(m *Machine, v *View) {
	v.Title, v.Lead = words.Pick(f.form.Title, m.lang), f.say(m, "start.lead")
	begin := Button{Action: Action{Verb: Continue}, Icon: "arrow-right", Label: f.say(m, "start.begin"), Primary: true}
	v.Buttons = []Button{begin, back(m)}
	bring := Section{Title: words.T(m.lang, "forms.form.bring"), Listed: true}
	for _, d := range f.form.Documents {
		bring.Lines = append(bring.Lines, words.Pick(d.Label, m.lang))
	}
	private := Section{Lines: []string{f.say(m, "start.private")}}
	if len(bring.Lines) == 0 {
		v.Text = []Section{private}
		return
	}
	if !m.ease.Compact() {
		v.Text = []Section{bring, private}
		return
	}
	f.count(m, v, 2)
	if f.page == 0 {
		v.Text = []Section{private}
		v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Next}, Icon: "arrow-right", Label: f.say(m, "start.bring")})
		return
	}
	v.Title, v.Lead = bring.Title, ""
	bring.Title = ""
	v.Text = []Section{bring}
}

func (f *filling) step(m *Machine, section int, title string) *Step {
	return &Step{At: section, Of: f.sections, Label: f.say(m, "step", words.A{"n": section, "total": f.sections, "section": title})}
}

// pages are those of the question at hand.
func (f *filling) pages(m *Machine) int {
	q := f.question()
	switch screenOf(q) {
	case FormChoose:
		return pagesOf(len(q.options(m.lang)), f.perPage(m))
	case FormRead:
		return len(f.reading(m, q))
	}
	return 1
}

func (f *filling) questionView(m *Machine, v *View) {
	q := f.question()
	v.Step = f.step(m, q.section, words.Pick(q.title, m.lang))
	next := Button{Action: Action{Verb: Continue}, Label: f.say(m, "next"), Primary: true}
	if q.field == nil {
		pages := f.reading(m, q)
		f.count(m, v, len(pages))
		v.Title = words.Pick(q.title, m.lang)
		v.Text = []Section{{Lines: pages[f.page]}}
		v.Buttons = []Button{next, back(m)}
		return
	}
	v.Title = words.Pick(q.field.Label, m.lang)
	optional := !q.field.Required
	if optional && f.values[q.key()] == "" {
		next.Label = f.say(m, "skip")
	}
	if any, _ := q.chosen(); any {
		f.choiceView(m, v, q, next)
		return
	}
	p := penOf(*q.field)
	v.Field = f.pen.field()
	v.Field.Value = p.shown(f.values[q.key()])
	v.Field.Hint = f.hint(m, q)
	if p.kind == forms.TypeDate || p.kind == forms.TypeIBAN {
		v.Field.Caret = len([]rune(v.Field.Value))
	}
	if p.kind == forms.TypeDate {
		v.Field.Kind = Date
	}
	if f.problem != nil {
		v.Field.Problem = f.problem.Text(m.lang)
	}
	v.Keys = f.pen.keys(m.lang)
	v.Buttons = []Button{next, back(m)}
}

// hint says how the answer is written, and whether it can be left out.
func (f *filling) hint(m *Machine, q question) string {
	var all []string
	switch q.field.Type {
	case forms.TypeDate:
		all = append(all, f.say(m, "hint.date"))
	case forms.TypeCountry:
		all = append(all, f.say(m, "hint.country"))
	case forms.TypeMoney:
		all = append(all, f.say(m, "hint.money"))
	}
	if !q.field.Required {
		all = append(all, f.say(m, "hint.optional"))
	}
	return strings.Join(all, " ")
}

func (f *filling) choiceView(m *Machine, v *View, q question, next Button) {
	all, per := q.options(m.lang), f.perPage(m)
	f.count(m, v, f.pages(m))
	on := ticks(f.values[q.key()])
	_, several := q.chosen()
	if several {
		v.Lead = f.say(m, "several")
	}
	for _, o := range all[f.page*per : min((f.page+1)*per, len(all))] {
		b := Button{Action: Action{Pick, o.key}, Label: o.label}
		for _, k := range on {
			b.Selected = b.Selected || k == o.key
		}
		if several {
			b.Icon = "square"
			if b.Selected {
				b.Icon = "check-square"
			}
		}
		v.Choices = append(v.Choices, b)
	}
	if f.problem != nil {
		v.Notice = &Notice{Icon: "info", What: f.problem.Text(m.lang)}
	}
	v.Buttons = []Button{back(m)}
	more := v.Pages.Of > 1 && !several
	if several || !q.field.Required || f.values[q.key()] != "" {
		v.Buttons = []Button{next, back(m)}
		if !several { // touching an answer goes on by itself
			next.Primary = false
			v.Buttons = []Button{back(m), next}
		}
	}
	if more {
		v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Next}, Icon: "arrow-right", Label: f.say(m, "options.more")})
	}
}

// reading cuts words to read into pages that a screen holds, at the ends of
// sentences.
func (f *filling) reading(m *Machine, q question) [][]string {
	text := strings.ReplaceAll(words.Pick(q.read, m.lang), "{bank}", m.state.Branch.Bank)
	most := 420
	switch {
	case m.ease.Percent >= 200:
		most = 180
	case m.ease.Percent > 100, m.ease.Low && m.landscape:
		most = 300
	}
	var pages [][]string
	page := ""
	for _, s := range strings.SplitAfter(text, ". ") {
		if page != "" && len([]rune(page))+len([]rune(s)) > most {
			pages = append(pages, []string{strings.TrimSpace(page)})
			page = ""
		}
		page += s
	}
	return append(pages, []string{strings.TrimSpace(page)})
}

// answered are the questions that have an answer which counts.
func (f *filling) answered() []question {
	var all []question
	values := f.answers()
	for _, q := range f.all {
		if values[q.key()] != "" {
			all = append(all, q)
		}
	}
	return all
}

// reviewPer is how many answers stand on a page of the review.
func (f *filling) reviewPer(m *Machine) int {
	e := m.ease
	switch {
	case e.Low || e.Percent >= 200:
		return 1
	case e.Percent > 100, m.landscape:
		return 4
	}
	return 6
}

func (f *filling) reviewPages(m *Machine) int { return pagesOf(len(f.answered()), f.reviewPer(m)) }

// reviewView shows what was answered, each with the way to change it. Where
// one answer fills the screen it is read there and changed by a button.
func (f *filling) reviewView(m *Machine, v *View) {
	all, per := f.answered(), f.reviewPer(m)
	f.count(m, v, f.reviewPages(m))
	v.Title, v.Lead = f.say(m, "review.title"), f.say(m, "review.lead")
	ok := Button{Action: Action{Verb: Continue}, Icon: "check", Label: f.say(m, "review.ok"), Primary: true}
	previous := Button{Action: Action{Verb: Previous}, Icon: "arrow-left", Label: f.say(m, "review.previous")}
	next := Button{Action: Action{Verb: Next}, Icon: "arrow-right", Label: f.say(m, "review.more")}
	page := all[min(f.page*per, len(all)):min((f.page+1)*per, len(all))]
	if per == 1 && len(page) == 1 {
		q := page[0]
		v.Pages.Single, v.Lead = true, ""
		v.Text = []Section{{Title: words.Pick(q.field.Label, m.lang), Lines: []string{q.written(f.values[q.key()], m.lang)}}}
		change := Button{Action: Action{Pick, q.key()}, Label: f.say(m, "review.change")}
		v.Buttons = []Button{ok, previous, next, change, back(m)}
		return
	}
	for _, q := range page {
		v.Choices = append(v.Choices, Button{
			Action: Action{Pick, q.key()}, Label: q.written(f.values[q.key()], m.lang), Note: words.Pick(q.field.Label, m.lang),
		})
	}
	v.Buttons = []Button{ok, back(m)}
	if v.Pages.Of > 1 {
		v.Buttons = []Button{ok, previous, next, back(m)}
	}
}

// handView offers how the form goes on.
func (f *filling) handView(m *Machine, v *View) {
	v.Title, v.Lead = f.say(m, "hand.title"), f.say(m, "hand.lead")
	if f.paper == Printed || f.paper == Failed {
		v.Notice = &Notice{Icon: "printer", What: f.say(m, "paper."+string(f.paper)), Now: f.say(m, "paper."+string(f.paper)+"_now")}
	}
	if m.ticket != nil && m.ticket.code != "" {
		v.Choices = append(v.Choices, Button{Action: Action{Pick, byMine}, Icon: "ticket", Label: f.say(m, "hand.mine", words.A{"ticket": m.ticket.number}), Primary: true})
	} else if s := m.serviceOf(f.form); s != nil && m.ticket == nil {
		v.Choices = append(v.Choices, f.ticketChoice(m, s))
	}
	if m.config.Sheets && !f.issuing {
		print := Button{Action: Action{Pick, byPaper}, Icon: "printer", Label: f.say(m, "hand.paper"), Note: f.say(m, "hand.paper_note")}
		if m.ease.Compact() {
			print.Note = ""
		}
		switch f.paper {
		case Printing:
			print.Sent, print.Label = true, f.say(m, "paper.printing")
		case Printed, Failed:
			print.Label = f.say(m, "hand.paper_again")
		}
		v.Choices = append(v.Choices, print)
	}
	done := Button{Action: Action{Verb: Done}, Label: f.say(m, "hand.drop")}
	if f.paper == Printed {
		done.Label = f.say(m, "done")
	}
	v.Buttons = []Button{back(m), done}
	if f.issuing {
		v.Buttons = nil
	}
}

// ticketChoice is a ticket for the form's service, as it can be had now.
func (f *filling) ticketChoice(m *Machine, s *wire.Service) Button {
	b := Button{Action: Action{Pick, byTicket}, Icon: "ticket", Label: f.say(m, "hand.ticket"), Note: f.say(m, "hand.ticket_note"), Primary: true}
	if m.landscape && m.ease.Low && m.ease.Percent > 100 {
		b.Note = "" // one line has room
	}
	q := m.queue(s.ID)
	switch {
	case f.issuing:
		b.Sent, b.Label, b.Note = true, m.say("service.taking"), ""
	case !m.live:
		b.Off, b.Note = true, f.say(m, "hand.away")
	case !q.Open:
		b.Off, b.Note = true, m.card(*s).Hint
	}
	return b
}

// sentView says how the draft stands.
func (f *filling) sentView(m *Machine, v *View) {
	state := string(f.draft.state)
	if f.draft.state == draftSent && !m.live {
		state = "away"
	}
	if m.ticket.code == "" {
		state = "offline"
	}
	a := words.A{"ticket": m.ticket.number}
	v.Title, v.Lead = f.say(m, "sent."+state, a), f.say(m, "sent."+state+"_now", a)
	mine := Button{Action: Action{Verb: Done}, Icon: "ticket", Label: f.say(m, "sent.ticket"), Primary: true}
	v.Buttons = []Button{mine}
	switch f.draft.state {
	case draftLost:
		v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Continue}, Icon: "arrow-clockwise", Label: f.say(m, "sent.again")})
	case draftRefused:
		if m.config.Sheets {
			v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Back}, Icon: "printer", Label: f.say(m, "hand.paper")})
		}
	}
}
