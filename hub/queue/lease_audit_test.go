package queue

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// away is a log of two kiosks that gave tickets out by themselves.
func away(t *testing.T) (log []Event) {
	t.Helper()
	zone := time.FixedZone("", 3600)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, zone)
	var s State
	do := func(by Actor, ask Ask) {
		t.Helper()
		now = now.Add(10 * time.Second)
		events, err := Decide(s, Command{ID: fmt.Sprintf("c%d", len(log)), By: by, Do: ask}, now)
		if err != nil {
			t.Fatalf("%s: %v", ask.Verb(), err)
		}
		for _, e := range events {
			s = Apply(s, e)
			log = append(log, e)
		}
	}
	rules, one, two := Actor{Role: RoleHub}, Actor{Role: "kiosk", Device: "k1"}, Actor{Role: "kiosk", Device: "k2"}
	merge := func(date Date, ticket Ticket, at string) Merge {
		given, err := time.ParseInLocation("15:04:05", at, zone)
		if err != nil {
			t.Fatal(err)
		}
		given = given.AddDate(2026, 2, 1)
		return Merge{Visit: VisitID(fmt.Sprint("m", len(log))), Date: date, Ticket: ticket, Service: "cash", Language: "es", At: given}
	}
	do(rules, LoadBranch{Date: "2026-03-02", Branch: Branch{ID: "b", Zone: "Etc/GMT-1", Services: []Service{{ID: "cash", Series: "A"}}, Counters: []CounterSetup{{ID: "1"}}}})
	do(rules, OpenDay{Date: "2026-03-02"})                               // 2
	do(one, Lend{Count: 5, Dates: []Date{"2026-03-02"}})                 // 3: A901 to A905
	do(two, Lend{Count: 5, Dates: []Date{"2026-03-02", "2026-03-03"}})   // 4, 5: A906 to A910, A901 to A905
	do(two, Issue{Visit: "v1", Service: "cash", Language: "es"})         // 6: A001
	do(one, merge("2026-03-02", "A901", "09:00:45"))                     // 7
	do(one, merge("2026-03-02", "A902", "09:00:40"))                     // 8: not before the one before
	do(Actor{Role: "counter", Counter: "1"}, OpenCounter{Counter: "1"})  // 9
	do(Actor{Role: "counter", Counter: "1"}, CallNext{Counter: "1"})     // 10: A001
	do(Actor{Role: "kiosk", Device: "k1"}, CallHelp{Language: "es"})     // 11
	do(Actor{Role: "host", Person: "eva"}, AnswerHelp{Call: "h11"})      // 12
	do(Actor{Role: "manager"}, CloseDay{})                               // 13
	do(one, merge("2026-03-02", "A903", "09:00:50"))                     // 14: too late
	do(rules, Note{What: BackupTaken, Subject: "n", Date: "2026-03-02"}) // 15
	return log
}

// A log with tickets that came back is proved, and lies in it are found, by
// deciding again and by what needs no rule.
func TestAuditOfLeases(t *testing.T) {
	if _, err := audit(away(t)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		seq  int
		fact func(Fact) Fact
		want string // "" where the rules alone see it
	}{
		{"a number lent twice", 4, func(f Fact) Fact { l := f.(NumbersLeased); l.From = 905; return l }, "ticket A905 is leased to k2, and k1 has it"},
		{"a lease of nothing", 4, func(f Fact) Fact { l := f.(NumbersLeased); l.To = 904; return l }, "numbers that there are"},
		{"a lease out of its row", 4, func(f Fact) Fact { l := f.(NumbersLeased); l.From, l.To = 950, 954; return l }, ""},
		{"the hall's number from the lease", 6, func(f Fact) Fact { i := f.(TicketIssued); i.Number, i.Ticket = 903, "A903"; return i }, "A001, number 1"},
		{"a ticket of another's lease", 7, func(f Fact) Fact { i := f.(TicketIssued); i.Number, i.Ticket = 906, "A906"; return i }, `ticket A906, which is leased to "k2"`},
		{"a ticket of nobody's lease", 7, func(f Fact) Fact { i := f.(TicketIssued); i.Number, i.Ticket = 911, "A911"; return i }, `which is leased to ""`},
		{"a ticket that came back twice", 8, func(f Fact) Fact { i := f.(TicketIssued); i.Number, i.Ticket = 901, "A901"; return i }, "A901 of 2026-03-02 came back before"},
		{"an earlier arrival", 8, func(f Fact) Fact { i := f.(TicketIssued); i.Arrived = i.DeviceAt; return i }, ""},
		{"who calls is somebody else", 12, func(f Fact) Fact { h := f.(HelpAnswered); h.Call = "h10"; return h }, ""},
		{"a late ticket that came back before", 14, func(f Fact) Fact { r := f.(TicketRecorded); r.Number, r.Ticket = 902, "A902"; return r }, "A902 of 2026-03-02 came back before"},
		{"a late ticket that is told as a visit's", 14, func(f Fact) Fact { r := f.(TicketRecorded); r.State = Finished; return r }, ""},
		{"a note of nothing that is noted", 15, func(f Fact) Fact { a := f.(Audited); a.What = "cake_eaten"; return a }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			log := away(t)
			log[c.seq-1].Fact = c.fact(log[c.seq-1].Fact)
			_, err := audit(log)
			var b *Break
			if !errors.As(err, &b) || b.Seq != uint64(c.seq) || !strings.Contains(b.Error(), c.want) {
				t.Fatalf("found %v, want event %d: %s", err, c.seq, c.want)
			}
			if found := watched(log); c.want != "" && (found == nil || found.Seq != uint64(c.seq)) {
				t.Errorf("without rules found %v, want event %d", found, c.seq)
			}
		})
	}
}

// watched is the first break that needs no rule.
func watched(log []Event) *Break {
	h, s := newAlways(), State{}
	for _, e := range log {
		if found := h.before(&s, e); found != nil {
			return found
		}
		s = Apply(s, e)
		if found := h.after(&s, e); found != nil {
			return found
		}
	}
	return nil
}
