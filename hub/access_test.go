package hub_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/wire"
)

// from gives a client whose requests come from this address of the loopback
// network, so that a test can be several machines.
func from(t *testing.T, address string) *http.Client {
	t.Helper()
	d := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	tr := &http.Transport{DialContext: d.DialContext}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr, Timeout: hubtest.Patience}
}

// knock makes a request and gives status and body.
func knock(t *testing.T, c *http.Client, method, url, token, body string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, b
}

// into reads a 200 or 202 answer.
func into(t *testing.T, status int, body []byte, v any) {
	t.Helper()
	if status >= 300 {
		t.Fatalf("status %d: %s", status, body)
	}
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
}

// people prove themselves with their own id and "1234"; proofs counts.
type people struct {
	staff  []queue.Teller
	proofs int
}

func (p *people) signIn(person, pin string) (queue.Teller, bool) {
	p.proofs++
	for _, s := range p.staff {
		if string(s.ID) == person && pin == "1234" {
			return s, true
		}
	}
	return queue.Teller{}, false
}

// earnest runs a branch in service: no demo, two tellers, a manager, two admins.
func earnest(t *testing.T, o hubtest.Options) (*hubtest.Branch, *people) {
	t.Helper()
	p := &people{staff: []queue.Teller{{ID: "t1", Name: "M. Ortega"}, {ID: "t2", Name: "P. Vidal"}, {ID: "h1", Name: "Ana Ruiz", Role: "host"},
		{ID: "m1", Name: "Carmen Vega", Role: "manager"}, {ID: "a1", Name: "Tomáš Beneš", Role: "admin"}, {ID: "a2", Name: "K. Lund", Role: "admin"}}}
	b := hall(3)
	b.Tellers = p.staff
	o.Branch, o.SignIn, o.Earnest = b, p.signIn, true
	return hubtest.Start(t, o), p
}

// unbounded are limits that nothing reaches.
func unbounded() *hub.Limits {
	l := hub.UsualLimits()
	for _, r := range []*hub.Rate{&l.Address, &l.Token, &l.Phone, &l.Guess, &l.Hello, &l.SignIn, &l.Pair} {
		r.Burst = 1 << 20
	}
	return &l
}

func signIn(t *testing.T, c *http.Client, url, person, pin string) (int, wire.Session, []byte) {
	t.Helper()
	status, body := knock(t, c, "POST", url+"/api/v1/session", "", `{"person":"`+person+`","pin":"`+pin+`"}`)
	var s wire.Session
	_ = json.Unmarshal(body, &s)
	return status, s, body
}

// enter signs in, which has to work.
func enter(t *testing.T, url, person string) wire.Session {
	t.Helper()
	status, s, body := signIn(t, http.DefaultClient, url, person, "1234")
	if status != 200 || s.Token == "" {
		t.Fatalf("%s: %d %s", person, status, body)
	}
	return s
}

// Who the person is not, and that the PIN is wrong, is one answer and one proof:
// nothing tells a stranger who works here.
func TestNobodyLearnsWhoWorksHere(t *testing.T) {
	b, p := earnest(t, hubtest.Options{})
	stranger := from(t, "127.0.0.2")
	var first []byte
	for i, person := range []string{"m1", "nobody", "a1", "zzz"} {
		before := p.proofs
		status, _, body := signIn(t, stranger, b.URL, person, "9999")
		if status != 401 || p.proofs != before+1 {
			t.Errorf("%s: status %d after %d proofs", person, status, p.proofs-before)
		}
		if i > 0 && !bytes.Equal(first, body) {
			t.Errorf("%s is answered %s, the first %s", person, body, first)
		}
		first = body
	}
	for range 2 { // the address has to wait now, whoever is named, and no PIN is looked at
		before := p.proofs
		_, _, _ = signIn(t, stranger, b.URL, "m1", "9999")
		status, _, body := signIn(t, stranger, b.URL, "m1", "1234")
		unknown, _, other := signIn(t, stranger, b.URL, "yyy", "1234")
		if status != 429 || unknown != 429 || !bytes.Equal(body, other) || p.proofs > before+1 {
			t.Errorf("locked: %d %s, unknown: %d %s", status, body, unknown, other)
		}
	}
	// The staff's own desks are not locked out by what strangers do.
	if status, s, body := signIn(t, http.DefaultClient, b.URL, "m1", "1234"); status != 200 || s.Role != wire.Manager {
		t.Errorf("the manager at her desk: %d %s", status, body)
	}
}

func TestWrongPINsCostMoreAndMoreTime(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00")
	b, p := earnest(t, hubtest.Options{Clock: clock})
	enter(t, b.URL, "t2") // this address is the staff's now
	other := from(t, "127.0.0.3")
	pause := time.Duration(0)
	for n := 1; n <= 12; n++ {
		status, _, _ := signIn(t, http.DefaultClient, b.URL, "t1", "0000")
		if status != 401 {
			t.Fatalf("try %d: %d", n, status)
		}
		if n < 5 {
			continue
		}
		before := p.proofs
		if pause = max(15*time.Second, 2*pause); pause > 64*time.Minute {
			pause = 64 * time.Minute
		}
		clock.Advance(pause - time.Second)
		if status, _, body := signIn(t, http.DefaultClient, b.URL, "t1", "1234"); status != 429 || p.proofs != before {
			t.Fatalf("after %d wrong ones and %v the right PIN is answered %d %s", n, pause-time.Second, status, body)
		}
		if n == 6 { // another's tries at another address are not hers
			if status, _, body := signIn(t, other, b.URL, "t2", "1234"); status != 200 {
				t.Errorf("the colleague: %d %s", status, body)
			}
		}
		clock.Advance(time.Second)
	}
	if status, _, body := signIn(t, http.DefaultClient, b.URL, "t1", "1234"); status != 200 {
		t.Errorf("when the pause is over: %d %s", status, body)
	}
	trail := b.Hub.Trail()
	if n := strings.Count(trail, "sign_in_failed t1"); n != 12 || !strings.Contains(trail, "person_locked t1") || !strings.Contains(trail, "signed_in t1 by counter t1") {
		t.Errorf("%d failures stand in the chain:\n%s", n, trail)
	}
	if status, _, _ := signIn(t, http.DefaultClient, b.URL, "t1", "0000"); status != 401 {
		t.Errorf("a success begins the tally anew: %d", status)
	}
}

func TestSessionsEnd(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T07:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	works := func(token string) bool {
		status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", token, "")
		return status == 200
	}
	left, used, watched := enter(t, b.URL, "m1"), enter(t, b.URL, "m1"), enter(t, b.URL, "a1")
	l := open(t, b.URL, hello(watched.Token, nil), nil)
	l.next(nil)
	for range 3 {
		clock.Advance(20 * time.Minute)
		if !works(used.Token) {
			t.Fatal("a session in use ended")
		}
	}
	b.Hub.Sweep()
	if works(left.Token) || !works(used.Token) || !works(watched.Token) {
		t.Error("after an hour the unused session alone has to be over")
	}
	b.Restart()
	if works(left.Token) || !works(used.Token) {
		t.Error("a restart brought a dead session back, or ended a live one")
	}
	l = open(t, b.URL, hello(watched.Token, nil), nil)
	l.next(nil)
	clock.Advance(13*time.Hour + time.Minute) // 14 hours after they signed in, whatever they do
	b.Hub.Sweep()
	if code := l.closed(); code != wire.CloseUnknown {
		t.Errorf("the line of a session that is over was closed with %d", code)
	}
	if works(used.Token) || works(watched.Token) {
		t.Error("sessions outlive their time")
	}
}

func TestSigningOutEverywhere(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{})
	one, two, other, boss := enter(t, b.URL, "t1"), enter(t, b.URL, "t1"), enter(t, b.URL, "t2"), enter(t, b.URL, "m1")
	l := open(t, b.URL, hello(two.Token, nil), nil)
	l.next(nil)
	del := func(path, token string) int {
		status, _ := knock(t, http.DefaultClient, "DELETE", b.URL+path, token, "")
		return status
	}
	if s := del("/api/v1/sessions?person=m1", one.Token); s != 403 {
		t.Errorf("a teller signs the manager out: %d", s)
	}
	if s := del("/api/v1/sessions?person=a1", boss.Token); s != 403 {
		t.Errorf("a manager signs an admin out: %d", s)
	}
	if s := del("/api/v1/sessions", one.Token); s != 204 {
		t.Fatalf("everywhere: %d", s)
	}
	if code := l.closed(); code != wire.CloseUnknown {
		t.Errorf("the other line was closed with %d", code)
	}
	if s := del("/api/v1/session", one.Token); s != 401 {
		t.Errorf("the dead token: %d", s)
	}
	if s := del("/api/v1/sessions?person=t2", boss.Token); s != 204 {
		t.Errorf("a manager signs a teller out: %d", s)
	}
	if s := del("/api/v1/session", other.Token); s != 401 {
		t.Errorf("the teller's token still works: %d", s)
	}
	if s := del("/api/v1/session", b.Tokens["counter-1"]); s != 401 {
		t.Errorf("a device signs out: %d", s)
	}
}

// Whom a new branch file doesn't have, or gives another role, is out at once.
func TestAPersonWhoLeavesIsOut(t *testing.T) {
	b, p := earnest(t, hubtest.Options{})
	gone, demoted, stays := enter(t, b.URL, "t1"), enter(t, b.URL, "m1"), enter(t, b.URL, "t2")
	l := open(t, b.URL, hello(gone.Token, nil), nil)
	l.next(nil)
	next := hall(3)
	for _, s := range p.staff {
		if s.ID == "m1" {
			s.Role = "host"
		}
		if s.ID != "t1" {
			next.Tellers = append(next.Tellers, s)
		}
	}
	if _, _, err := b.Hub.Reload(*next, nil); err != nil {
		t.Fatal(err)
	}
	if code := l.closed(); code != wire.CloseUnknown {
		t.Errorf("closed with %d", code)
	}
	for token, want := range map[string]int{gone.Token: 401, demoted.Token: 401, stays.Token: 200} {
		if status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", token, ""); status != want {
			t.Errorf("status %d, want %d", status, want)
		}
	}
}

// A cookie speaks for the hub's own pages alone.
func TestAnotherSitesPageCantUseTheCookie(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{})
	s := enter(t, b.URL, "m1")
	for name, c := range map[string]struct {
		head   map[string]string
		status int
	}{
		"its own page":         {map[string]string{"Origin": b.URL, "Content-Type": "application/json"}, 409},
		"no browser":           {map[string]string{"Content-Type": "application/json; charset=utf-8"}, 409},
		"another site":         {map[string]string{"Origin": "http://evil.example", "Content-Type": "application/json"}, 401},
		"a site that hides":    {map[string]string{"Origin": "null", "Content-Type": "application/json"}, 401},
		"another port":         {map[string]string{"Origin": "http://127.0.0.1:1", "Content-Type": "application/json"}, 401},
		"as the browser says":  {map[string]string{"Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}, 401},
		"a form":               {map[string]string{"Origin": b.URL, "Content-Type": "application/x-www-form-urlencoded"}, 400},
		"a form of plain text": {map[string]string{"Content-Type": "text/plain"}, 400},
		"no type":              {nil, 400},
	} {
		req, err := http.NewRequest("POST", b.URL+"/api/v1/commands", strings.NewReader(`{"id":"x","do":"open_day"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: "turno_session", Value: s.Token})
		for k, v := range c.head {
			req.Header.Set(k, v)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", name, resp.StatusCode, c.status)
		}
	}
}

// The demo has no limits: whoever tries it out is never told to slow down.
func TestTheDemoHasNoLimits(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	for range 30 {
		if status, _, _ := signIn(t, http.DefaultClient, b.URL, "m1", "0000"); status != 401 {
			t.Fatalf("a wrong PIN is answered %d", status)
		}
	}
	if status, _, body := signIn(t, http.DefaultClient, b.URL, "m1", "1234"); status != 200 {
		t.Errorf("then the right one: %d %s", status, body)
	}
	for range 700 {
		if status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/healthz", "wrong", ""); status != 200 {
			t.Fatalf("a request is answered %d", status)
		}
	}
	for range 40 {
		if status, _ := asks(t, http.DefaultClient, b.URL, wallAsks); status != 200 {
			t.Fatalf("a wish to be paired is answered %d", status)
		}
	}
}

// The session's cookie goes to no script, no other site, and over TLS to no
// plain line.
func TestTheCookieIsKeptClose(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{})
	for _, secure := range []bool{false, true} {
		r := httptest.NewRequest("POST", "/api/v1/session", strings.NewReader(`{"person":"m1","pin":"1234"}`))
		r.TLS = nil
		if secure {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		b.Hub.Handler().ServeHTTP(w, r)
		cookies := w.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies: %s", len(cookies), w.Body)
		}
		if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure != secure || c.Path != "/" || c.MaxAge != 14*60*60 || c.Domain != "" {
			t.Errorf("over TLS %v: %s", secure, c.Raw)
		}
	}
}
