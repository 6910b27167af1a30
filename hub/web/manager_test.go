package web

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/wire"
)

func TestTitleIsTheSentenceThatMatters(t *testing.T) {
	late := func(n int) func(*wire.State) {
		return func(s *wire.State) {
			at := clock(10, 0, 0)
			for i := range s.Queues[:n] {
				s.Queues[i].OldestAt = &at
			}
		}
	}
	tb := open(t, 1440, 900, 1)
	for _, c := range []struct {
		name        string
		change      func(*wire.State)
		title, hint string
	}{
		{"as it is", func(*wire.State) {}, "14 people are waiting. Accounts is late.", "Counter 5 is closed and can take Accounts."},
		{"two late", late(2), "14 people are waiting. Cash and Accounts are late.", "Counter 5 is closed and can take Cash."},
		{"three late", late(3), "14 people are waiting. 3 queues are late.", "Counter 5 is closed and can take Cash."},
		{"one waits", func(s *wire.State) {
			for i := range s.Queues {
				s.Queues[i].Waiting = 0
			}
			s.Queues[0].Waiting = 1
		}, "1 person is waiting.", "Every queue is within its target."},
		{"nobody", func(s *wire.State) {
			for i := range s.Queues {
				s.Queues[i].Waiting = 0
			}
		}, "Nobody is waiting.", ""},
		{"nobody serves", func(s *wire.State) {
			for i := range s.Counters {
				s.Counters[i].State = "serving"
			}
			s.Queues[2].Serving = 0
		}, "14 people are waiting. Accounts is late.", "No counter takes Loans at the moment."},
		{"all are open", func(s *wire.State) { s.Counters[4].State = "open" },
			"14 people are waiting. Accounts is late.", "Every counter that takes Accounts is open."},
		{"a pause goes before a closed counter", func(s *wire.State) { s.Counters[5].State = "paused" },
			"14 people are waiting. Accounts is late.", "Counter 6 is paused and can take Accounts."},
		{"closed", func(s *wire.State) { s.Day = "closed" }, "The branch is closed.", ""},
	} {
		s := morning()
		c.change(&s)
		h := newFakeHub(t, s, withDemo)
		tb.visit(h.URL + "/manager?as=demo&lang=en")
		tb.until("Turno.id('title').textContent !== ''")
		if got := tb.text("#title"); got != c.title {
			t.Errorf("%s: title %q, want %q", c.name, got, c.title)
		}
		if got := tb.text("#hint"); got != c.hint {
			t.Errorf("%s: hint %q, want %q", c.name, got, c.hint)
		}
	}
	tb.clean()
}

func TestFiguresOfTheDay(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	tb.freeze()
	h := newFakeHub(t, morning(), withDemo)
	tb.visit(h.URL + "/manager?as=demo&lang=en")
	tb.until("Turno.id('today').children.length === 6")
	for selector, want := range map[string]string{
		"#queues tr:nth-child(2)":        "Accounts 5 late 14 min target 10 min 10–15 min",
		"#queues tr:nth-child(4)":        "Safe deposit boxes 0 – target 15 min from 13:00",
		"#counters tr:nth-child(3)":      "3 Calling B042 L. Ferrer 20 s",
		"#counters tr:nth-child(5)":      "5 Closed –",
		"#today tr:nth-child(2)":         "Accounts 11.7 10.7 16.8 55%",
		"#today tr:nth-child(4)":         "Safe deposit boxes – – – –",
		"#today tr:nth-child(6)":         "All 10.2 8.7 22.2 78%",
		"#chart text:last-of-type":       "10:30 (so far)",
		"#half-hours tr:nth-child(4)":    "10:00 21 16",
		"#chart-live, #chip-live":        "Live",
		"#half-hours tr:nth-child(1) th": "8:30",
		"#ratings tr:nth-child(1)":       "Cash 92% 13 answers +56 9 answers 6.1 8 answers",
		"#ratings tr:nth-child(2)":       "Accounts 71% 7 answers −20 5 answers –",
		"#ratings tr:nth-child(3)":       "All 85% 20 answers +36 14 answers 5.8 11 answers",
		"#helps li:nth-child(1)":         "kiosk-2 A. Lima is coming 2 min",
		"#helps li:nth-child(2)":         "kiosk-1 nobody has answered yet 4 min",
		"#devices li:nth-child(1)":       "kiosk-2 out of paper, since 10:37 3 slips wait",
		"#devices li:nth-child(2)":       "kiosk-3 paper is low, since 9:55",
		"#devices li:nth-child(3)":       "kiosk-1 printer ready",
	} {
		if got := reads(t, tb, selector); got != want {
			t.Errorf("%s reads %q, want %q", selector, got, want)
		}
	}
	tb.clean()
}

// Who arrives now is promised no wait where no counter is open for the service,
// though the hub quotes what the branch could do; and is when one opens.
func TestManagerSeesNoWaitWhereNoCounterIsOpen(t *testing.T) {
	s := morning()
	s.Queues[1].Serving = 0
	tb := open(t, 1440, 900, 1)
	tb.freeze()
	h := newFakeHub(t, s, withDemo)
	tb.visit(h.URL + "/manager?as=demo&lang=en")
	tb.until("Turno.id('queues').children.length === 5")
	for selector, want := range map[string]string{
		"#queues tr:nth-child(1) .arriving": "5–10 min",
		"#queues tr:nth-child(2) .arriving": "not known yet",
		"#queues tr:nth-child(4) .arriving": "from 13:00",
	} {
		if got := reads(t, tb, selector); got != want {
			t.Errorf("%s reads %q, want %q", selector, got, want)
		}
	}
	h.tell(wire.Changed{Queues: queues()[1:2]})
	tb.until("document.querySelector('#queues tr:nth-child(2) .arriving').textContent.indexOf('10–15') >= 0")
	tb.clean()
}

// reads is what spaced gives, with one plain space between words.
func reads(t *testing.T, tb *tab, selector string) string {
	t.Helper()
	return strings.Join(strings.Fields(strings.ReplaceAll(spaced(t, tb, selector), "\u00a0", " ")), " ")
}

// spaced is the text of an element with a space between its parts, hidden ones
// left out.
func spaced(t *testing.T, tb *tab, selector string) string {
	t.Helper()
	var s string
	tb.eval(`(function read(e) {
		if (e.nodeType === 3) return e.textContent;
		if (e.hidden) return '';
		return Array.from(e.childNodes).map(read).join(' ');
	})(document.querySelector('`+selector+`'))`, &s)
	return s
}

// Where nobody has rated, nobody asks and no device has a printer, the page says
// so in words and shows no figure; what comes later comes by events.
func TestFloorWithNobody(t *testing.T) {
	s := morning()
	s.Helps, s.Devices = nil, nil
	s.Figures.Total.Ratings = 0
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, s, withDemo)
	tb.visit(h.URL + "/manager?as=demo&lang=en")
	tb.until("Turno.id('today').children.length === 6")
	var hidden []bool
	tb.eval("['ratings-none','ratings-table','helps-none','devices-title'].map(id => Turno.id(id).hidden)", &hidden)
	if d := cmp.Diff([]bool{false, true, false, true}, hidden); d != "" {
		t.Errorf("hidden (-want +got):\n%s", d)
	}
	helps := []wire.HelpRow{{Call: "h1", Device: "kiosk-1", State: "called", CalledAt: clock(10, 41, 0)}}
	h.tell(wire.Changed{Helps: &helps, Devices: []wire.DeviceRow{{Device: "kiosk-1", Printer: "cover_open", Since: clock(10, 41, 0)}}})
	tb.until("Turno.id('helps').children.length === 1 && Turno.id('devices').children.length === 1 && Turno.id('helps-none').hidden")
	h.tell(wire.Changed{Helps: &[]wire.HelpRow{}, LostDevices: []string{"kiosk-1"}})
	tb.until("Turno.id('helps').children.length === 0 && Turno.id('devices').children.length === 0 && !Turno.id('helps-none').hidden")
	tb.clean()
}

func TestSignIn(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, morning(), withDemo)
	h.set(func() { h.refuse, h.pin = wire.CloseUnknown, "4711" })
	tb.visit(h.URL + "/manager?lang=en")
	tb.until("!Turno.id('sign-in').hidden")
	if hello := next(t, h.hellos); hello.Token != "" {
		t.Errorf("the page says hello with %q", hello.Token)
	}
	keep(t, "manager-sign-in-en", tb.picture(false))
	tb.typeInto("#person", "ortega")
	tb.typeInto("#pin", "0000")
	tb.click("#enter")
	tb.until("!Turno.id('sign-in-problem').hidden")
	if got := tb.text("#sign-in-problem"); got != "The name or the PIN does not match." {
		t.Errorf("the page says %q", got)
	}
	tb.typeInto("#pin", "4711")
	tb.click("#enter")
	tb.until("!Turno.id('live').hidden && !Turno.id('sign-out').hidden")
	tb.clean()
}

func TestOtherRolesAreShownTheDoor(t *testing.T) {
	s := morning()
	s.You = &wire.You{Role: wire.Teller, Person: "lima", Counter: "6"}
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, s, nil)
	tb.visit(h.URL + "/manager?lang=en")
	tb.until("!Turno.id('sign-in').hidden")
	if got := tb.text("#sign-in-problem"); got != "This person has no access to this page." {
		t.Errorf("the page says %q", got)
	}
}

func TestDemoManagerByALink(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, morning(), withDemo)
	h.set(func() { h.refuse = wire.CloseUnknown })
	tb.visit(h.URL + "/manager?lang=en")
	tb.until("!Turno.id('sign-in').hidden")
	next(t, h.hellos)
	h.set(func() { h.refuse = 0 })
	tb.click(".demo a")
	if hello := next(t, h.hellos); hello.Token != "demo-manager-1" {
		t.Errorf("hello with %q", hello.Token)
	}
	tb.until("Turno.id('live') && !Turno.id('live').hidden && Turno.id('sign-out').hidden")
}

func TestManagerSeesThatItIsNotLive(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, morning(), withDemo)
	tb.visit(h.URL + "/manager?as=demo&lang=en")
	tb.until("!Turno.id('chip-live').hidden")
	h.set(func() { h.down = true })
	h.cut(0)
	tb.until("!Turno.id('chip-stale').hidden && Turno.id('chip-live').hidden")
	if got := tb.text("#stale"); got != "No data since 10:41" {
		t.Errorf("the chip says %q", got)
	}
	if got := tb.text("#today-as-of"); got != "Figures from 10:41" {
		t.Errorf("the figures say %q", got)
	}
	keep(t, "manager-stale-en", tb.picture(false))
	h.set(func() { h.down = false })
	tb.until("!Turno.id('chip-live').hidden && Turno.id('today-as-of').hidden")
}

func TestOpeningTheDay(t *testing.T) {
	s := morning()
	s.Day = "closed"
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, s, withDemo)
	h.set(func() { h.answer = wire.Refuse("x", wire.DayOpen, "", "") })
	tb.visit(h.URL + "/manager?as=demo&lang=en")
	tb.until("!Turno.id('open-day').hidden")
	tb.click("#open-day")
	c := next(t, h.commands)
	if c["do"] != "open_day" || c["token"] != "Bearer demo-manager-1" || len(c["id"].(string)) < 20 {
		t.Errorf("command %v", c)
	}
	tb.until("!Turno.id('problem').hidden")
	if got := tb.text("#problem"); got != "The day is already open." {
		t.Errorf("the page says %q", got)
	}
}
