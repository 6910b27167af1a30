package board

import (
	"strings"
	"time"
	"unicode"

	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
)

// Model is all that the lobby screen shows, in finished sentences. Two equal
// models look the same.
type Model struct {
	Bank   string // the bank's name
	Brand  string // its colour as the branch has it, "" for the default
	Clock  string // 10:41
	Call   Call   // the large card
	Recent string // the heading over the rows
	Rows   []Row  // always the same number; an empty one has no ticket
	Waits  []Wait
	Ticker string
	Silent string        // why people must look up; "" while there is sound
	Veil   Veil          // over everything, while the screen is not live
	Pair   *pairing.Text // in the place of calls and waits, until the hub knows this screen
}

// Call is the large card. Without a ticket it says Title and Text instead.
type Call struct {
	Ticket  string
	Word    string // "Puesto", in the ticket's language
	Counter string
	Now     bool // it is a live call: the card is the colour of the call
	Beat    bool // its border is thick at this moment
	Title   string
	Text    string
}

// Row is a recent call.
type Row struct {
	Ticket  string
	Counter string
	Now     bool // the counter still waits for this person
}

// Wait is the wait of one service.
type Wait struct {
	Service string
	Value   string // "5–10 min"
}

// Veil says that the screen is not live, and since when. Empty, it is live.
type Veil struct {
	Title string
	Text  string
	Note  string // what is done about it, at the foot
}

// Up says whether the veil is drawn.
func (v Veil) Up() bool { return v.Title != "" }

// maxWaits is how many services the foot of the screen has room for.
const maxWaits = 8

// Language is that of the wall.
func (b *Board) Language() words.Lang {
	if b.config.Language != "" {
		return b.config.Language
	}
	if br := b.news.State.Branch; br != nil && len(br.Languages) > 0 {
		return words.Lang(br.Languages[0])
	}
	if b.config.Until != "" {
		return b.config.Until
	}
	return words.EN
}

// Model is what the screen shows at a time of this machine's clock.
func (b *Board) Model(at time.Time) Model {
	l := b.Language()
	m := Model{Clock: words.Clock(b.face(at)), Recent: words.T(l, "display.recent"), Rows: make([]Row, len(b.slots))}
	if br := b.news.State.Branch; br != nil {
		m.Bank, m.Brand = br.Bank, br.Brand
		m.Ticker = words.Pick(br.Ticker, l)
	}
	if m.Ticker == "" {
		m.Ticker = words.T(l, "display.ticker")
	}
	switch b.sound {
	case Chimes:
		m.Silent = words.T(l, "display.no_voice")
	case Silent:
		m.Silent = words.T(l, "display.silent")
	}
	if b.step != nil {
		t := pairing.Say(l, pairing.Display, *b.step)
		m.Pair, m.Ticker, m.Silent = &t, words.T(l, "pair.public"), ""
		return m
	}
	m.Veil = b.veil(at, l)
	live := !m.Veil.Up() // a cut too short to be said changes nothing
	m.Call = b.card(at, l, live)
	for i, s := range b.slots {
		if s != nil {
			m.Rows[i] = Row{s.ticket, s.counter, live && b.called(*s)}
		}
	}
	if !m.Veil.Up() {
		m.Waits = b.waits(l)
	}
	return m
}

// face is the time that the screen's clock shows: it goes on while the line is
// cut. A virtual clock stands where the hub has it.
func (b *Board) face(at time.Time) time.Time {
	if b.virtual() {
		at = b.news.State.At
	}
	return at.In(b.zone)
}

func (b *Board) card(at time.Time, l words.Lang, live bool) Call {
	if c := b.glass; c != nil {
		tongue := words.Lang(c.language)
		if tongue == "" {
			tongue = l
		}
		return Call{
			Ticket: c.ticket, Counter: c.counter, Word: words.T(tongue, "display.counter"),
			Now:  live && (b.called(*c) || at.Before(b.shown.Add(Hold))),
			Beat: live && b.thick(at),
		}
	}
	if b.news.Known && b.news.State.Day == "closed" {
		return Call{Title: words.T(l, "display.closed.title"), Text: words.T(l, "display.closed.text")}
	}
	return Call{Title: words.T(l, "display.empty.title"), Text: words.T(l, "display.empty.text")}
}

// thick says whether a new call's border is thick at this moment: on and off
// three times, or for three seconds where nothing may move.
func (b *Board) thick(at time.Time) bool {
	if b.shown.IsZero() {
		return false
	}
	since := at.Sub(b.shown)
	if b.config.Calm {
		return since < calmThick
	}
	return since < 2*beats*beat && since/beat%2 == 0
}

// waits is a cell for each service that gives tickets now, in the branch's
// order. What is wrong with one is left out, and the others stay.
func (b *Board) waits(l words.Lang) []Wait {
	br := b.news.State.Branch
	if br == nil {
		return nil
	}
	var cells []Wait
	for _, s := range br.Services {
		q, ok := b.queue(s.ID)
		name := words.Pick(s.Names, l)
		if !ok || !q.Open || name == "" || len(cells) == maxWaits {
			continue
		}
		if q.Serving == 0 { // the hub quotes what the branch could do: nobody here is promised that
			q.Wait.Unknown = true
		}
		cells = append(cells, Wait{name, waitOf(l, q.Wait)})
	}
	return cells
}

func (b *Board) queue(service string) (wire.Queue, bool) {
	for _, q := range b.news.State.Queues {
		if q.Service == service {
			return q, true
		}
	}
	return wire.Queue{}, false
}

func waitOf(l words.Lang, w wire.Wait) string {
	if w.Unknown {
		return words.T(l, "display.wait.unknown")
	}
	p50, p80 := time.Duration(w.P50S)*time.Second, time.Duration(w.P80S)*time.Second
	return capital(words.Range(l, p50, p80))
}

// capital makes the first letter large: the value stands alone in its cell.
func capital(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + strings.TrimPrefix(s[i:], string(r))
	}
	return s
}

// veil says what is wrong with the line, if it is worth saying.
func (b *Board) veil(at time.Time, l words.Lang) Veil {
	n := b.news
	switch {
	case n.Refused:
		return Veil{words.T(l, "display.refused.title"), words.T(l, "display.refused.text"), words.T(l, "display.refused.note")}
	case n.Live && n.Known:
		return Veil{}
	case at.Before(n.Since.Add(Grace)):
		return Veil{}
	case !n.Known:
		return Veil{words.T(l, "display.start.title"), words.T(l, "display.start.text"), words.T(l, "display.start.note")}
	}
	when := words.A{"time": words.Clock(n.Since.In(b.zone))}
	return Veil{words.T(l, "display.veil.title", when), words.T(l, "display.veil.text"), words.T(l, "display.veil.note", when)}
}

// Next is when the model changes by itself, later than at: the minute, the end
// of a hold, a beat, the veil. Nothing else needs a timer.
func (b *Board) Next(at time.Time) time.Time {
	next := at.Truncate(time.Minute).Add(time.Minute)
	sooner := func(t time.Time) {
		if t.After(at) && t.Before(next) {
			next = t
		}
	}
	if !b.news.Live {
		sooner(b.news.Since.Add(Grace))
		return next
	}
	if b.shown.IsZero() {
		return next
	}
	sooner(b.shown.Add(b.hold()))
	sooner(b.shown.Add(Hold))
	if b.config.Calm {
		sooner(b.shown.Add(calmThick))
		return next
	}
	for i := 1; i < 2*beats; i++ {
		sooner(b.shown.Add(time.Duration(i) * beat))
	}
	return next
}
