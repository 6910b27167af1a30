package flow

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// The screens of rating a visit.
const (
	RateTicket  Screen = "rate_ticket"  // which ticket it was
	RateCSAT    Screen = "rate_csat"    // how satisfied, 1 to 5
	RateNPS     Screen = "rate_nps"     // would they tell others to come, 0 to 10
	RateCES     Screen = "rate_ces"     // how easy it was, 1 to 7
	RateComment Screen = "rate_comment" // in their own words
	Rated       Screen = "rated"        // thanks, or why it was not kept
)

const (
	thanksTime   = 12 * time.Second
	commentMost  = 300 // letters; a screen shows them all
	ticketDigits = 4   // a series counts on past 999
)

// rating is what a person thinks of a visit, question by question. Each may be
// left out. It goes to the hub once, at the end.
type rating struct {
	series  string
	number  writing
	problem string // key of what is wrong with the ticket; "" is nothing
	csat    int    // 0 is left out, as for ces
	nps     *int
	ces     int
	comment writing
	again   bool // the answers are there; only the ticket was wrong
	asked   Submit
	sent    bool   // asked is under way
	lost    bool   // asked got no answer
	outcome string // key of the last screen's words
}

func beginRating(m *Machine) []Effect {
	r := &rating{number: writing{most: ticketDigits, kind: Digits}, comment: writing{most: commentMost, upper: true}}
	if s := m.series(); len(s) == 1 {
		r.series = s[0]
	}
	m.begin(r, RateTicket)
	return nil
}

// series are the letters that tickets of this branch begin with.
func (m *Machine) series() []string {
	var all []string
	if m.state.Branch != nil {
		for _, s := range m.state.Branch.Services {
			if s.Series != "" && !slices.Contains(all, s.Series) {
				all = append(all, s.Series)
			}
		}
	}
	slices.Sort(all)
	return all
}

// alone says that a rating is written without the hub.
func (r *rating) alone() bool { return true }

func (r *rating) ticket() string { return r.series + r.number.text() }

// scale is one of the three questions that are answered with a figure.
type scale struct {
	from, to int
	key      string
	next     Screen
}

var scales = map[Screen]scale{
	RateCSAT: {1, 5, "csat", RateNPS},
	RateNPS:  {0, 10, "nps", RateCES},
	RateCES:  {1, 7, "ces", RateComment},
}

// given is the answer to a scale, if there is one.
func (r *rating) given(s Screen) (int, bool) {
	switch s {
	case RateCSAT:
		return r.csat, r.csat > 0
	case RateCES:
		return r.ces, r.ces > 0
	}
	if r.nps == nil {
		return 0, false
	}
	return *r.nps, true
}

func (r *rating) give(s Screen, n int) {
	switch s {
	case RateCSAT:
		r.csat = n
	case RateNPS:
		r.nps = &n
	case RateCES:
		r.ces = n
	}
}

func (r *rating) touch(m *Machine, a Action) []Effect {
	if r.sent {
		return nil
	}
	switch a.Verb {
	case Back:
		r.back(m)
	case Done:
		m.welcome()
	case Type:
		r.write(m, a.Arg)
	case Pick:
		if n, err := strconv.Atoi(a.Arg); err == nil {
			r.give(m.screen, n)
			m.enter(scales[m.screen].next)
		}
	case Continue:
		return r.next(m)
	}
	return nil
}

func (r *rating) write(m *Machine, arg string) {
	if m.screen == RateComment {
		r.comment.touch(arg)
		return
	}
	r.problem = ""
	for _, s := range m.series() {
		if strings.EqualFold(s, arg) { // a keyboard's letters are small
			r.series = s
			return
		}
	}
	if arg == Backspace && len(r.number.value) == 0 && len(m.series()) > 1 {
		r.series = ""
	}
	r.number.touch(arg)
}

// next goes on from the ticket, past a question, or to the hub.
func (r *rating) next(m *Machine) []Effect {
	switch m.screen {
	case RateTicket:
		if r.series == "" || len(r.number.value) < 3 {
			r.problem = "ticket.incomplete"
			return nil
		}
		if r.again {
			return r.send(m)
		}
		m.enter(RateCSAT)
	case RateCSAT, RateNPS, RateCES:
		m.enter(scales[m.screen].next)
		if m.screen == RateComment && r.empty() {
			r.finish(m, "nothing")
		}
	case RateComment:
		return r.send(m)
	case Rated:
		return r.send(m)
	}
	return nil
}

// empty tells whether every figure was left out: then there is nothing to keep.
func (r *rating) empty() bool { return r.csat == 0 && r.nps == nil && r.ces == 0 }

func (r *rating) back(m *Machine) {
	switch m.screen {
	case RateTicket:
		m.welcome()
	case RateCSAT:
		m.enter(RateTicket)
	case RateNPS:
		m.enter(RateCSAT)
	case RateCES:
		m.enter(RateNPS)
	case RateComment:
		m.enter(RateCES)
	}
}

// send asks the hub to keep it: anew, or the same wish that got no answer.
func (r *rating) send(m *Machine) []Effect {
	if !r.lost { // a wish that got no answer is asked again word for word
		m.wishes++
		r.asked = Submit{Wish: m.wishes, Body: wire.Feedback{
			Ticket: r.ticket(), CSAT: r.csat, NPS: r.nps, CES: r.ces, Comment: strings.TrimSpace(r.comment.text()),
		}}
	}
	r.sent, r.lost = true, false
	m.stay(0)
	return []Effect{r.asked}
}

// take is the hub's answer. A ticket that is wrong is asked for again, with
// the answers kept; every other refusal is the end of it.
func (r *rating) take(m *Machine, in Input) []Effect {
	s, ok := in.(Submitted)
	if !ok || !r.sent || s.Wish != r.asked.Wish {
		return nil
	}
	r.sent = false
	switch {
	case s.Lost:
		r.lost, r.outcome = true, "lost"
		m.enter(Rated)
	case s.Answer.OK:
		r.finish(m, "thanks")
	case s.Answer.Code == wire.UnknownTicket:
		r.problem, r.again = "ticket.unknown", true
		m.enter(RateTicket)
	case s.Answer.Code == wire.NotServedYet:
		r.finish(m, "early")
	case s.Answer.Code == wire.FeedbackGiven:
		r.finish(m, "given")
	default:
		r.finish(m, "failed")
	}
	return nil
}

// finish drops what was written and says how it ended.
func (r *rating) finish(m *Machine, outcome string) {
	*r = rating{outcome: outcome}
	m.enter(Rated)
	m.stay(thanksTime)
}

func (r *rating) view(m *Machine, v *View) {
	say := func(key string) string { return words.T(m.lang, "rate."+key) }
	back := Button{Action: Action{Verb: Back}, Icon: "arrow-left", Label: words.T(m.lang, "common.back")}
	next := Button{Action: Action{Verb: Continue}, Label: say("next"), Primary: true}
	skip := Button{Action: Action{Verb: Continue}, Label: say("skip")}
	switch m.screen {
	case RateTicket:
		v.Title, v.Lead = say("ticket.title"), say("ticket.lead")
		v.Field = &Field{Label: say("ticket.field"), Value: r.ticket(), Kind: Digits, Caret: len(r.ticket())}
		if r.problem != "" {
			v.Field.Problem = say(r.problem)
		}
		v.Keys = r.ticketKeys(m)
		if r.again {
			next.Label = say("send")
		}
		v.Buttons = []Button{r.busy(m, next), back}
	case RateCSAT, RateNPS, RateCES:
		r.scaleView(m, v)
		if _, ok := r.given(m.screen); ok {
			skip.Label = say("next") // it was answered before: go on as it is
		}
		v.Buttons = []Button{back, skip}
	case RateComment:
		v.Title, v.Lead = say("comment.title"), say("comment.lead")
		v.Step = r.step(m, 4)
		v.Field = r.comment.field()
		v.Field.Label = say("comment.field")
		v.Keys = r.comment.keys(m.lang)
		next.Label = say("send")
		v.Buttons = []Button{r.busy(m, next), back}
	case Rated:
		v.Title, v.Lead = say("end."+r.outcome), say("end."+r.outcome+"_now")
		done := Button{Action: Action{Verb: Done}, Label: say("done"), Primary: true}
		v.Buttons = []Button{done}
		if r.lost || r.sent {
			next.Label, next.Icon = say("again"), "arrow-clockwise"
			done.Primary = false
			v.Buttons = []Button{r.busy(m, next), done}
		}
	}
	if r.sent {
		v.Buttons = v.Buttons[:1]
		v.Keys = nil
	}
}

// busy is the button that sends, as it stands while the hub is asked.
func (r *rating) busy(m *Machine, b Button) Button {
	if r.sent {
		b.Sent, b.Label, b.Icon = true, words.T(m.lang, "rate.sending"), ""
	}
	return b
}

func (r *rating) step(m *Machine, n int) *Step {
	return &Step{At: n, Of: 4, Label: words.T(m.lang, "rate.step", words.A{"n": n, "total": 4})}
}

// scaleView asks for a figure. Each has its word for who hears it; on a screen
// the words stand at both ends.
func (r *rating) scaleView(m *Machine, v *View) {
	s := scales[m.screen]
	v.Title = words.T(m.lang, "rate."+s.key+".title")
	v.Step = r.step(m, slices.Index([]Screen{RateCSAT, RateNPS, RateCES}, m.screen)+1)
	given, ok := r.given(m.screen)
	for n := s.from; n <= s.to; n++ {
		b := Button{Action: Action{Pick, strconv.Itoa(n)}, Label: strconv.Itoa(n), Selected: ok && n == given}
		if m.screen == RateCSAT {
			b.Note = words.T(m.lang, "rate.csat."+strconv.Itoa(n))
		}
		v.Choices = append(v.Choices, b)
	}
	if m.screen == RateCSAT {
		v.Lead = words.T(m.lang, "rate.csat.lead")
		return
	}
	low, high := words.T(m.lang, "rate."+s.key+".low"), words.T(m.lang, "rate."+s.key+".high")
	v.Choices[0].Note, v.Choices[len(v.Choices)-1].Note = low, high
	v.Lead = words.T(m.lang, "rate.ends", words.A{"from": s.from, "low": low, "to": s.to, "high": high})
}

// ticketKeys are the letters of the branch's series and ten figures: nothing
// can be written that no ticket is.
func (r *rating) ticketKeys(m *Machine) [][]Button {
	var letters []Button
	for _, s := range m.series() {
		letters = append(letters, Button{Action: Action{Type, s}, Label: s, Selected: s == r.series})
	}
	var keys [][]Button
	for len(letters) > 9 {
		keys, letters = append(keys, letters[:9]), letters[9:]
	}
	if len(m.series()) > 1 {
		keys = append(keys, letters)
	}
	w := &writing{kind: Digits}
	back := named(m.lang, Backspace, "backspace")
	back.Share = 1
	return append(keys, w.row("12345"), append(w.row("67890"), back))
}
