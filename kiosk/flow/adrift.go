package flow

import (
	"slices"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// Leased says what the kiosk may give out by itself while the hub is away: how
// many numbers of each service are left, by business date. Services of one
// series share theirs.
type Leased struct{ Left map[string]map[string]int }

// IssueAlone asks for a ticket from the kiosk's own lease. The app writes it
// down and answers with Answer, Alone set: a number once it is on the disk, or
// a refusal.
type IssueAlone struct {
	Wish         int
	Command      wire.Issue
	BusinessDate string
	At           time.Time // on the branch's wall
}

func (Leased) input()      {}
func (IssueAlone) effect() {}

// adrift tells whether the kiosk gives tickets out by itself: the hub is out of
// reach for longer than a moment, the branch is known, numbers of the business
// date are left, and the day is open. It is where the hub said so on this date;
// on the next one it is by the hours of the services, for a morning on which
// the hub does not come up.
func (m *Machine) adrift() bool {
	if m.live || m.state.Branch == nil || m.at.Sub(m.since) < blipTime {
		return false
	}
	date := m.today()
	switch {
	case date == m.state.BusinessDate && m.state.Day != "open", date < m.state.BusinessDate:
		return false
	case date > m.state.BusinessDate && m.state.Day == "open" && m.now().Hour() < smallHours:
		return false // a branch that is open at night: its day may go on
	}
	for _, n := range m.leased.Left[date] {
		if n > 0 {
			return true
		}
	}
	return false
}

// smallHours end the last business day that anybody keeps open past midnight.
const smallHours = 6

// today is the date on the branch's wall.
func (m *Machine) today() string { return m.now().Format(time.DateOnly) }

// lent is how many numbers of a service are left.
func (m *Machine) lent(service string) int { return m.leased.Left[m.today()][service] }

// takeAlone asks for a number of the lease. A wish that the hub never answered
// is let go: it may have made a ticket that nobody holds, and this one is held.
func (m *Machine) takeAlone() []Effect {
	m.wishes++
	m.wish = &wish{number: m.wishes, command: m.issue(), alone: true}
	m.lost, m.notice = nil, nil
	m.stay(0)
	return []Effect{IssueAlone{Wish: m.wish.number, Command: m.wish.command, BusinessDate: m.today(), At: m.now()}}
}

// aloneQueue is a service's row as far as a kiosk without its hub can know it:
// by the hours of the branch, and nothing of the people.
func (m *Machine) aloneQueue(id string) wire.Queue {
	q := wire.Queue{Service: id, Wait: wire.Wait{Unknown: true}}
	s := m.find(id)
	was := slices.IndexFunc(m.state.Queues, func(q wire.Queue) bool { return q.Service == id })
	if s == nil || was < 0 {
		return q
	}
	var opens string
	q.Open, opens = opensAt(m.state.Branch, s, m.now())
	if then, _ := opensAt(m.state.Branch, s, m.state.At.In(m.zone)); then && !m.state.Queues[was].Open && m.state.BusinessDate == m.today() {
		q.Open = false // closed in its hours, by hand or for a holiday: so it stays
	}
	if !q.Open {
		q.OpensAt = opens
	}
	q.Open = q.Open && m.lent(id) > 0
	return q
}

// opensAt tells whether a service takes tickets at a time on the branch's wall,
// by its hours, the branch's breaks, its week and its holidays; and else when it
// does again on the same day, "" for not. The hub goes by the same.
func opensAt(b *wire.Branch, s *wire.Service, t time.Time) (open bool, opens string) {
	weekday := int((t.Weekday()+6)%7) + 1
	if len(b.Week) > 0 && !slices.Contains(b.Week, weekday) || slices.Contains(b.Holidays, t.Format(time.DateOnly)) {
		return false, ""
	}
	takes := func(clock string) bool {
		return clock < "24:00" && (len(s.Hours) == 0 || within(s.Hours, clock)) && !within(b.Breaks, clock)
	}
	now := t.Format("15:04")
	if takes(now) {
		return true, ""
	}
	try := func(clock string) {
		if clock > now && takes(clock) && (opens == "" || clock < opens) {
			opens = clock
		}
	}
	for _, h := range s.Hours {
		try(h.Opens)
	}
	for _, h := range b.Breaks {
		try(h.Closes)
	}
	return false, opens
}

func within(all []wire.Hours, clock string) bool {
	return slices.ContainsFunc(all, func(h wire.Hours) bool { return h.Opens <= clock && clock < h.Closes })
}

// aloneCard puts what is not known of a queue into a card: no wait, nobody
// counted, and where no number is left, that the staff helps.
func (m *Machine) aloneCard(c *Card) {
	if !m.adrift() {
		return
	}
	id := c.Action.Arg
	if c.Closed {
		if open, _ := opensAt(m.state.Branch, m.find(id), m.now()); open && m.lent(id) == 0 {
			c.Hint, c.Wait = m.device("alone.none"), m.device("alone.none_short")
		}
		return
	}
	c.People = ""
}

// aloneFact is what stands in the place of a service's wait.
func (m *Machine) aloneFact(f *Fact) {
	if !m.adrift() {
		return
	}
	f.Ahead, f.Note = -1, m.device("alone.wait")
	if m.landscape && m.ease.Percent > 100 {
		f.Note = "" // no room; the greeting and the ticket say it
	}
}

// aloneLead is what the greeting says in the place of its own words, or these.
func (m *Machine) aloneLead(usual string) string {
	if !m.adrift() {
		return usual
	}
	return words.T(m.lang, "device.alone.lead", words.A{"time": words.ClockIn(m.lang, m.since.In(m.zone))})
}

// alonePass says on the ticket what a number from the lease is worth.
func (m *Machine) alonePass(t *ticket, p *Pass) {
	if !t.slip.Offline {
		return
	}
	p.URLText = m.device("alone.ticket")
	if p.URLTitle != "" {
		p.URLText = m.say("ticket.note_text") + " " + m.device("alone.ticket")
	}
}

func (m *Machine) device(key string) string { return words.T(m.lang, "device."+key) }
