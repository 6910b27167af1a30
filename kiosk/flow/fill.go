package flow

import (
	"slices"
	"strings"
	"time"

	"turno/forms"
	"turno/hub/wire"
)

// The screens of filling in a form.
const (
	FormList   Screen = "forms"       // which form?
	FormStart  Screen = "form"        // what it is, what goes with it
	FormAsk    Screen = "form_ask"    // one question, written
	FormChoose Screen = "form_choose" // one question, chosen
	FormRead   Screen = "form_read"   // words that belong to the form
	FormReview Screen = "form_review" // everything that was answered
	FormHand   Screen = "form_hand"   // how it goes on: a ticket, paper
	FormSent   Screen = "form_sent"   // how the draft stands that goes to the counter
)

// formTime is how long a question stays: people look for their papers.
const formTime = 120 * time.Second

// filling is a form that a person fills in at the screen. It is dropped with
// everything that was written when the person leaves.
type filling struct {
	form     *forms.Form
	all      []question
	sections int
	at       int // of all; len(all) is the end
	page     int // of options, of words to read, of the list or the review
	values   forms.Values
	pen      writing
	problem  *forms.FieldError
	revise   bool // came from the review, and goes back to it
	review   int  // its page
	issuing  bool // a ticket is asked for, and the draft follows it
	draft    draft
	paper    Paper // of the form on A4: "", Printing, Printed, Failed
}

// draft is the form on its way to the counter.
type draft struct {
	asked   Submit
	state   draftState
	tries   int // that got no answer
	refused wire.Code
}

type draftState string

const (
	draftKept    draftState = ""        // here alone
	draftSent    draftState = "sending" // under way
	draftLost    draftState = "lost"    // no answer yet: asked again, the same wish
	draftCarried draftState = "carried" // with the visit
	draftRefused draftState = "refused" // the hub does not take it
)

func (m *Machine) form(id string) (forms.Form, error) {
	if m.config.Form != nil {
		return m.config.Form(id)
	}
	return forms.Load(id)
}

// formsHere are the forms that the branch's services name, each once, as far
// as this program has them.
func (m *Machine) formsHere() []forms.Form {
	var all []forms.Form
	if m.state.Branch == nil {
		return nil
	}
	for _, s := range m.state.Branch.Services {
		all = m.formsOf(s, all)
	}
	return all
}

func (m *Machine) formsOf(s wire.Service, all []forms.Form) []forms.Form {
	for _, id := range s.Forms {
		f, err := m.form(id)
		if err == nil && !slices.ContainsFunc(all, func(o forms.Form) bool { return o.ID == f.ID }) {
			all = append(all, f)
		}
	}
	return all
}

// serviceOf is the branch's service that names a form; its own service where
// the branch has it.
func (m *Machine) serviceOf(f *forms.Form) *wire.Service {
	if s := m.find(f.Service); s != nil && slices.Contains(s.Forms, f.ID) {
		return s
	}
	for i := range m.state.Branch.Services {
		if s := &m.state.Branch.Services[i]; slices.Contains(s.Forms, f.ID) {
			return s
		}
	}
	return nil
}

func hasForms(m *Machine) bool { return len(m.formsHere()) > 0 }

// beginFilling enters at the list, or at the form where there is one alone.
func beginFilling(m *Machine) []Effect {
	all := m.formsHere()
	if m.ticket != nil {
		if s := m.find(m.ticket.service); s != nil {
			all = m.formsOf(*s, nil)
		}
	}
	f := &filling{}
	m.begin(f, FormList)
	if len(all) == 1 {
		f.open(m, all[0])
	}
	m.stay(formTime)
	return nil
}

func (f *filling) open(m *Machine, form forms.Form) {
	*f = filling{form: &form, values: forms.Values{}}
	f.all, f.sections = questions(form)
	m.enter(FormStart)
}

// alone says that a form is filled in without the hub; only what follows needs
// it.
func (f *filling) alone() bool { return !f.issuing }

// question is the one at hand.
func (f *filling) question() question { return f.all[f.at] }

// answers are the values as they go out: without those whose question does not
// count any more.
func (f *filling) answers() forms.Values {
	out := forms.Values{}
	for _, q := range f.all {
		if v := strings.TrimSpace(f.values[q.key()]); v != "" && q.asked(f.values) {
			out[q.key()] = v
		}
	}
	return out
}

// fault is what is wrong with the answer at hand, by the form's own rules.
func (f *filling) fault(m *Machine) *forms.FieldError {
	q := f.question()
	if q.field == nil {
		return nil
	}
	if e, ok := f.form.Validate(f.answers(), m.now()).Of(q.key()); ok {
		return &e
	}
	return nil
}

func (f *filling) touch(m *Machine, a Action) []Effect {
	if f.issuing || f.draft.state == draftSent && m.screen != FormSent {
		return nil
	}
	m.notice = nil
	m.stay(formTime)
	switch m.screen {
	case FormList:
		f.touchList(m, a)
	case FormStart:
		f.touchStart(m, a)
	case FormAsk, FormChoose, FormRead:
		f.touchQuestion(m, a)
	case FormReview:
		f.touchReview(m, a)
	case FormHand:
		return f.touchHand(m, a)
	case FormSent:
		return f.touchSent(m, a)
	}
	return nil
}

// enter shows a screen of the form for as long as forms stay.
func (f *filling) enter(m *Machine, s Screen) {
	m.enter(s)
	m.stay(formTime)
}

func (f *filling) touchList(m *Machine, a Action) {
	switch a.Verb {
	case Pick:
		if form, err := m.form(a.Arg); err == nil {
			f.open(m, form)
		}
	case Next, Previous:
		f.page = turned(f.page, f.listPages(m), a.Verb)
	case Back:
		f.leave(m)
	}
}

func (f *filling) touchStart(m *Machine, a Action) {
	switch a.Verb {
	case Next, Previous:
		f.page = turned(f.page, 2, a.Verb)
	case Continue:
		f.show(m, 0)
	case Back:
		if f.page > 0 {
			f.page = 0
			return
		}
		f.leave(m)
	}
}

// leave goes back to where the form was entered from, with nothing of it kept.
func (f *filling) leave(m *Machine) {
	if m.ticket != nil {
		m.part = nil
		m.enter(Ticket)
		m.show()
		return
	}
	m.end()
}

// turned is the page after or before, around the ends.
func turned(page, of int, v Verb) int {
	if of == 0 {
		return 0
	}
	if v == Next {
		return (page + 1) % of
	}
	return (page + of - 1) % of
}

// show goes to a question that counts, at or behind n; behind the last one to
// the review.
func (f *filling) show(m *Machine, n int) {
	for n < len(f.all) && !f.all[n].asked(f.values) {
		n++
	}
	f.at, f.page, f.problem = n, 0, nil
	if n == len(f.all) {
		f.revise, f.page = true, f.review
		f.enter(m, FormReview)
		return
	}
	q := f.all[n]
	f.enter(m, screenOf(q))
	if m.screen == FormAsk {
		f.pen = penOf(*q.field).writing(f.values[q.key()])
	}
}

func screenOf(q question) Screen {
	if any, _ := q.chosen(); any {
		return FormChoose
	}
	if q.field == nil {
		return FormRead
	}
	return FormAsk
}

func (f *filling) touchQuestion(m *Machine, a Action) {
	switch a.Verb {
	case Type:
		f.write(m, a.Arg)
	case Pick:
		f.pick(m, a.Arg)
	case Next, Previous: // of the options of one choice
		f.page = turned(f.page, f.pages(m), a.Verb)
	case Continue:
		f.next(m)
	case Back:
		f.back(m)
	}
}

// write takes a letter or what the keyboard's other keys name.
func (f *filling) write(m *Machine, arg string) {
	p := penOf(*f.question().field)
	if r := []rune(arg); len(r) == 1 {
		c := p.accept(r[0])
		if c == 0 {
			return
		}
		arg = string(c)
	}
	if arg == Space && p.accept(' ') == 0 {
		return
	}
	if p.kind == forms.TypeDate || p.kind == forms.TypeIBAN { // shown in groups: written at the end
		switch arg {
		case Leftward, Rightward, Begin, End, Delete:
			return
		}
	}
	before := len(f.pen.value)
	f.pen.touch(arg)
	f.values[f.question().key()] = p.value(f.pen.text())
	wrong := f.problem != nil
	f.problem = nil
	if wrong {
		f.problem = f.fault(m) // until it is right
	}
	if one := []rune(arg); len(one) == 1 && len(f.pen.value) == before && before == f.pen.most {
		f.problem = &forms.FieldError{Code: forms.TooLong, Args: map[string]any{"max": f.pen.most}}
	}
}

// pick answers a choice and goes on, or ticks one of several and stays.
func (f *filling) pick(m *Machine, key string) {
	q := f.question()
	f.problem = nil
	if _, several := q.chosen(); !several {
		f.values[q.key()] = key
		f.next(m)
		return
	}
	on := ticks(f.values[q.key()])
	if i := slices.Index(on, key); i >= 0 {
		on = slices.Delete(on, i, i+1)
	} else {
		on = append(on, key)
	}
	var keep []string // in the form's order
	for _, o := range q.options(m.lang) {
		if slices.Contains(on, o.key) {
			keep = append(keep, o.key)
		}
	}
	f.values[q.key()] = strings.Join(keep, ",")
}

// ticks are the keys that a value of several ticks.
func ticks(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
}

// next goes on when the answer at hand has no fault, and says which it has
// else. Of several pages it goes to the next one first.
func (f *filling) next(m *Machine) {
	_, several := f.question().chosen()
	if (several || m.screen == FormRead) && f.page+1 < f.pages(m) {
		f.page++
		return
	}
	if f.problem = f.fault(m); f.problem != nil {
		return
	}
	if f.revise {
		f.show(m, f.unanswered(m))
		return
	}
	f.show(m, f.at+1)
}

// unanswered is the first question with a fault: an answer that was changed may
// have made others count.
func (f *filling) unanswered(m *Machine) int {
	faults := f.form.Validate(f.answers(), m.now())
	for i, q := range f.all {
		if _, wrong := faults.Of(q.key()); wrong && q.asked(f.values) {
			return i
		}
	}
	return len(f.all)
}

// back goes to the question before, which shows what was answered.
func (f *filling) back(m *Machine) {
	if f.page > 0 {
		f.page--
		return
	}
	if f.revise && f.fault(m) == nil {
		f.show(m, f.unanswered(m))
		return
	}
	for n := f.at - 1; n >= 0; n-- {
		if f.all[n].asked(f.values) {
			f.revise = false
			f.show(m, n)
			return
		}
	}
	f.page = 0
	f.enter(m, FormStart)
}

func (f *filling) touchReview(m *Machine, a Action) {
	switch a.Verb {
	case Pick:
		f.review = f.page
		for i, q := range f.all {
			if q.key() == a.Arg {
				f.show(m, i)
			}
		}
	case Next, Previous:
		f.page = turned(f.page, f.reviewPages(m), a.Verb)
	case Continue:
		if n := f.unanswered(m); n < len(f.all) {
			f.show(m, n)
			return
		}
		f.page = 0
		f.enter(m, FormHand)
	case Back:
		f.revise = false
		f.show(m, f.last())
	}
}

// last is the last question that counts.
func (f *filling) last() int {
	for n := len(f.all) - 1; n > 0; n-- {
		if f.all[n].asked(f.values) {
			return n
		}
	}
	return 0
}
