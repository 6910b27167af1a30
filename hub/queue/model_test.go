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
	seconds := func(name string) Seconds { return Seconds(rapid.SampledFrom([]int{0, 30, 600}).Draw(t, name)) }
	b := Branch{
		ID: "b", Zone: "Europe/Prague", RecallGap: seconds("recall gap"), LateReturn: seconds("late return"),
		UndoWindow: seconds("undo window"), NoShowAfter: seconds("no-show after"), MaxBoard: rapid.IntRange(0, 4).Draw(t, "board"),
		Classes: []Class{{ID: "senior", Credit: 300}, {ID: "first", Credit: 86400}},
		Tellers: []Teller{{ID: "ana"}, {ID: "bea"}, {ID: "eva"}},
	}
	shared := rapid.Bool().Draw(t, "shared series")
	for i := range rapid.IntRange(1, 5).Draw(t, "services") {
		s := Service{ID: ServiceID(fmt.Sprintf("s%d", i)), Series: seriesLetters[i : i+1]}
		if shared && i%2 == 1 {
			s.Series, s.Shared, b.Services[i-1].Shared = b.Services[i-1].Series, true, true
		}
		if rapid.IntRange(0, 4).Draw(t, "has hours") == 0 {
			s.Hours = []Hours{{9*60 + 10, 12 * 60}}
		}
		b.Services = append(b.Services, s)
	}
	some := func(name string) (ids []ServiceID) {
		for _, s := range b.Services {
			if rapid.Bool().Draw(t, name) {
				ids = append(ids, s.ID)
			}
		}
		return ids
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "profiles") {
		b.Profiles = append(b.Profiles, Profile{
			ID: ProfileID(fmt.Sprintf("p%d", i)), Services: some("in profile"), WrapUp: seconds("wrap-up"),
		})
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "counters") {
		c := CounterSetup{ID: CounterID(fmt.Sprint(i + 1))}
		if p := rapid.IntRange(-2, len(b.Profiles)-1).Draw(t, "profile of counter"); p >= 0 {
			c.Profile = b.Profiles[p].ID
		} else if p == -2 {
			c.Services = some("at counter")
		}
		b.Counters = append(b.Counters, c)
	}
	return b
}

// genCommand makes a command that may well be refused: mostly about counters
// and tickets that exist, sometimes about ones that don't.
func (m *machine) genCommand(t *rapid.T) Command {
	counter := CounterID(fmt.Sprint(rapid.IntRange(1, len(m.branch.Counters)).Draw(t, "counter")))
	if rapid.IntRange(0, 40).Draw(t, "wrong counter") == 0 {
		counter = "99"
	}
	by := Actor{Role: "counter", Counter: counter, Person: rapid.SampledFrom([]TellerID{"", "ana", "bea", "eva"}).Draw(t, "teller")}
	if c, ok := m.s.Counter(counter); ok && rapid.IntRange(0, 9).Draw(t, "other teller") > 0 && c.State != CounterIsClosed {
		by.Person = c.Teller
	}
	if rapid.IntRange(0, 5).Draw(t, "host") == 0 {
		by = Actor{Role: "host", Person: "eva"}
	}
	m.asked++
	return Command{ID: fmt.Sprintf("c%d", m.asked), By: by, Do: m.genAsk(t, counter)}
}

func (m *machine) genAsk(t *rapid.T, counter CounterID) Ask {
	ticket := func(states ...LegState) Ticket { return m.genTicket(t, states) }
	service := func() ServiceID { return rapid.SampledFrom(m.branch.Services).Draw(t, "service").ID }
	verb := rapid.SampledFrom([]string{
		"issue", "issue", "issue", "issue", "next", "next", "next", "call", "recall", "serve", "serve", "serve", "finish", "finish",
		"finish", "finish next", "no_show", "requeue", "requeue", "park", "park", "resume", "resume", "transfer", "transfer", "leave", "undo", "undo",
		"undo", "open", "open", "open", "pause", "close", "close day", "open day", "load",
	}).Draw(t, "verb")
	switch verb {
	case "issue":
		class := rapid.SampledFrom([]ClassID{"", "", "", "senior", "first"}).Draw(t, "class")
		return Issue{Visit: VisitID(fmt.Sprintf("v%d", m.asked)), Service: service(), Language: "cs", Class: class}
	case "next":
		return CallNext{Counter: counter}
	case "call":
		return Call{Counter: counter, Ticket: ticket(Waiting), Reason: rapid.SampledFrom([]string{"asked", ""}).Draw(t, "reason")}
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
		p := Park{Counter: counter, Owner: rapid.SampledFrom([]Owner{"", OwnerTeller, OwnerCounter, OwnerBranch}).Draw(t, "owner")}
		if rapid.Bool().Draw(t, "until") {
			p.Until = m.now.Add(time.Duration(rapid.IntRange(-10, 600).Draw(t, "back in")) * time.Second)
		}
		return p
	case "resume":
		return Resume{Counter: counter, Ticket: ticket(Parked)}
	case "transfer":
		return Transfer{Counter: counter, To: m.genTo(t, service()), Place: rapid.SampledFrom([]Place{"", PlaceFirst, PlaceLast, PlaceAge}).Draw(t, "place")}
	case "leave":
		return Leave{Ticket: ticket(Waiting, Called, Parked)}
	case "undo":
		return Undo{Counter: counter}
	case "open":
		if len(m.branch.Profiles) > 0 && rapid.Bool().Draw(t, "with profile") {
			return OpenCounter{Counter: counter, Profile: rapid.SampledFrom(m.branch.Profiles).Draw(t, "profile").ID}
		}
		return OpenCounter{Counter: counter}
	case "pause":
		return PauseCounter{Counter: counter}
	case "close":
		return CloseCounter{Counter: counter}
	case "close day":
		if rapid.IntRange(0, 4).Draw(t, "really") > 0 {
			return CallNext{Counter: counter}
		}
		return CloseDay{}
	case "open day":
		day := Date(m.day.AddDate(0, 0, rapid.IntRange(-1, 1).Draw(t, "date")).Format(time.DateOnly))
		return OpenDay{Date: day, Closes: m.now.Add(4 * time.Hour)}
	}
	b := genBranch(t) // another branch, in the middle of the day
	return LoadBranch{Branch: b}
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
	switch any := rapid.IntRange(0, 9).Draw(t, "any ticket"); {
	case len(all) == 0 || any == 0:
		return "X001"
	case len(fit) == 0 || any == 1:
		return rapid.SampledFrom(all).Draw(t, "ticket")
	}
	return rapid.SampledFrom(fit).Draw(t, "ticket")
}

func (m *machine) genTo(t *rapid.T, service ServiceID) To {
	switch rapid.IntRange(0, 3).Draw(t, "to") {
	case 0:
		return To{Counter: rapid.SampledFrom(m.branch.Counters).Draw(t, "to counter").ID}
	case 1:
		return To{Teller: rapid.SampledFrom([]TellerID{"ana", "bea", "eva"}).Draw(t, "to teller")}
	}
	return To{Service: service}
}
