package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"turno/hub/wire"
)

// reader is the hub's side of the comments' page: it notes what is asked for.
type reader struct {
	mu     sync.Mutex
	status int // of every answer; 0 is 200
	found  wire.Comments
	asked  chan string
}

// ServeHTTP answers the list and notes what was asked.
func (c *reader) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked <- fmt.Sprintf("%s %s %s", r.Method, r.URL, r.Header.Get("Authorization"))
	if c.status != 0 {
		w.WriteHeader(c.status)
		_ = json.NewEncoder(w).Encode(wire.Answer{Code: wire.Forbidden})
		return
	}
	_ = json.NewEncoder(w).Encode(c.found)
}

func said() *reader {
	n := func(n int) *int { return &n }
	return &reader{asked: make(chan string, 8), found: wire.Comments{From: "2026-11-18", To: "2026-11-24", Comments: []wire.Comment{
		{BusinessDate: "2026-11-24", Service: "cash", CSAT: n(5), NPS: n(10), CES: n(7), Comment: "Muy amables. Me ayudaron a rellenar el impreso sin prisa."},
		{BusinessDate: "2026-11-24", Service: "loans", CSAT: n(2), NPS: n(3), Comment: "Čekala jsem skoro hodinu a nikdo mi neřekl, že úvěrový poradce má oběd. Příště prosím aspoň napište na tabuli, kdy se vrátí. Jinak byla paní u přepážky milá a všechno vysvětlila."},
		{BusinessDate: "2026-11-20", Service: "cards", CES: n(3), Comment: "<b>Zu viele Schritte</b>\nund http://example.org/einsehrlangeswortohnejedestrennstelledasdochirgendwohinmuss"},
		{BusinessDate: "2026-11-18", Service: "gone", CSAT: n(4), Comment: "Bra"},
	}}}
}

func TestPicturesOfTheComments(t *testing.T) {
	for _, c := range []struct {
		name, lang    string
		width, height int
		scale         float64
		media         string
	}{
		{"comments-en", "en", 1440, 900, 1, ""}, {"comments-dark-es", "es", 1440, 900, 1, "prefers-color-scheme=dark"},
		{"comments-390-es", "es", 390, 844, 2, ""}, {"comments-390-dark-pt", "pt", 390, 844, 2, "prefers-color-scheme=dark"},
		{"comments-200-cs", "cs", 720, 450, 2, ""}, {"comments-contrast-sv", "sv", 1440, 900, 1, "prefers-contrast=more"},
	} {
		tb := open(t, c.width, c.height, c.scale)
		tb.prefer(c.media)
		h := newFakeHub(t, morning(), withDemo)
		h.api = said()
		tb.visit(h.URL + "/manager/comments?as=demo&lang=" + c.lang)
		tb.until("Turno.id('comments').children.length === 4")
		keep(t, c.name, tb.picture(true))
		var wide bool
		tb.eval("document.documentElement.scrollWidth > innerWidth", &wide)
		if wide {
			t.Errorf("%s: the page is wider than its window", c.name)
		}
		tb.clean()
	}
}

func TestAManagerReadsWhatPeopleWrote(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, morning(), withDemo)
	g := said()
	h.api = g
	tb.visit(h.URL + "/manager/comments?as=demo&lang=en")
	tb.until("Turno.id('comments').children.length === 4")
	if got := next(t, g.asked); got != "GET /api/v1/comments Bearer demo-manager-1" {
		t.Errorf("the page asks %s", got)
	}
	for part, want := range map[string]string{
		"#count":                             "4 comments",
		"#comments li:nth-child(1) .about b": "Cash", "#comments li:nth-child(1) .date": "Tuesday 24 November",
		"#comments li:nth-child(1) [data-part=csat]": "Satisfied: 5 of 5",
		"#comments li:nth-child(3) blockquote":       "<b>Zu viele Schritte</b>\nund http://example.org/einsehrlangeswortohnejedestrennstelledasdochirgendwohinmuss",
		"#comments li:nth-child(4) .about b":         "gone",
	} {
		if got := tb.text(part); got != want {
			t.Errorf("%s says %q, want %q", part, got, want)
		}
	}
	var hidden bool
	tb.eval("document.querySelector('#comments li:nth-child(2) [data-part=ces]').hidden", &hidden)
	if !hidden {
		t.Error("a figure that nobody gave is shown")
	}

	// Days the wrong way round are not asked for; others are, once.
	tb.eval("(Turno.id('from').value = '2026-11-25', Turno.id('show').click(), true)", &hidden)
	tb.until("!Turno.id('problem').hidden")
	g.mu.Lock()
	g.found = wire.Comments{From: "2026-11-01", To: "2026-11-02", Comments: []wire.Comment{}}
	g.mu.Unlock()
	tb.eval("(Turno.id('from').value = '2026-11-01', Turno.id('to').value = '2026-11-02', Turno.id('show').click(), true)", &hidden)
	if got := next(t, g.asked); got != "GET /api/v1/comments?from=2026-11-01&to=2026-11-02 Bearer demo-manager-1" {
		t.Errorf("the page asks %s", got)
	}
	tb.until("Turno.id('comments').children.length === 0")
	if got := tb.text("#count"); got != "Nobody wrote a comment on these days." {
		t.Errorf("the page says %q", got)
	}
	if len(g.asked) != 0 {
		t.Errorf("the page looked by itself: %s", <-g.asked)
	}
	tb.clean()
}

func TestTheCommentsAreForTheManager(t *testing.T) {
	for status, want := range map[int]string{401: "", 403: "This person has no access to this page."} {
		tb := open(t, 1440, 900, 1)
		h := newFakeHub(t, morning(), nil)
		g := said()
		g.status = status
		h.api = g
		tb.visit(h.URL + "/manager/comments?lang=en")
		tb.until("!Turno.id('sign-in').hidden")
		if got := tb.text("#sign-in-problem"); got != want {
			t.Errorf("%d: the page says %q, want %q", status, got, want)
		}
	}
}
