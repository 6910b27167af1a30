package counter

import (
	"sort"
	"time"

	"fyne.io/fyne/v2"

	"turno/counter/desk"
	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/look"
)

// storyTime is when every story plays.
var storyTime = time.Date(2026, 11, 24, 10, 41, 0, 0, time.FixedZone("CET", 3600))

// storyNote is a note as a teller of the language would write it.
var storyNote = map[words.Lang]string{
	words.ES: "La nómina llega desde enero. La tarjeta, a casa y no a la oficina.",
	words.CS: "Výplata chodí od ledna. Kartu poslat domů, ne na pobočku.",
	words.PT: "O ordenado entra desde janeiro. O cartão vai para casa, não para a agência.",
	words.SV: "Lönen kommer från januari. Kortet skickas hem, inte till kontoret.",
	words.EN: "Salary comes in from January. Wants the card sent home, not to the branch.",
}

// scene drives a desk to what a story shows.
type scene func(d *desk.Desk, at time.Time)

// Stories are the counter's screens with made-up facts, 1366 by 768, the
// smallest screen they are made for; two of them also on a larger one.
func Stories() []look.Story {
	var out []look.Story
	add := func(name string, w, h float32, play scene) {
		out = append(out, look.Story{Name: name, W: w, H: h, Build: func(lang string, o look.Options) fyne.CanvasObject {
			return Scene(play, words.Lang(lang), o.Style(look.Desk)).Content()
		}})
	}
	for name, play := range scenes() {
		add(name, 1366, 768, play)
	}
	add("idle-1080p", 1920, 1080, scenes()["idle"])
	add("serving-1080p", 1920, 1080, scenes()["serving"])
	for _, name := range stripScenes {
		out = append(out, look.Story{Name: "strip-" + name, W: stripWide, H: 900, Build: func(lang string, o look.Options) fyne.CanvasObject {
			return stripScene(scenes()[name], words.Lang(lang), o.Style(look.Desk)).Content()
		}})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// stripScenes are the scenes that are drawn as the strip, too.
var stripScenes = []string{"idle", "idle-parked", "called", "serving", "transfer", "search", "refused", "sign-in", "open", "stale", "paused", "pause-own", "paused-own", "away", "help", "read-form", "pair", "pair-where", "pair-removed", "pair-stranger", "pair-away"}

// stripScene is the strip at the end of a scene.
func stripScene(play scene, l words.Lang, s look.Style) *Strip {
	d := desk.New(desk.Config{Lang: l, Counter: "3", FormTitle: FormTitle})
	play(d, storyTime)
	v := NewStripScreen(s, silent)
	v.Show(d.Model(storyTime))
	return v
}

// silent tells nobody of anything.
var silent = Calls{Press: func(desk.Action) {}, Key: func(string) {}, Type: func(string, string) {}, Focus: func(string) {},
	Pick: func(int, int) {}, Tick: func(int) {}, Find: func(string) {}}

// Scene is a screen at the end of a scene.
func Scene(play scene, l words.Lang, s look.Style) *Screen {
	d := desk.New(desk.Config{Lang: l, Counter: "3", FormTitle: FormTitle, SignIn: false})
	play(d, storyTime)
	v := NewScreen(s, silent)
	v.Show(d.Model(storyTime))
	return v
}

func linked(d *desk.Desk, s wire.State) {
	d.Linked(desk.Link{Live: true, Known: true, Since: storyTime, State: s}, storyTime)
}

func keys(d *desk.Desk, names ...string) {
	for _, k := range names {
		d.Key(k, storyTime)
	}
}

// carrying is a desk that serves a visit with a form that was filled in.
func carrying(d *desk.Desk, form string) {
	s := desk.SampleVisit(desk.Sample(storyTime), "serving", 384)
	s.Counters[2].Drafts = []string{form}
	linked(d, s)
}

// owning is a counter of a bank with its own reasons for a pause, paused for one
// of them, or free where none is named.
func owning(d *desk.Desk, reason string) {
	s := desk.Sample(storyTime)
	s.Branch.Pauses = desk.SamplePauses()
	if reason != "" {
		s.Counters[2].State, s.Counters[2].Reason, s.Counters[2].Since = "paused", reason, storyTime.Add(-8*time.Minute)
	}
	linked(d, s)
}

// pairs is a machine that the hub does not know, and whose counter was typed.
func pairs(d *desk.Desk, state pairing.State, change func(*pairing.Step)) {
	*d = *desk.New(desk.Config{Lang: d.Lang(), FormTitle: FormTitle})
	s := pairing.Step{State: state, Counter: "3", Device: "counter-hall-03", Hub: "https://192.0.2.7:8443", Until: storyTime.Add(10 * time.Minute), Again: storyTime.Add(time.Minute)}
	if state == pairing.Waiting {
		s.Code = "K7M-2PX"
	}
	if change != nil {
		change(&s)
	}
	d.Pairing(s)
}

func scenes() map[string]scene {
	sample := func() wire.State { return desk.Sample(storyTime) }
	serving := func(d *desk.Desk) {
		linked(d, desk.SampleVisit(sample(), "serving", 384))
		for i := range 3 {
			d.Tick(i, storyTime.Add(time.Duration(i-5)*time.Minute))
		}
	}
	return map[string]scene{
		"idle":        func(d *desk.Desk, _ time.Time) { linked(d, sample()) },
		"idle-parked": func(d *desk.Desk, _ time.Time) { linked(d, desk.SampleParked(sample())) },
		"idle-empty": func(d *desk.Desk, _ time.Time) {
			s := sample()
			s.Visits = nil
			for i := range s.Queues {
				s.Queues[i].Waiting, s.Queues[i].OldestAt = 0, nil
			}
			linked(d, s)
		},
		"sent": func(d *desk.Desk, _ time.Time) { linked(d, sample()); keys(d, "F2") },
		"refused": func(d *desk.Desk, at time.Time) {
			linked(d, sample())
			keys(d, "F2")
			d.Answered(wire.Refuse("w", wire.NothingWaiting, "", ""), nil, at)
		},
		"called":  func(d *desk.Desk, _ time.Time) { linked(d, desk.SampleVisit(sample(), "called", 2)) },
		"serving": func(d *desk.Desk, _ time.Time) { serving(d) },
		"serving-note": func(d *desk.Desk, at time.Time) {
			serving(d)
			keys(d, "Tab")
			d.Type(desk.FieldNote, storyNote[d.Lang()])
			d.Printed(desk.PrintResult{Ticket: "B042", File: "/var/lib/turno/forms/2026-11-24/B042-account-opening.pdf"}, at)
		},
		"serving-carries": func(d *desk.Desk, _ time.Time) { carrying(d, "AC-01") },
		"read-form": func(d *desk.Desk, at time.Time) {
			carrying(d, "AC-01")
			keys(d, "F9")
			d.Looked(desk.SampleDrafts("B042", "AC-01"), nil, at)
			keys(d, "Down", "Down", "Down")
		},
		"help": func(d *desk.Desk, at time.Time) {
			s := sample()
			s.Helps = []wire.HelpRow{{Call: "h1", Device: "kiosk-1", Language: "cs", State: "called", CalledAt: at.Add(-20 * time.Second)}}
			linked(d, s)
		},
		"help-yours": func(d *desk.Desk, at time.Time) {
			s := sample()
			s.Helps = []wire.HelpRow{{Call: "h1", Device: "kiosk-1", Language: "cs", State: "called", CalledAt: at.Add(-20 * time.Second)}}
			linked(d, s)
			d.Press(desk.HelpComing, at)
			d.Answered(wire.Answer{OK: true}, nil, at)
			s.Helps = []wire.HelpRow{{Call: "h1", Device: "kiosk-1", Language: "cs", State: "coming", CalledAt: at.Add(-20 * time.Second)}}
			linked(d, s)
		},
		"device": func(d *desk.Desk, at time.Time) {
			s := sample()
			s.Devices = []wire.DeviceRow{{Device: "kiosk-1", Role: wire.Kiosk, Printer: "paper_out", Unprinted: 3, Since: at.Add(-4 * time.Minute)}}
			linked(d, s)
		},
		"transfer": func(d *desk.Desk, _ time.Time) { serving(d); keys(d, "F6", "Down", "Right", "Down") },
		"park":     func(d *desk.Desk, _ time.Time) { serving(d); keys(d, "F7", "Down", "Right", "Down", "Down") },
		"add":      func(d *desk.Desk, _ time.Time) { serving(d); keys(d, "F5", "Down") },
		"search": func(d *desk.Desk, _ time.Time) {
			linked(d, desk.SampleParked(sample()))
			keys(d, "F1")
			d.Type(desk.FieldSearch, "B")
			keys(d, "Down", "Down")
		},
		"pause":      func(d *desk.Desk, _ time.Time) { linked(d, sample()); keys(d, "F10", "Down") },
		"pause-own":  func(d *desk.Desk, _ time.Time) { owning(d, ""); keys(d, "F10", "Down", "Down", "Down") },
		"paused-own": func(d *desk.Desk, _ time.Time) { owning(d, "cash_count") },
		"close":      func(d *desk.Desk, _ time.Time) { linked(d, sample()); keys(d, "F12") },
		"wrap-up":    func(d *desk.Desk, _ time.Time) { linked(d, desk.SampleVisit(sample(), "wrap_up", 42)) },
		"paused": func(d *desk.Desk, at time.Time) {
			s := sample()
			s.Counters[2].State, s.Counters[2].Reason, s.Counters[2].Since = "paused", "break", at.Add(-8*time.Minute)
			linked(d, s)
		},
		"open": func(d *desk.Desk, _ time.Time) {
			s := sample()
			s.Counters[2] = wire.Counter{Counter: "3", State: "closed"}
			linked(d, s)
			keys(d, "Down")
		},
		"open-choose": func(d *desk.Desk, _ time.Time) {
			s := sample()
			s.You.Counter = ""
			s.Counters[2] = wire.Counter{Counter: "3", State: "closed"}
			*d = *desk.New(desk.Config{Lang: d.Lang(), FormTitle: FormTitle})
			linked(d, s)
			keys(d, "Down", "Down", "Right", "Down")
		},
		"sign-in": func(d *desk.Desk, _ time.Time) {
			*d = *desk.New(desk.Config{Lang: d.Lang(), Counter: "3", SignIn: true})
			d.Type(desk.FieldPerson, "lucia")
			keys(d, "Tab")
			d.Type(desk.FieldPIN, "1234")
		},
		"stale": func(d *desk.Desk, at time.Time) {
			linked(d, sample())
			d.Linked(desk.Link{Known: true, Since: at.Add(-2 * time.Minute), State: sample()}, at)
		},
		"pair-where": func(d *desk.Desk, at time.Time) { d.WhichCounter() },
		"pair":       func(d *desk.Desk, at time.Time) { pairs(d, pairing.Waiting, nil) },
		"pair-expired": func(d *desk.Desk, at time.Time) {
			pairs(d, pairing.Waiting, func(s *pairing.Step) { s.Expired = true })
		},
		"pair-removed": func(d *desk.Desk, at time.Time) {
			linked(d, sample())
			pairs(d, pairing.Waiting, func(s *pairing.Step) { s.Removed = true })
		},
		"pair-asking":   func(d *desk.Desk, at time.Time) { pairs(d, pairing.Asking, nil) },
		"pair-approved": func(d *desk.Desk, at time.Time) { pairs(d, pairing.Approved, nil) },
		"pair-refused":  func(d *desk.Desk, at time.Time) { pairs(d, pairing.Refused, nil) },
		"pair-away":     func(d *desk.Desk, at time.Time) { pairs(d, pairing.Away, nil) },
		"pair-stranger": func(d *desk.Desk, at time.Time) { pairs(d, pairing.Stranger, nil) },
		"pair-unfit":    func(d *desk.Desk, at time.Time) { pairs(d, pairing.Unfit, nil) },
		"away":          func(d *desk.Desk, _ time.Time) { d.Linked(desk.Link{}, storyTime) },
	}
}
