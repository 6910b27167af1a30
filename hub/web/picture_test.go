package web

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/hub/wire"
)

var shots = flag.String("shots", "", "keep the pictures of the pages in this folder")

func keep(t *testing.T, name string, png []byte) {
	t.Helper()
	if len(png) < 5000 {
		t.Errorf("%s: a picture of %d bytes is empty", name, len(png))
	}
	if *shots == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

func phoneState(state string) wire.State {
	s := morning()
	s.Ticket, s.Figures, s.You = mine(state), nil, &wire.You{Role: wire.Phone}
	return s
}

func TestPictures(t *testing.T) {
	empty := morning()
	empty.Board, empty.Figures = nil, &wire.Figures{}
	for i := range empty.Counters {
		empty.Counters[i] = wire.Counter{Counter: empty.Counters[i].Counter, State: "closed"}
	}
	for i := range empty.Queues {
		empty.Queues[i] = wire.Queue{Service: empty.Queues[i].Service, Open: true, Wait: wire.Wait{Unknown: true}}
	}
	served := morning()
	served.Counters[2].State = "serving"
	for _, c := range []struct {
		name, path    string
		width, height int
		scale         float64
		state         wire.State
		ready         string
		whole         bool
	}{
		{"display-es", "/display", 1920, 1080, 1, morning(), "Turno.id('number').textContent === 'B042'", false},
		{"display-cs", "/display?lang=cs", 1920, 1080, 1, served, "Turno.id('number').textContent === 'B042'", false},
		{"display-empty-pt", "/display?lang=pt", 1920, 1080, 1, empty, "!Turno.id('welcome').hidden && Turno.id('waits').children.length === 5", false},
		{"display-1440", "/display", 1440, 900, 1, morning(), "Turno.id('number').textContent === 'B042'", false},
		{"display-upright", "/display?lang=sv", 390, 844, 2, morning(), "Turno.id('number').textContent === 'B042'", false},
		{"display-tall", "/display?lang=pt", 1080, 1920, 1, morning(), "Turno.id('number').textContent === 'B042'", false},
		{"manager-es", "/manager?as=demo&lang=es", 1440, 900, 1, morning(), "Turno.id('queues').children.length === 5", true},
		{"manager-1920-cs", "/manager?as=demo&lang=cs", 1920, 1080, 1, morning(), "Turno.id('queues').children.length === 5", false},
		{"manager-1280-sv", "/manager?as=demo&lang=sv", 1280, 800, 1, morning(), "Turno.id('queues').children.length === 5", true},
		{"manager-1180-cs", "/manager?as=demo&lang=cs", 1180, 800, 1, morning(), "Turno.id('queues').children.length === 5", true},
		{"manager-1024-cs", "/manager?as=demo&lang=cs", 1024, 768, 1, morning(), "Turno.id('queues').children.length === 5", true},
		{"manager-900-pt", "/manager?as=demo&lang=pt", 900, 700, 1, morning(), "Turno.id('queues').children.length === 5", true},
		{"manager-390-en", "/manager?as=demo&lang=en", 390, 844, 2, morning(), "Turno.id('queues').children.length === 5", true},
		{"manager-390-es", "/manager?as=demo&lang=es", 390, 844, 2, morning(), "Turno.id('queues').children.length === 5", true},
		{"manager-empty-en", "/manager?as=demo&lang=en", 1440, 900, 1, empty, "Turno.id('queues').children.length === 5", true},
		{"phone-pt", "/t/Kf7", 390, 844, 2, phoneState("waiting"), "Turno.id('number').textContent === 'B042'", false},
		// 200 % of text: half as many pixels
		{"phone-200-cs", "/t/Kf7?lang=cs", 195, 422, 4, phoneState("waiting"), "Turno.id('number').textContent === 'B042'", true},
		{"phone-called-200-cs", "/t/Kf7?lang=cs", 195, 422, 4, phoneState("called"), "Turno.id('counter').textContent === '3'", true},
		{"manager-200-cs", "/manager?as=demo&lang=cs", 720, 450, 2, morning(), "Turno.id('queues').children.length === 5", true},
		{"help-200-cs", "/help?lang=cs", 195, 422, 4, morning(), "true", true},
		{"phone-called-pt", "/t/Kf7", 390, 844, 2, phoneState("called"), "Turno.id('counter').textContent === '3'", false},
		{"phone-serving-cs", "/t/Kf7?lang=cs", 390, 844, 2, phoneState("serving"), "Turno.id('counter').textContent === '3'", false},
		{"phone-no-show-sv", "/t/Kf7?lang=sv", 390, 844, 2, phoneState("no_show"), "Turno.id('headline').textContent !== ''", false},
		{"phone-left-en", "/t/Kf7?lang=en", 390, 844, 2, phoneState("left"), "Turno.id('headline').textContent !== ''", false},
		{"phone-gone-es", "/t/nobody?lang=es", 390, 844, 2, morning(), "true", false},
		{"help-es", "/help?lang=es", 1440, 900, 1, morning(), "true", true},
		{"help-390-cs", "/help?lang=cs", 390, 844, 2, morning(), "true", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			tb := open(t, c.width, c.height, c.scale)
			h := newFakeHub(t, c.state, func(c *Config) { c.DemoManager = "demo-manager-1" })
			tb.visit(h.URL + c.path)
			tb.until(c.ready)
			keep(t, c.name, tb.picture(c.whole))
			var wide bool
			tb.eval("document.documentElement.scrollWidth > innerWidth", &wide)
			if wide {
				t.Error("the page is wider than its window")
			}
			tb.clean()
		})
	}
}

// Who asks the system for more contrast gets black and white, yellow for the
// call, and no meaning that hangs on a wash.
func TestMoreContrast(t *testing.T) {
	for _, c := range []struct{ name, path, ready, differ string }{
		{"display-contrast-es", "/display", "Turno.id('number').textContent === 'B042'",
			`[getComputedStyle(document.body).backgroundColor, getComputedStyle(Turno.id('call')).backgroundColor]`},
		{"manager-contrast-en", "/manager?as=demo&lang=en", "Turno.id('queues').children.length === 5",
			`[getComputedStyle(document.querySelector('#chart rect.arrived')).fill, getComputedStyle(document.querySelector('#chart rect.served')).fill]`},
		{"phone-contrast-pt", "/t/Kf7", "Turno.id('number').textContent === 'B042'",
			`[getComputedStyle(Turno.id('ticket')).backgroundColor, 'rgb(255, 229, 0)']`},
	} {
		tb := open(t, 1440, 900, 1)
		if c.name == "phone-contrast-pt" {
			tb.size(390, 844, 2)
		}
		tb.prefer("prefers-contrast=more")
		s := morning()
		s.Ticket = mine("waiting")
		h := newFakeHub(t, s, withDemo)
		tb.visit(h.URL + c.path)
		tb.until(c.ready)
		keep(t, c.name, tb.picture(false))
		var pair [2]string
		tb.eval(c.differ, &pair)
		if pair[0] == pair[1] {
			t.Errorf("%s: both are %s", c.name, pair[0])
		}
		tb.clean()
	}
}

// Whose system is dark gets the manager's pages so; the public ones stay as they
// are, and paper stays paper where nobody asked.
func TestTheManagersPagesFollowTheSystem(t *testing.T) {
	for _, c := range []struct{ name, path, ready string }{
		{"manager-dark-en", "/manager?as=demo&lang=en", "Turno.id('queues').children.length === 5"},
		{"devices-dark-en", "/manager/devices?as=demo&lang=en", "Turno.id('devices').children.length === 3"},
	} {
		tb := open(t, 1440, 900, 1)
		h := newFakeHub(t, morning(), withDemo)
		h.api = atTheDoor()
		ground := func(media string) (colour string) {
			tb.prefer(media)
			tb.eval("getComputedStyle(document.documentElement).backgroundColor", &colour)
			return colour
		}
		tb.visit(h.URL + c.path)
		tb.until(c.ready)
		light, dark := ground("prefers-color-scheme=light"), ground("prefers-color-scheme=dark")
		if light == dark {
			t.Errorf("%s: %s in the light and in the dark", c.name, light)
		}
		keep(t, c.name, tb.picture(true))
		tb.clean()
	}
}

// prefer sets a wish of the system's, as "prefers-contrast=more"; "" is none.
func (tb *tab) prefer(media string) {
	if name, value, ok := strings.Cut(media, "="); ok {
		tb.must(tb.session, "Emulation.setEmulatedMedia", args{"features": []args{{"name": name, "value": value}}}, nil)
	}
}

// From a phone's width to a wall's, in every language, no page has to be scrolled
// sideways.
func TestNoPageIsWiderThanItsWindow(t *testing.T) {
	for _, c := range []struct{ path, ready string }{
		{"/manager?as=demo", "Turno.id('queues').children.length === 5"},
		{"/manager/devices?as=demo", "Turno.id('devices').children.length === 3"},
		{"/manager?", "!Turno.id('sign-in').hidden"},
		{"/t/Kf7?", "Turno.id('number').textContent === 'B042'"},
		{"/help?", "true"},
	} {
		for _, lang := range morning().Branch.Languages {
			s := morning()
			s.Ticket = mine("waiting")
			tb := open(t, 1440, 900, 1)
			h := newFakeHub(t, s, withDemo)
			h.api = atTheDoor()
			if c.path == "/manager?" {
				h.refuse = wire.CloseUnknown
			}
			tb.visit(h.URL + c.path + "&lang=" + lang)
			tb.until(c.ready)
			for width := 320; width <= 1920; width += 40 {
				tb.size(width, 900, 1)
				var wide int
				tb.eval(`new Promise(function (end) { // a chart is drawn anew a moment after the window changed
					let frames = 0;
					(function look() {
						const wide = document.documentElement.scrollWidth - innerWidth;
						if (wide <= 0 || ++frames > 60) end(wide);
						else requestAnimationFrame(look);
					})();
				})`, &wide)
				if wide > 0 {
					t.Errorf("%s in %s at %d is %d too wide", c.path, lang, width, wide)
				}
			}
		}
	}
}
