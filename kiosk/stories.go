package kiosk

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk/flow"
	"turno/look"
)

// Stories are every screen of the kiosk with made-up facts in it, portrait and
// landscape, with the controls where they usually are and low. They are what
// the flow itself shows after the touches that lead there.
func Stories() []look.Story {
	var all []look.Story
	for _, way := range []struct {
		suffix string
		panel  bool
		low    bool
	}{{"", false, false}, {"-low", false, true}, {"-landscape", true, false}, {"-landscape-low", true, true}} {
		for _, s := range scenes() {
			w, h := float32(1080), float32(1920)
			if way.panel {
				w, h = h, w
			}
			all = append(all, look.Story{Name: s.name + way.suffix, W: w, H: h,
				Build: func(lang string, o look.Options) fyne.CanvasObject {
					k := New(nil, func(flow.Action) {})
					ease := easeOf(o)
					ease.Low = way.low
					k.Show(Scene(s.name, words.Lang(lang), ease, way.panel))
					return k.Object()
				}})
		}
	}
	return all
}

func easeOf(o look.Options) flow.Ease {
	e := flow.Ease{Percent: max(100, int(o.Scale*100)), Contrast: flow.Light}
	switch {
	case o.HighContrast:
		e.Contrast = flow.High
	case o.Dark:
		e.Contrast = flow.Dark
	}
	return e
}

// scene is one story: what happened before the picture.
type scene struct {
	name string
	play func(*stage)
}

// stage is a kiosk in the middle of a story.
type stage struct {
	m    *flow.Machine
	at   time.Time
	lang words.Lang
	hub  flow.Mirror
}

func (s *stage) in(in flow.Input) {
	s.at = s.at.Add(time.Second)
	s.m.Do(in, s.at)
}

func (s *stage) touch(v flow.Verb, arg string) {
	s.in(flow.Touch{Action: flow.Action{Verb: v, Arg: arg}})
}

// needs goes from the greeting to the first question.
func (s *stage) needs() { s.touch(flow.Speak, string(s.lang)) }

// services goes to the list of services, by way of the first question where
// the branch has one.
func (s *stage) services() {
	s.needs()
	s.other(flow.ByService)
}

// other touches what may stand on a screen of its own.
func (s *stage) other(v flow.Verb) {
	if _, ok := s.m.View().Button(v); !ok {
		s.touch(flow.Others, "")
	}
	s.touch(v, "")
}

// service goes to a service through the pages of the list.
func (s *stage) service(id string) {
	s.services()
	a := flow.Action{Verb: flow.Choose, Arg: id}
	for range 40 {
		for _, c := range s.m.View().Cards {
			if c.Action == a {
				s.in(flow.Touch{Action: a})
				return
			}
		}
		s.touch(flow.Next, "")
	}
}

func (s *stage) ticket(url string) {
	s.service("accounts")
	s.touch(flow.Take, "")
	s.given(url)
}

// given is the hub's answer.
func (s *stage) given(url string) {
	ahead := 3
	s.in(flow.Answer{Wish: 1, Answer: wire.Answer{OK: true, Result: &wire.Result{
		Ticket: "B042", PeopleAhead: &ahead, Wait: &wire.Wait{P50S: 640, P80S: 890}, URL: url,
	}}})
}

const storyURL = "https://turno.alameda.example/t/k7Qm2x"

// scenes are all stories in the order in which they are drawn; each stretch of
// the flow has its own in a file of its own.
func scenes() []scene {
	return slices.Concat(guideScenes, ticketScenes, heardScenes, rateScenes, formScenes)
}

var ticketScenes = []scene{
	{"greeting", func(*stage) {}},
	{"languages", func(s *stage) { s.services(); s.open(flow.Languages) }},
	{"services", func(s *stage) { s.services() }},
	{"services-second", func(s *stage) { s.services(); s.touch(flow.Next, "") }},
	{"services-closed", func(s *stage) {
		s.services()
		for range 4 {
			if s.m.View().Pages.Single {
				s.touch(flow.Next, "")
			}
		}
	}},
	{"services-refused", func(s *stage) {
		s.service("complaints")
		s.touch(flow.Take, "")
		s.in(flow.Answer{Wish: 1, Answer: wire.Refuse("", wire.ServiceClosed, "", "")})
	}},
	{"service", func(s *stage) { s.service("accounts") }},
	{"service-bring", func(s *stage) { s.service("accounts"); s.touch(flow.Next, "") }},
	{"service-loans", func(s *stage) { s.service("loans") }},
	{"sending", func(s *stage) { s.service("accounts"); s.touch(flow.Take, "") }},
	{"printing", func(s *stage) { s.ticket(storyURL) }},
	{"ticket", func(s *stage) {
		s.ticket(storyURL)
		s.in(flow.Pressed{Ticket: "B042", Paper: flow.Printed})
		s.in(flow.Tick{})
		s.at = s.at.Add(10 * time.Second)
		s.in(flow.Tick{})
	}},
	{"ticket-screen", func(s *stage) { s.ticket(storyURL); s.in(flow.Pressed{Ticket: "B042", Paper: flow.NoPrinter}) }},
	{"ticket-no-phone", func(s *stage) { s.ticket(""); s.in(flow.Pressed{Ticket: "B042", Paper: flow.NoPrinter}) }},
	{"unprinted", func(s *stage) { s.ticket(storyURL); s.in(flow.Pressed{Ticket: "B042", Paper: flow.OutOfPaper}) }},
	{"unprinted-no-phone", func(s *stage) { s.ticket(""); s.in(flow.Pressed{Ticket: "B042", Paper: flow.Unreachable}) }},
	{"settings", func(s *stage) { s.services(); s.open(flow.Settings) }},
	{"idle", func(s *stage) { s.services(); s.at = s.at.Add(46 * time.Second); s.in(flow.Tick{}) }},
	{"away", func(s *stage) { s.leave() }},
	{"alone", func(s *stage) { s.lend(); s.leave() }},
	{"alone-services", func(s *stage) { s.lend(); s.leave(); s.services() }},
	{"alone-service", func(s *stage) { s.lend(); s.leave(); s.service("accounts") }},
	{"alone-ticket", func(s *stage) { s.alone(flow.Printed) }},
	{"alone-unprinted", func(s *stage) { s.alone(flow.CoverOpen) }},
	{"unserved-services", func(s *stage) { s.nobody(); s.services() }},
	{"unserved-service", func(s *stage) { s.nobody(); s.service("accounts") }},
	{"unserved-ticket", func(s *stage) {
		s.nobody()
		s.ticket(storyURL)
		s.in(flow.Pressed{Ticket: "B042", Paper: flow.Printed})
	}},
	{"unserved-unprinted", func(s *stage) {
		s.nobody()
		s.ticket(storyURL)
		s.in(flow.Pressed{Ticket: "B042", Paper: flow.OutOfPaper})
	}},
	{"asking", func(s *stage) { s.service("accounts"); s.touch(flow.Take, ""); s.leave() }},
	{"closed", func(s *stage) { s.hub.State.Day = "closed"; s.in(s.hub) }},
	{"starting", nil},
}

// open goes to languages or settings, by way of the settings where the tools
// are folded; settings have no tool of their own in an open bar.
func (s *stage) open(v flow.Verb) {
	if _, ok := s.m.View().Button(v); ok {
		s.touch(v, "")
		return
	}
	if v == flow.Languages {
		s.touch(flow.Settings, "")
		s.touch(flow.Languages, "")
	}
}

// nobody closes every counter; the hub quotes what the branch could do.
func (s *stage) nobody() {
	for i := range s.hub.State.Queues {
		s.hub.State.Queues[i].Serving = 0
	}
	s.in(s.hub)
}

func (s *stage) leave() {
	s.hub.Live, s.hub.Since = false, s.at
	s.in(s.hub)
	s.at = s.at.Add(3 * time.Second)
	s.in(flow.Tick{})
}

// Scene is what the flow shows in a story, in a language, for a person with
// that ease, on a panel of that kind. An unknown name gives the greeting.
func Scene(name string, lang words.Lang, ease flow.Ease, landscape bool) flow.View {
	at := time.Date(2026, 11, 24, 9, 41, 10, 0, time.UTC) // 10:41 in Madrid
	m := flow.New(flow.Config{Language: lang, Printer: true, Lists: true, Sheets: true, Form: storyForm, Ease: ease, Aloud: flow.AloudAuto}, at)
	s := &stage{m: m, at: at, lang: lang, hub: flow.Mirror{Live: true, Since: at, State: storyState()}}
	m.Do(flow.Panel{Landscape: landscape}, at)
	for _, sc := range scenes() {
		if sc.name != name {
			continue
		}
		if sc.play == nil {
			return m.View()
		}
		s.in(s.hub)
		sc.play(s)
	}
	return m.View()
}

// SceneNames are the names of the stories without their ways.
func SceneNames() []string {
	var names []string
	for _, s := range scenes() {
		names = append(names, s.name)
	}
	return names
}
