package queue

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// genBranch makes any branch that passes Check: services with and without a
// series of their own, with hours, counters with and without profiles.
func genBranch(t *rapid.T) Branch {
	seconds := func(name string) Seconds { return Seconds(one(t, name, []int{0, 30, 600})) }
	b := Branch{
		ID: "b", Zone: "Europe/Prague", RecallGap: seconds("recall gap"), LateReturn: seconds("late return"),
		UndoWindow: seconds("undo window"), NoShowAfter: seconds("no-show after"), MaxBoard: between(t, "board", 0, 4),
		Classes:   []Class{{ID: "senior", Credit: 300}, {ID: "first", Credit: 86400}},
		Tellers:   []Teller{{ID: "ana", Languages: []string{"cs", "es"}}, {ID: "bea", Languages: []string{"es"}}, {ID: "eva"}},
		MostCalls: between(t, "most calls", 0, 3), LatePlace: one(t, "late place", []LatePlace{LateOwn, LateLast, LateBehind}), LateAfter: between(t, "late after", 1, 3),
		LanguageWait: seconds("language wait"), OfficerWait: seconds("officer wait"),
		Appointments: Appointments{Early: seconds("early"), Late: seconds("late"), Share: one(t, "share of appointments", []int{0, 40})},
	}
	for _, way := range []Way{WayStrict, WayNext, WayAccumulating} {
		if between(t, "has "+string(way), 0, 3) > 0 {
			continue
		}
		c := Class{ID: ClassID(way), Way: way, Share: one(t, "share", []int{0, 30, 50, 95})}
		if way == WayAccumulating {
			c.Rate = one(t, "rate", []int{100, 150, 400})
		}
		b.Classes = append(b.Classes, c)
	}
	shared, ranges := between(t, "shared series", 0, 1) == 1, between(t, "ranges", 0, 1) == 1
	for i := range between(t, "services", 1, 5) {
		s := Service{ID: ServiceID(fmt.Sprintf("s%d", i)), Series: seriesLetters[i : i+1], Target: seconds("target")}
		if shared && i%2 == 1 {
			o := &b.Services[i-1]
			if s.Series = o.Series; ranges {
				low, high := genRange(t), genRange(t)
				high.From, high.To = low.To+high.From, low.To+high.To
				s.Numbers, o.Numbers = low, high
				if between(t, "low first", 0, 1) == 0 {
					s.Numbers, o.Numbers = high, low
				}
			} else {
				s.Shared, o.Shared = true, true
			}
		} else if ranges {
			if s.Numbers = genRange(t); between(t, "no end", 0, 2) == 0 {
				s.Numbers.To = 0
			}
		}
		if between(t, "has hours", 0, 4) == 0 {
			s.Hours = []Hours{{9*60 + 10, 12 * 60}}
		}
		b.Services = append(b.Services, s)
	}
	some := func(name string) (ids []ServiceID) {
		for _, s := range b.Services {
			if between(t, name, 0, 1) == 1 {
				ids = append(ids, s.ID)
			}
		}
		return ids
	}
	for i := range between(t, "profiles", 0, 3) {
		p := Profile{ID: ProfileID(fmt.Sprintf("p%d", i)), Services: some("in profile"), WrapUp: seconds("wrap-up"), AutoNext: between(t, "auto-next", 0, 2) == 0}
		genRules(t, &p, some)
		b.Profiles = append(b.Profiles, p)
	}
	for i := range between(t, "counters", 1, 5) {
		c := CounterSetup{ID: CounterID(fmt.Sprint(i + 1))}
		if p := between(t, "profile of counter", -2, len(b.Profiles)-1); p >= 0 {
			c.Profile = b.Profiles[p].ID
		} else if p == -2 {
			c.Services = some("at counter")
		}
		b.Counters = append(b.Counters, c)
	}
	return b
}

// genRange is a short range, so that a day comes to its end.
func genRange(t *rapid.T) Range {
	from := between(t, "from", 1, 4)
	return Range{from, from + between(t, "more", 0, 4)}
}

// anyVerb is everything that can be asked for; fittingVerb is what is mostly
// asked for at a counter in a state, so that random days get somewhere.
var anyVerb = []string{
	"issue", "next", "call", "recall", "serve", "finish", "finish next", "no_show", "requeue", "park", "resume", "transfer",
	"leave", "undo", "open", "pause", "close", "close day", "open day", "load", "rush", "rush", "end rush",
	"draft", "look", "audit", "help", "help", "comes", "done", "report", "rate", "rate",
}

var fittingVerb = map[CounterState][]string{
	CounterIsClosed:  {"open", "open", "open", "issue", "requeue", "open day"},
	CounterIsPaused:  {"open", "open", "issue", "close", "undo", "leave"},
	CounterIsOpen:    {"next", "next", "next", "next", "issue", "issue", "issue", "call", "resume", "resume", "requeue", "requeue", "undo", "pause", "close", "draft"},
	CounterIsCalled:  {"serve", "serve", "serve", "serve", "recall", "no_show", "no_show", "requeue", "park", "transfer", "leave", "undo", "issue", "draft"},
	CounterIsServing: {"finish", "finish", "finish", "finish next", "park", "transfer", "undo", "issue", "draft", "look"},
	CounterIsWrapUp:  {"finish", "finish next", "next", "next", "call", "pause", "undo", "undo", "issue"},
}

// between draws evenly from low to high. rapid's own ranges lean to the low end,
// so that most days would go by with a ticket and a closed counter.
func between(t *rapid.T, name string, low, high int) int {
	n := 0
	for _, bit := range even.Draw(t, name) {
		n *= 2
		if bit {
			n++
		}
	}
	return low + n%(high-low+1)
}

var even = rapid.SliceOfN(rapid.Bool(), 12, 12)

// one draws evenly from a slice.
func one[T any](t *rapid.T, name string, from []T) T { return from[between(t, name, 0, len(from)-1)] }

// genCommand makes a command that may well be refused: mostly about counters
// and tickets that exist, sometimes about ones that don't.
func (m *machine) genCommand(t *rapid.T) Command {
	counter := CounterID(fmt.Sprint(between(t, "counter", 1, len(m.branch.Counters))))
	if between(t, "wrong counter", 0, 40) == 0 {
		counter = "99"
	}
	by := Actor{Role: "counter", Counter: counter, Person: one(t, "teller", []TellerID{"", "ana", "bea", "eva"})}
	if c, ok := m.s.Counter(counter); ok && between(t, "other teller", 0, 9) > 0 && c.State != CounterIsClosed {
		by.Person = c.Teller
	}
	if between(t, "host", 0, 5) == 0 {
		by = Actor{Role: "host", Person: "eva"}
	}
	m.asked++
	if n := between(t, "at a kiosk", 0, 11); n < 2 {
		by, do := m.genLease(t, []string{"lease", "merge"}[n])
		return Command{ID: fmt.Sprintf("c%d", m.asked), By: by, Do: do}
	}
	return Command{ID: fmt.Sprintf("c%d", m.asked), By: by, Do: m.genAsk(t, counter)}
}

func (m *machine) genAsk(t *rapid.T, counter CounterID) Ask {
	ticket := func(states ...LegState) Ticket { return m.genTicket(t, states) }
	service := func() ServiceID { return one(t, "service", m.branch.Services).ID }
	verbs := anyVerb
	if c, ok := m.s.Counter(counter); ok && between(t, "fitting", 0, 3) > 0 {
		verbs = fittingVerb[c.State]
	}
	verb := one(t, "verb", verbs)
	switch verb {
	case "issue":
		class := one(t, "class", append([]ClassID{"", "", "", "senior", "first"}, m.classes()...))
		i := Issue{Visit: VisitID(fmt.Sprintf("v%d", m.asked)), Service: service(), Language: one(t, "language", []string{"cs", "es", "sv"}), Class: class}
		if between(t, "more", 0, 4) == 0 {
			i.Then = []ServiceID{service(), service()}
		}
		switch between(t, "asks for", 0, 9) {
		case 0:
			i.Teller = one(t, "named", []TellerID{"ana", "bea", "nobody"})
		case 1, 2:
			i.Booked = m.now.Add(time.Duration(between(t, "booked in", -900, 900)) * time.Second)
		}
		return i
	case "next":
		return CallNext{Counter: counter}
	case "call":
		return Call{Counter: counter, Ticket: ticket(Waiting), Reason: one(t, "reason", []string{"asked", ""})}
	case "recall":
		return Recall{Counter: counter}
	case "serve":
		return Serve{Counter: counter}
	case "finish":
		return Finish{Counter: counter}
	case "finish next":
		return Finish{Counter: counter, Next: service()}
	case "no_show":
		return NoShow{Counter: counter}
	case "requeue":
		return Requeue{Ticket: ticket(NotShown, Called)}
	case "park":
		p := Park{Counter: counter, Owner: one(t, "owner", []Owner{"", OwnerTeller, OwnerCounter, OwnerBranch})}
		if between(t, "until", 0, 1) == 1 {
			p.Until = m.now.Add(time.Duration(between(t, "back in", -10, 600)) * time.Second)
		}
		return p
	case "resume":
		return Resume{Counter: counter, Ticket: ticket(Parked)}
	case "transfer":
		return Transfer{Counter: counter, To: m.genTo(t, service()), Place: one(t, "place", []Place{"", PlaceFirst, PlaceLast, PlaceAge})}
	case "leave":
		return Leave{Ticket: ticket(Waiting, Called, Parked)}
	case "rush":
		if len(m.branch.Profiles) > 0 {
			return Rush{Profile: one(t, "rush profile", m.branch.Profiles).ID, Counters: []CounterID{counter}, Until: m.now.Add(time.Duration(between(t, "rush for", -1, 900)) * time.Second)}
		}
		return CallNext{Counter: counter}
	case "end rush":
		if between(t, "of all", 0, 1) == 0 {
			return EndRush{}
		}
		return EndRush{Counters: []CounterID{counter}}
	case "undo":
		return Undo{Counter: counter}
	case "draft", "look", "audit", "help", "comes", "done", "report", "rate":
		return m.genBeside(t, verb)
	case "open":
		if len(m.branch.Profiles) > 0 && between(t, "with profile", 0, 1) == 1 {
			return OpenCounter{Counter: counter, Profile: one(t, "profile", m.branch.Profiles).ID}
		}
		return OpenCounter{Counter: counter}
	case "pause":
		return PauseCounter{Counter: counter}
	case "close":
		return CloseCounter{Counter: counter}
	case "close day":
		if between(t, "really", 0, 4) > 0 {
			return CallNext{Counter: counter}
		}
		return CloseDay{}
	case "open day":
		day := Date(m.day.AddDate(0, 0, between(t, "date", -1, 1)).Format(time.DateOnly))
		return OpenDay{Date: day, Closes: m.now.Add(4 * time.Hour)}
	}
	b := genBranch(t) // another branch, in the middle of the day
	return LoadBranch{Branch: b}
}

// genBeside is what stands beside the rules.
func (m *machine) genBeside(t *rapid.T, verb string) Ask {
	switch verb {
	case "draft":
		return Draft{Ticket: m.genTicket(t, []LegState{Waiting, Called, Serving}), Form: one(t, "form", []string{"AC-01", "LN-01"})}
	case "rate":
		n := between(t, "rating", 1, 5)
		return Rate{Ticket: m.genTicket(t, []LegState{Finished, WrapUp}), CSAT: &n}
	case "look":
		v, _ := m.s.Ticket(m.genTicket(t, []LegState{Serving}))
		if v == nil {
			return See{Visit: "nobody"}
		}
		return See{Visit: v.ID, Fields: []string{"draft:AC-01"}}
	}
	call := "h0"
	if helps := m.s.Helps(); len(helps) > 0 && between(t, "open call", 0, 4) > 0 {
		call = one(t, "call", helps).Call
	}
	switch verb {
	case "help":
		return CallHelp{Language: "cs"}
	case "comes":
		return AnswerHelp{Call: call}
	case "done":
		return EndHelp{Call: call, Cancelled: between(t, "cancelled", 0, 1) == 0}
	case "report":
		return Report{Printer: one(t, "printer", []string{"ok", "paper_out"}), Unprinted: between(t, "unprinted", 0, 1)}
	}
	return Note{What: one(t, "what", Whats()), Subject: "kiosk-1", Date: one(t, "date", []Date{"", m.s.Date, "2026-03-01"})}
}

// classes are those that go ahead of their place.
func (m *machine) classes() (ids []ClassID) {
	for _, c := range m.branch.Classes {
		if c.Way != WayCredit {
			ids = append(ids, c.ID, c.ID)
		}
	}
	return ids
}

// genTicket picks a ticket, mostly of somebody in one of the states.
func (m *machine) genTicket(t *rapid.T, states []LegState) Ticket {
	var fit, all []Ticket
	for v := range m.s.Visits() {
		all = append(all, v.Ticket)
		if slices.Contains(states, v.State()) {
			fit = append(fit, v.Ticket)
		}
	}
	switch any := between(t, "any ticket", 0, 9); {
	case len(all) == 0 || any == 0:
		return "X001"
	case len(fit) == 0 || any == 1:
		return one(t, "ticket", all)
	}
	return one(t, "ticket", fit)
}

func (m *machine) genTo(t *rapid.T, service ServiceID) To {
	switch between(t, "to", 0, 3) {
	case 0:
		return To{Counter: one(t, "to counter", m.branch.Counters).ID}
	case 1:
		return To{Teller: one(t, "to teller", []TellerID{"ana", "bea", "eva"})}
	}
	return To{Service: service}
}

// genRules gives a profile any rules that pass Check.
func genRules(t *rapid.T, p *Profile, some func(string) []ServiceID) {
	if between(t, "ruled", 0, 1) == 0 {
		return
	}
	for i := range between(t, "rules", 0, 3) {
		r := Rule{ID: RuleID(fmt.Sprintf("r%d", i)), Services: some("of rule"), Share: one(t, "share of rule", []int{0, 25, 50, 90})}
		switch between(t, "condition", 0, 4) {
		case 0:
			r.WaitOver = Seconds(one(t, "wait over", []int{30, 300}))
		case 1:
			r.WaitingOver = between(t, "waiting over", 1, 3)
		case 2:
			r.MissWithin = Seconds(one(t, "miss within", []int{60, 600}))
		case 3:
			r.Classes = []ClassID{"senior"}
		}
		p.Rules = append(p.Rules, r)
	}
	switch between(t, "final", 0, 3) {
	case 0:
		p.Final = FinalLongest
	case 1:
		p.Final = FinalTurns
		for _, id := range some("in turn") {
			p.Turns = append(p.Turns, Turn{Service: id})
		}
		p.Turns = append(p.Turns, Turn{Class: "senior"}, Turn{Class: "senior"})
		if between(t, "others named", 0, 1) == 0 {
			p.Turns = append(p.Turns, Turn{})
		}
	}
}
