package hub_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/queue"
	"turno/hub/words"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// Every way in which somebody can have been called before, in the words of all
// five languages, as a customer and as a manager read it.
func TestAccountsInWords(t *testing.T) {
	zone := time.FixedZone("", 3600)
	at := func(m int) time.Time { return time.Date(2026, 3, 2, 8, m, 0, 0, time.UTC) }
	branch := &queue.Branch{Services: []queue.Service{{ID: "cash", Names: queue.Text{"es": "Efectivo", "cs": "Hotovost", "pt": "Numerário", "sv": "Kontanter", "en": "Cash"}}}}
	leg := queue.LegAccount{Service: "cash", Entered: at(0), Called: at(30), Counter: "3", Why: &queue.Why{Rule: queue.RuleFirst}}
	add := func(standing queue.Standing, b queue.Earlier) {
		b.Standing, b.Sooner, b.Counter, b.Service, b.At = standing, standing == queue.StoodEarlier, "2", "cash", at(1+len(leg.Before))
		b.Ticket = queue.Ticket(fmt.Sprintf("A%03d", 2+len(leg.Before)))
		leg.Before = append(leg.Before, b)
	}
	first := queue.Why{Rule: queue.RuleFirst}
	add(queue.StoodEarlier, queue.Earlier{Why: first})
	add(queue.StoodCredit, queue.Earlier{Why: first})
	add(queue.StoodFirst, queue.Earlier{Why: first})
	add(queue.StoodEarlier, queue.Earlier{Resumed: true})
	add(queue.StoodBehind, queue.Earlier{Why: queue.Why{Rule: queue.RulePicked, Person: "ana", Reason: "cannot stand"}, Undone: true})
	for _, rule := range []string{"longest", "turns", "next", "strict", "accumulating", "wait", "target", "length", "profile", "one of next year's"} {
		add(queue.StoodBehind, queue.Earlier{Why: queue.Why{Rule: rule}})
	}
	account := queue.Account{Visit: "v1", Ticket: "A021", Date: "2026-03-02", Legs: []queue.LegAccount{leg,
		{Service: "cash", State: queue.Waiting, Entered: at(40)}, {Service: "gone", State: queue.Left, Entered: at(41), Before: leg.Before[:1]}}}
	var out strings.Builder
	for _, l := range words.All {
		for _, managing := range []bool{false, true} {
			told := hub.Told(account, branch, zone, l, managing)
			out.WriteString(told.Text + "\n")
			for _, leg := range told.Legs {
				out.WriteString("  " + leg.Text + "\n")
				for _, b := range leg.Before {
					out.WriteString("    " + b.Text + "\n")
					if !managing && (b.Reason != "" || b.By != "") {
						t.Errorf("a customer reads %+v", b)
					}
				}
			}
			out.WriteString("\n")
		}
	}
	const path = "testdata/accounts.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || out.String() != string(want) {
		t.Errorf("told\n%s\nwant\n%s%v", out.String(), want, err)
	}
	if n := strings.Count(out.String(), "cannot stand"); n != len(words.All) {
		t.Errorf("the reason is told %d times, want once to each manager", n)
	}
	if strings.Contains(out.String(), "hub.account") {
		t.Error("a sentence is missing")
	}
}
