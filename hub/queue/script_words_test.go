package queue

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// parse turns a line's words into who asks and for what:
//
//	open day 2026-03-02 until 18:00     close day
//	ticket cash es as senior            leave A001         requeue A001
//	ana opens 1 with desk               ana pauses 1 because lunch     ana closes 1
//	1 calls next                        1 calls A003 because a baby
//	1 recalls   1 serves   1 no-show    1 finishes then loans
//	1 parks for teller until 09:40 because papers
//	1 resumes A001                      1 transfers to loans first     1 undoes
//	draft A001 AC-01                    look A001 AC-01                audit device_added kiosk-2
//
// A counter's commands are given by whoever sits there.
func (s *script) parse(words []string) (Actor, Ask) {
	switch words[0] {
	case "load":
		return Actor{Role: "admin"}, LoadBranch{Branch: s.branch, Date: "2026-03-02"}
	case "open":
		do := OpenDay{Date: Date(words[2])}
		if until := after(words, "until"); until != "" {
			do.Closes = s.clock(string(do.Date) + "T" + until)
		}
		return Actor{Role: "manager"}, do
	case "close":
		return Actor{Role: "manager"}, CloseDay{}
	case "ticket":
		s.visits++
		return Actor{Role: "kiosk"}, Issue{
			Visit: VisitID(fmt.Sprintf("v%d", s.visits)), Service: ServiceID(words[1]),
			Language: words[2], Class: ClassID(after(words, "as")),
			Then:   services(after(words, "then")),
			Quote:  s.quote(after(words, "quoted")),
			Teller: TellerID(after(words, "with")), Booked: s.when(after(words, "booked")),
		}
	case "draft", "rate", "look", "audit", "help", "comes", "done", "cancel", "report", "lease", "merge":
		return s.parseBeside(words)
	case "rush": // rush fast on 1,2 until 11:00
		do := Rush{Profile: ProfileID(words[1]), Until: s.clock(after(words, "until"))}
		for _, id := range list(after(words, "on")) {
			do.Counters = append(do.Counters, CounterID(id))
		}
		return Actor{Role: "manager"}, do
	case "end":
		do := EndRush{}
		for _, id := range list(after(words, "on")) {
			do.Counters = append(do.Counters, CounterID(id))
		}
		return Actor{Role: "manager"}, do
	case "leave":
		return Actor{Role: "host"}, Leave{Ticket: Ticket(words[1])}
	case "requeue":
		return Actor{Role: "host"}, Requeue{Ticket: Ticket(words[1])}
	}
	counter := CounterID(words[0])
	switch words[1] {
	case "opens", "pauses", "closes":
		counter = CounterID(words[2])
	}
	by := Actor{Role: "counter", Counter: counter}
	if c, ok := s.state.Counter(counter); ok {
		by.Person = c.Teller
	}
	switch words[1] {
	case "opens":
		by.Person = TellerID(words[0])
		return by, OpenCounter{Counter: counter, Profile: ProfileID(after(words, "with"))}
	case "pauses":
		return by, PauseCounter{Counter: counter, Reason: after(words, "because")}
	case "closes":
		return by, CloseCounter{Counter: counter}
	}
	return by, s.atCounter(counter, words)
}

// parseBeside reads what stands beside the rules:
//
//	rate A001 csat 5 nps 9 ces 7
//	draft A001 AC-01     look A001 AC-01     audit device_added kiosk-2
//	help at kiosk-1 in cs        comes eva to h7      done h7      cancel h7
//	report kiosk-1 paper_low unprinted 2 version 1.4
//	lease kiosk-1 40 on 2026-03-02,2026-03-03
//	merge kiosk-1 A901 cash es at 9:05 of 2026-03-02 as senior then loans
func (s *script) parseBeside(words []string) (Actor, Ask) {
	switch words[0] {
	case "draft":
		return Actor{Role: "kiosk", Device: "kiosk-1"}, Draft{Ticket: Ticket(words[1]), Form: words[2]}
	case "rate":
		given := func(name string) *int {
			if word := after(words, name); word != "" {
				n := s.number(word)
				return &n
			}
			return nil
		}
		return Actor{Role: "kiosk", Device: "kiosk-1"}, Rate{Ticket: Ticket(words[1]), CSAT: given("csat"), NPS: given("nps"), CES: given("ces")}
	case "lease":
		do := Lend{Count: s.number(words[2])}
		for _, date := range list(after(words, "on")) {
			do.Dates = append(do.Dates, Date(date))
		}
		return Actor{Role: "kiosk", Device: words[1]}, do
	case "merge":
		s.visits++
		return Actor{Role: "kiosk", Device: words[1]}, Merge{
			Visit: VisitID(fmt.Sprintf("v%d", s.visits)), Ticket: Ticket(words[2]), Service: ServiceID(words[3]), Language: words[4],
			At: s.clock(after(words, "at")), Date: cmp.Or(Date(after(words, "of")), s.state.Date),
			Class: ClassID(after(words, "as")), Then: services(after(words, "then")),
		}
	case "help":
		return Actor{Role: "kiosk", Device: after(words, "at")}, CallHelp{Language: after(words, "in")}
	case "comes":
		return Actor{Role: "host", Person: TellerID(words[1])}, AnswerHelp{Call: after(words, "to")}
	case "done":
		return Actor{Role: "host", Person: "eva"}, EndHelp{Call: words[1]}
	case "cancel":
		return Actor{Role: "kiosk", Device: "kiosk-1"}, EndHelp{Call: words[1], Cancelled: true}
	case "report":
		return Actor{Role: "kiosk", Device: words[1]}, Report{
			Printer: words[2], Unprinted: s.number(after(words, "unprinted")), Version: after(words, "version"), Date: cmp.Or(s.state.Date, "2026-03-02"),
		}
	case "look":
		do := See{Fields: words[2:]}
		if v, ok := s.state.Ticket(Ticket(words[1])); ok {
			do.Visit = v.ID
		}
		return Actor{Role: "counter", Person: "ana", Counter: "1"}, do
	}
	return Actor{Role: "admin", Person: "eva"}, Note{What: What(words[1]), Subject: strings.Join(words[2:], " "), Date: cmp.Or(s.state.Date, "2026-03-02")}
}

// atCounter reads what a counter does with a person.
func (s *script) atCounter(counter CounterID, words []string) Ask {
	because := after(words, "because")
	switch words[1] {
	case "calls":
		if words[2] == "next" {
			return CallNext{Counter: counter}
		}
		return Call{Counter: counter, Ticket: Ticket(words[2]), Reason: because}
	case "recalls":
		return Recall{Counter: counter}
	case "serves":
		return Serve{Counter: counter}
	case "finishes":
		return Finish{Counter: counter, Next: ServiceID(after(words, "then")), Outcome: because}
	case "no-show":
		return NoShow{Counter: counter}
	case "requeues":
		return Requeue{Ticket: Ticket(words[2])}
	case "leaves":
		return Leave{Ticket: Ticket(words[2])}
	case "parks":
		do := Park{Counter: counter, Owner: Owner(after(words, "for")), Reason: because}
		if until := after(words, "until"); until != "" {
			do.Until = s.clock(until)
		}
		return do
	case "resumes":
		return Resume{Counter: counter, Ticket: Ticket(words[2])}
	case "transfers":
		return Transfer{Counter: counter, To: to(words[3:]), Place: Place(after(words, "place"))}
	case "undoes":
		return Undo{Counter: counter}
	case "ends-wrap-up":
		return EndWrapUp{Counter: counter}
	}
	s.t.Fatalf("no such line: %q", words)
	return nil
}

// to reads "loans", "counter 2", "teller bea".
func to(words []string) To {
	switch words[0] {
	case "counter":
		return To{Counter: CounterID(words[1])}
	case "teller":
		return To{Teller: TellerID(words[1])}
	case "nowhere":
		return To{}
	}
	return To{Service: ServiceID(words[0])}
}

// after is what follows a word: one word, or, after "because", all of them.
func after(words []string, key string) string {
	for i, w := range words[:len(words)-1] {
		if w == key && key == "because" {
			return strings.Join(words[i+1:], " ")
		}
		if w == key {
			return words[i+1]
		}
	}
	return ""
}

// build adds to the branch that the next "load" loads.
func (s *script) build(words []string) {
	b := &s.branch
	switch words[0] {
	case "service":
		service := Service{
			ID: ServiceID(words[1]), Series: words[2],
			Target: s.length(after(words, "target")), Usual: s.length(after(words, "usual")),
			Shared: words[len(words)-1] == "shared", Guard: words[len(words)-1] == "guarded",
		}
		if hours := after(words, "hours"); hours != "" {
			for _, h := range strings.Split(hours, ",") {
				opens, closes, _ := strings.Cut(h, "-")
				service.Hours = append(service.Hours, Hours{s.timeOfDay(opens), s.timeOfDay(closes)})
			}
		}
		if numbers := after(words, "numbers"); numbers != "" {
			from, to, _ := strings.Cut(numbers, "-")
			if service.Numbers.From = s.number(from); to != "" {
				service.Numbers.To = s.number(to)
			}
		}
		b.Services = append(b.Services, service)
	case "counter":
		setup := CounterSetup{ID: CounterID(words[1]), Profile: ProfileID(after(words, "profile"))}
		for _, id := range strings.Split(after(words, "serves"), ",") {
			if id != "" {
				setup.Services = append(setup.Services, ServiceID(id))
			}
		}
		b.Counters = append(b.Counters, setup)
	case "profile":
		p := Profile{ID: ProfileID(words[1]), WrapUp: s.length(after(words, "wrap-up"))}
		for _, id := range strings.Split(after(words, "serves"), ",") {
			if id != "" {
				p.Services = append(p.Services, ServiceID(id))
			}
		}
		p.Final = Final(after(words, "final"))
		p.AutoNext = words[len(words)-1] == "auto-next"
		for _, id := range strings.Split(after(words, "in-turn"), ",") {
			if id != "" {
				p.Final, p.Turns = FinalTurns, append(p.Turns, s.turn(id))
			}
		}
		b.Profiles = append(b.Profiles, p)
	case "when": // when desk: late from loans of doctor wait 20m miss 2m waiting 5 share 50
		s.addRule(words)
	case "class":
		b.Classes = append(b.Classes, Class{
			ID: ClassID(words[1]), Credit: s.length(after(words, "credit")), Way: Way(after(words, "way")),
			Rate: s.number(after(words, "rate")), Share: s.number(after(words, "share")),
		})
	case "teller":
		b.Tellers = append(b.Tellers, Teller{ID: TellerID(words[1]), Name: words[1], Languages: list(after(words, "speaks"))})
	case "without":
		s.without(words[1], words[2])
	case "pause":
		b.Pauses = append(b.Pauses, Pause{ID: words[1], Kind: PauseKind(words[2])})
	case "holiday":
		b.Holidays = append(b.Holidays, Holiday{Date: Date(words[1])})
	case "break":
		opens, closes, _ := strings.Cut(words[1], "-")
		b.Breaks = append(b.Breaks, Hours{s.timeOfDay(opens), s.timeOfDay(closes)})
	case "week":
		for _, day := range list(words[1]) {
			b.Week = append(b.Week, s.number(day))
		}
	case "late":
		b.LatePlace, b.LateAfter = LatePlace(words[1]), s.number(after(words, "places"))
	case "most-calls":
		b.MostCalls = s.number(words[1])
	case "rule":
		value := s.length(words[2])
		switch words[1] {
		case "recall-gap":
			b.RecallGap = value
		case "late-return":
			b.LateReturn = value
		case "undo-window":
			b.UndoWindow = value
		case "language-wait":
			b.LanguageWait = value
		case "officer-wait":
			b.OfficerWait = value
		case "appointment-early":
			b.Appointments.Early = value
		case "appointment-late":
			b.Appointments.Late = value
		case "no-show-after":
			b.NoShowAfter = value
		default:
			s.t.Fatalf("no rule %q", words[1])
		}
	}
}

// without takes a service, a counter or a profile out again. The slices are
// made anew: the branch in force has the old ones.
func (s *script) without(what, id string) {
	b := &s.branch
	switch what {
	case "service":
		b.Services = slices.DeleteFunc(slices.Clone(b.Services), func(x Service) bool { return string(x.ID) == id })
	case "counter":
		b.Counters = slices.DeleteFunc(slices.Clone(b.Counters), func(x CounterSetup) bool { return string(x.ID) == id })
	case "profile":
		b.Profiles = slices.DeleteFunc(slices.Clone(b.Profiles), func(x Profile) bool { return string(x.ID) == id })
	}
}

func (s *script) length(word string) Seconds {
	if word == "" {
		return 0
	}
	d, err := time.ParseDuration(word)
	if err != nil {
		s.t.Fatal(err)
	}
	return Seconds(d / time.Second)
}

func (s *script) timeOfDay(word string) TimeOfDay {
	t, err := ParseTimeOfDay(word)
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

// addRule reads "when desk late: from loans of doctor wait 20m miss 2m waiting 5 share 50".
func (s *script) addRule(words []string) {
	for i := range s.branch.Profiles {
		p := &s.branch.Profiles[i]
		if string(p.ID) != words[1] {
			continue
		}
		r := Rule{
			ID: RuleID(strings.TrimSuffix(words[2], ":")), WaitOver: s.length(after(words, "wait")), MissWithin: s.length(after(words, "miss")),
			WaitingOver: s.number(after(words, "waiting")), Share: s.number(after(words, "share")),
		}
		if from := after(words, "from"); from != "" {
			r.Services = []ServiceID{ServiceID(from)}
		}
		if of := after(words, "of"); of != "" {
			r.Classes = []ClassID{ClassID(of)}
		}
		p.Rules = append(slices.Clone(p.Rules), r)
		return
	}
	s.t.Fatalf("no profile %q", words[1])
}

// turn reads a service, a class or "others".
func (s *script) turn(id string) Turn {
	if id == "others" {
		return Turn{}
	}
	if _, ok := s.branch.Class(ClassID(id)); ok {
		return Turn{Class: ClassID(id)}
	}
	return Turn{Service: ServiceID(id)}
}

func (s *script) number(word string) (n int) {
	if word != "" {
		if _, err := fmt.Sscan(word, &n); err != nil {
			s.t.Fatal(err)
		}
	}
	return n
}

// when is a time that may be left out.
func (s *script) when(word string) time.Time {
	if word == "" {
		return time.Time{}
	}
	return s.clock(word)
}

// list reads "es,cs".
func list(word string) []string {
	if word == "" {
		return nil
	}
	return strings.Split(word, ",")
}

// quote is the wait that the hub tells with a ticket, the same for P50 and P80.
func (s *script) quote(word string) *Quote {
	if word == "" {
		return nil
	}
	return &Quote{P50: s.length(word), P80: s.length(word)}
}

func services(word string) (ids []ServiceID) {
	for _, id := range list(word) {
		ids = append(ids, ServiceID(id))
	}
	return ids
}
