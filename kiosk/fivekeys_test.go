package kiosk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"turno/forms/slip"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// presses sends the key that a pad or a keyboard sends.
func (p *person) presses(names ...fyne.KeyName) {
	p.t.Helper()
	glass := p.window.Canvas().Focused()
	for _, name := range names {
		p.now = p.now.Add(time.Second)
		shift, back := strings.CutPrefix(string(name), "shift+")
		if back {
			glass.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			name = fyne.KeyName(shift)
		}
		glass.TypedKey(&fyne.KeyEvent{Name: name})
		if back {
			glass.(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
	}
}

// goesTo presses a key until the ring is around a control.
func (p *person) goesTo(key fyne.KeyName, a flow.Action) {
	p.t.Helper()
	for range 60 {
		if at, there := p.screen.RingAt(); there && at == a {
			return
		}
		p.presses(key)
	}
	p.t.Fatalf("%s never comes to %v on:\n%s", key, a, p.reads())
}

// TestTakeTicketByFiveKeys takes a printed ticket of a real hub and touches
// nothing: five keys, and the ring around where they are.
func TestTakeTicketByFiveKeys(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	host := b.Actor("demo-host-1")
	p := atKiosk(t, b, "", func(context.Context, slip.Slip) flow.Paper { return flow.Printed })
	p.screen.TakeKeys(p.window.Canvas(), nil)
	p.sees("Español", "Čeština")
	p.goesTo("Right", flow.Action{Verb: flow.Speak, Arg: "cs"})
	p.presses("Return")
	p.walks("Right", "Return", "cash")
	p.sees("A001", "Lístek si vezměte dole")
	u := host.Wait("the ticket to wait", func(u dial.Update) bool { return len(u.State.Visits) > 0 })
	if len(u.State.Visits) != 1 || u.State.Visits[0].Language != "cs" {
		t.Errorf("the keys made %+v", u.State.Visits)
	}
	p.goesTo("Left", flow.Action{Verb: flow.Done})
	p.presses("Return")
	p.sees("Elija su idioma")
	if _, there := p.screen.RingAt(); there {
		t.Error("the next person finds the ring of the one before")
	}
}

// TestTakeTicketByKeyboard is the same by Tab, Shift-Tab, Space and Escape.
func TestTakeTicketByKeyboard(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	p := atKiosk(t, b, words.EN, nil)
	p.screen.TakeKeys(p.window.Canvas(), nil)
	p.sees("English")
	p.goesTo("Tab", flow.Action{Verb: flow.Text})
	p.presses("Space") // larger text: the tools fold into one, and the ring is on that
	p.goesTo("Tab", flow.Action{Verb: flow.Settings})
	p.presses("Space")
	p.goesTo("Tab", flow.Action{Verb: flow.Text})
	p.presses("Space")
	p.sees("200%")
	p.presses("Escape")
	p.goesTo("shift+Tab", flow.Action{Verb: flow.Speak, Arg: "en"})
	p.presses("Space")
	p.walks("Tab", "Space", "accounts")
	p.sees("B001")
	p.touches("I have it", 1)
	p.sees("Good")
	if _, there := p.screen.RingAt(); there {
		t.Error("a finger leaves the ring on the screen")
	}
}

// walks goes from the first question to the ticket of a service by keys,
// wherever the flow puts its list.
func (p *person) walks(next, choose fyne.KeyName, service string) {
	p.t.Helper()
	for range 20 {
		v := p.run.Flow.View()
		if v.Pass != nil {
			return
		}
		if take, ok := v.Button(flow.Take); ok && take.Sent {
			return
		}
		for _, a := range []flow.Action{
			{Verb: flow.Take}, {Verb: flow.JoinAnyway}, {Verb: flow.Choose, Arg: service}, {Verb: flow.Need, Arg: service}, {Verb: flow.ByService}, {Verb: flow.Others}, {Verb: flow.Next},
		} {
			if offers(v, a) {
				p.goesTo(next, a)
				p.presses(choose)
				break
			}
		}
	}
}

// TestKeyMap: a pad's own keys are named by a flag, and one that means nothing
// is refused.
func TestKeyMap(t *testing.T) {
	m, err := kiosk.ParseKeys("F5=next, scan:191=plug,Home=none,shift+F5=previous")
	if err != nil {
		t.Fatal(err)
	}
	if m["F5"] != flow.KeyNext || m["scan:191"] != flow.KeyPlug || m["Home"] != "" || m["Tab"] != flow.KeyNext || m["shift+F5"] != flow.KeyPrevious {
		t.Errorf("the map is %v", m)
	}
	for _, wrong := range []string{"F5", "=next", "F5=forward", "scan:x=next"} {
		if m, err := kiosk.ParseKeys(wrong); err == nil {
			t.Errorf("%q was taken: %v", wrong, m)
		}
	}
}

// TestRing: every stop of every story has a control on the screen that the
// ring is drawn around.
func TestRing(t *testing.T) {
	if walkOneIn > 1 {
		t.Skip("one goroutine: walked without the race detector")
	}
	test.NewApp()
	sweep := sweeping(t)
	for _, landscape := range []bool{false, true} {
		size := fyne.NewSize(1080, 1920)
		if landscape {
			size = fyne.NewSize(1920, 1080)
		}
		for _, percent := range []int{100, 200} {
			for _, name := range kiosk.SceneNames() {
				v := kiosk.Scene(name, words.CS, flow.Ease{Percent: percent, Contrast: flow.Light, Low: percent == 200}, landscape)
				k := kiosk.New(nil, func(flow.Action) {})
				k.Show(v)
				k.Object().Resize(size)
				for _, s := range v.Stops() {
					k.Ring(s.Button.Action, true)
					if _, there := k.RingAt(); !there {
						t.Errorf("%s, %d %%, landscape %v: no ring for %v (%s)", name, percent, landscape, s.Button.Action, s.Button.Label)
					}
				}
				sweep()
			}
		}
	}
}
