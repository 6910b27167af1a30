package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"turno/hub/wire"
)

// gatekeeper is the hub's side of the devices' page.
type gatekeeper struct {
	mu        sync.Mutex
	status    int // of every list; 0 is 200
	wishes    []wire.PairWish
	devices   []wire.Enrolled
	approvals []wire.Approval
	said      chan string
}

// ServeHTTP answers the lists and notes what is decided.
func (g *gatekeeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.status != 0 {
		w.WriteHeader(g.status)
		_ = json.NewEncoder(w).Encode(wire.Answer{Code: wire.Unauthorized})
		return
	}
	switch r.Method + " " + r.URL.Path {
	case "GET /api/v1/pairings":
		_ = json.NewEncoder(w).Encode(g.wishes)
	case "GET /api/v1/devices":
		_ = json.NewEncoder(w).Encode(g.devices)
	case "GET /api/v1/approvals":
		_ = json.NewEncoder(w).Encode(g.approvals)
	default:
		body, _ := io.ReadAll(r.Body)
		g.said <- fmt.Sprintf("%s %s %s %s", r.Method, r.URL.Path, body, r.Header.Get("Authorization"))
		if r.Method == http.MethodDelete {
			g.devices = g.devices[1:]
		} else {
			g.wishes = []wire.PairWish{}
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

func atTheDoor() *gatekeeper {
	return &gatekeeper{
		said: make(chan string, 8),
		wishes: []wire.PairWish{{Code: "K7M-2PX", Device: "kiosk-2", Role: wire.Kiosk, From: "10.1.2.3", Until: clock(10, 51, 0)},
			{Code: "4TQ-9WC", Device: "counter-3-spare", Role: wire.Teller, Counter: "3", From: "10.1.2.17", Until: clock(10, 49, 0)}},
		devices: []wire.Enrolled{{ID: "d-1", Device: "kiosk-1", Role: wire.Kiosk, Since: clock(8, 0, 0), Live: 1},
			{ID: "d-2", Device: "counter-1", Role: wire.Teller, Counter: "1", Since: clock(8, 0, 0)}, {ID: "d-3", Device: "display-1", Role: wire.Display, Since: clock(8, 0, 0), Live: 2}},
		approvals: []wire.Approval{{ID: "e-1", What: "erase", Visit: "v-1", Ticket: "B042", By: "a1", At: clock(10, 40, 0), Until: clock(18, 40, 0), State: "waiting"}},
	}
}

func TestPicturesOfTheDevices(t *testing.T) {
	for _, c := range []struct {
		name, lang    string
		width, height int
		scale         float64
	}{{"devices-en", "en", 1440, 900, 1}, {"devices-390-es", "es", 390, 844, 2}, {"devices-200-cs", "cs", 720, 450, 2}} {
		tb := open(t, c.width, c.height, c.scale)
		h := newFakeHub(t, morning(), withDemo)
		h.api = atTheDoor()
		tb.visit(h.URL + "/manager/devices?as=demo&lang=" + c.lang)
		tb.until("Turno.id('devices').children.length === 3")
		keep(t, c.name, tb.picture(true))
		var wide bool
		tb.eval("document.documentElement.scrollWidth > innerWidth", &wide)
		if wide {
			t.Errorf("%s: the page is wider than its window", c.name)
		}
		tb.clean()
	}
}

func TestAManagerDecidesOnDevices(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, morning(), withDemo)
	g := atTheDoor()
	h.api = g
	tb.visit(h.URL + "/manager/devices?as=demo&lang=en")
	tb.until("Turno.id('wishes').children.length === 2")
	if got := tb.text("#wishes .code"); got != "K7M-2PX" {
		t.Errorf("the first code is %q", got)
	}
	tb.click("#wishes .primary")
	if said := next(t, g.said); said != `POST /api/v1/pairings/K7M-2PX {"approve":true} Bearer demo-manager-1` {
		t.Errorf("the page says %s", said)
	}
	tb.until("!Turno.id('done').hidden && !Turno.id('none-waits').hidden")
	if got := tb.text("#done"); got != "kiosk-2 may connect now." {
		t.Errorf("the page says %q", got)
	}
	tb.click("#devices [data-part=remove]")
	tb.until("Turno.id('sure').open")
	keep(t, "devices-sure-en", tb.picture(false))
	tb.click("#sure-no")
	tb.until("!Turno.id('sure').open")
	tb.click("#devices [data-part=remove]")
	tb.click("#sure-yes")
	if said := next(t, g.said); said != "DELETE /api/v1/devices/d-1  Bearer demo-manager-1" {
		t.Errorf("the page says %s", said)
	}
	tb.until("Turno.id('devices').children.length === 2")
	tb.click("#approvals .secondary")
	if said := next(t, g.said); said != `POST /api/v1/approvals/e-1 {"approve":false} Bearer demo-manager-1` {
		t.Errorf("the page says %s", said)
	}
	tb.clean()
}

// A counter's computer is let in where the manager says that it stands, whatever
// was typed into it; the hub gets the choice with the approval.
func TestAManagerSaysWhereACounterStands(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, morning(), withDemo)
	g := atTheDoor()
	g.wishes = append(g.wishes, wire.PairWish{Code: "ZZ9-8YX", Device: "teller-pc", Role: wire.Teller, Counter: "77", From: "10.1.2.18", Until: clock(10, 52, 0)})
	h.api = g
	tb.visit(h.URL + "/manager/devices?as=demo&lang=en")
	tb.until("Turno.id('wishes').children.length === 3")
	var shown []string
	tb.eval(`Array.from(document.querySelectorAll('#wishes select')).map(function (s) { return s.offsetParent ? s.value : 'hidden'; })`, &shown)
	if want := []string{"hidden", "3", ""}; !slices.Equal(shown, want) { // a kiosk has none, and the branch has no counter 77
		t.Errorf("the counters offered are %q, want %q", shown, want)
	}
	if got := tb.text("#wishes li:nth-child(2) label"); !strings.HasPrefix(got, "Counter") {
		t.Errorf("the choice is called %q", got)
	}
	choose := func(card int, counter string) {
		tb.eval(fmt.Sprintf(`(function (s) { s.value = %q; s.dispatchEvent(new Event('change', { bubbles: true })); })(document.querySelector('#wishes li:nth-child(%d) select'))`, counter, card), nil)
	}
	choose(2, "5")
	choose(3, "1")
	keep(t, "devices-counter-en", tb.picture(true))
	// The kiosk's wish lapses meanwhile: what was chosen stays with its device.
	g.mu.Lock()
	g.wishes = g.wishes[1:]
	g.mu.Unlock()
	tb.until("Turno.id('wishes').children.length === 2")
	if got := tb.text("#wishes .code"); got != "4TQ-9WC" {
		t.Fatalf("the first code is %q now", got)
	}
	tb.click("#wishes .primary")
	if said := next(t, g.said); said != `POST /api/v1/pairings/4TQ-9WC {"approve":true,"counter":"5"} Bearer demo-manager-1` {
		t.Errorf("the page says %s", said)
	}
	tb.until("!Turno.id('done').hidden")
	if got := tb.text("#done"); got != "counter-3-spare may connect now. Counter 5." {
		t.Errorf("the page says %q", got)
	}
	tb.clean()
}

func TestTheDevicesAreForWhoSignedIn(t *testing.T) {
	for status, want := range map[int]string{401: "", 403: "This person has no access to this page."} {
		tb := open(t, 1440, 900, 1)
		h := newFakeHub(t, morning(), nil)
		g := atTheDoor()
		g.status = status
		h.api = g
		tb.visit(h.URL + "/manager/devices?lang=en")
		tb.until("!Turno.id('sign-in').hidden")
		if got := tb.text("#sign-in-problem"); got != want {
			t.Errorf("%d: the page says %q, want %q", status, got, want)
		}
	}
}
