package flow

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/hub/wire"
)

// TestRandom: whatever people, hub and printer do, in whatever order, a kiosk
// never asks for two tickets at once, never prints what the hub did not give,
// never takes a given ticket from the screen before its time, and is back at
// the greeting when nobody has touched it for long enough.
func TestRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 11, 24, 9, 41, 0, 0, time.UTC)
		printer := rapid.Bool().Draw(t, "printer")
		m := New(Config{Printer: printer, Lists: printer}, at)
		hub := Mirror{Live: true, Since: at, State: rapid.SampledFrom([]func() wire.State{branch, guided}).Draw(t, "branch")()}
		asked := map[int]wire.Issue{}
		under, given := 0, map[string]bool{}
		calling, listed := 0, map[int]bool{}
		var parts []int // wishes of parts
		in := func(i Input) {
			for _, e := range m.Do(i, at) {
				switch e := e.(type) {
				case Issue:
					if under != 0 {
						t.Fatalf("wish %d while wish %d is under way", e.Wish, under)
					}
					if was, ok := asked[e.Wish]; ok && !reflect.DeepEqual(was, e.Command) {
						t.Fatalf("wish %d asks for %v, and before for %v", e.Wish, e.Command, was)
					}
					if p := e.Command.Priority; p != "" && p != "priority" {
						t.Fatalf("the class %q is asked for and was not offered", p)
					}
					asked[e.Wish], under = e.Command, e.Wish
				case Submit:
					parts = append(parts, e.Wish)
				case Call:
					if calling != 0 && calling != e.Wish {
						t.Fatalf("help is called under %d while %d is under way", e.Wish, calling)
					}
					calling = e.Wish
				case PrintInfo:
					if !printer || len(e.Slip.Lines) == 0 || listed[e.Slip.Number] {
						t.Fatalf("list %d is printed: %v", e.Slip.Number, e.Slip)
					}
					listed[e.Slip.Number] = true
				case Print:
					if !printer || !given[e.Slip.Ticket] {
						t.Fatalf("%s is printed and was not given", e.Slip.Ticket)
					}
				}
			}
			check(t, m.View())
		}
		in(hub)
		tickets := 0
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{100, 500, 3000, 21000, 61000}).Draw(t, "ms")) * time.Millisecond)
			switch rapid.SampledFrom([]string{"touch", "touch", "touch", "tick", "hub", "answer", "part", "help", "printer"}).Draw(t, "what") {
			case "touch":
				v := m.View()
				all := v.Controls()
				if len(v.Keys) > 0 { // else nobody ever gets away from them
					all = append(v.Buttons, rapid.SampledFrom(all).Draw(t, "key"))
				}
				if len(all) > 0 {
					in(Touch{rapid.SampledFrom(all).Draw(t, "control").Action})
				}
			case "tick":
				in(Tick{})
			case "hub":
				hub.Live = !hub.Live
				hub.Since = at
				hub.State.Day = rapid.SampledFrom([]string{"open", "open", "closed"}).Draw(t, "day")
				in(hub)
			case "answer":
				if under == 0 {
					continue
				}
				a := Answer{Wish: under}
				under = 0
				switch rapid.IntRange(0, 3).Draw(t, "answer") {
				case 0:
					a.Lost = true
				case 1:
					a.Answer = wire.Refuse("", wire.ServiceClosed, "", "")
				default:
					tickets++
					number := "A" + string(rune('0'+tickets/100%10)) + string(rune('0'+tickets/10%10)) + string(rune('0'+tickets%10))
					given[number] = true
					a.Answer = wire.Answer{OK: true, Result: &wire.Result{Ticket: number}}
				}
				in(a)
			case "part":
				if len(parts) > 0 {
					in(Submitted{Wish: parts[0], Lost: rapid.Bool().Draw(t, "lost")})
					parts = parts[1:]
				}
			case "help":
				answer(t, &hub, &calling, in)
			case "printer":
				if m.info != nil {
					in(InfoPressed{Number: m.info.number, Paper: rapid.SampledFrom([]Paper{Printed, OutOfPaper}).Draw(t, "list")})
				}
				if m.ticket != nil {
					in(Pressed{Ticket: m.ticket.number, Paper: rapid.SampledFrom([]Paper{Printed, OutOfPaper, Failed}).Draw(t, "paper")})
				}
			}
		}
		if under != 0 {
			in(Answer{Wish: under, Lost: true})
		}
		for _, wish := range parts {
			in(Submitted{Wish: wish, Lost: true})
		}
		for range 8 {
			at = at.Add(time.Minute)
			in(Tick{})
		}
		if m.screen != Greeting || m.ease != m.config.Ease || m.ticket != nil {
			t.Fatalf("after eight minutes with nobody there: %s", say(m.View()))
		}
	})
}

// answer is what the hub makes of the call for help that is under way, or of one
// that it has.
func answer(t *rapid.T, hub *Mirror, calling *int, in func(Input)) {
	hub.State.Seq++
	switch what := rapid.SampledFrom([]string{"lost", "no", "yes", "coming", "done"}).Draw(t, "help"); {
	case *calling != 0 && what == "lost":
		wish := *calling
		*calling = 0
		in(Reached{Wish: wish, Lost: true})
	case *calling != 0 && what == "no":
		wish := *calling
		*calling = 0
		in(Reached{Wish: wish, Answer: wire.Refuse("", wire.Unavailable, "", "")})
	case *calling != 0 && what == "yes":
		wish := *calling
		*calling = 0
		in(Reached{Wish: wish, Answer: wire.Answer{OK: true, Seq: hub.State.Seq, Result: &wire.Result{Call: "h1"}}})
	case what == "coming":
		hub.State.Helps = []wire.HelpRow{{Call: "h1", Device: "kiosk-1", State: wire.HelpComing}}
		in(*hub)
	case what == "done":
		hub.State.Helps = nil
		in(*hub)
	}
}

// check holds what is true of every view.
func check(t *rapid.T, v View) {
	primaries, seen := 0, map[Action]bool{}
	for _, b := range v.Controls() {
		if b.Primary {
			primaries++
		}
		if seen[b.Action] || b.Label == "" {
			t.Fatalf("the control %q of %s is there twice, or has no word:\n%s", b.Action, v.Screen, say(v))
		}
		seen[b.Action] = true
	}
	if primaries > 1 || v.Title == "" || v.Clock == "" {
		t.Fatalf("%d primaries, title %q:\n%s", primaries, v.Title, say(v))
	}
	if v.Pass != nil && v.Pass.Number == "" {
		t.Fatalf("a ticket without a number:\n%s", say(v))
	}
}
