package hub_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/wire"
)

// An outsider sits in the lobby with a phone on the guest network and a paper
// ticket in hand. What they try is the list of this file, in the order in which
// somebody would; they get what the wall shows everybody, and their own place.
//
//  1. read the public pages for more than the wall shows
//  2. reach the data: files, states, figures, backups, the metrics
//  3. use the wall's read-only token for something else
//  4. guess the code of somebody else's ticket, from their own code and number
//  5. act for somebody else with their own code
//  6. take tickets without a kiosk, call, or close the branch
//  7. sign in: find out who works here, try PINs, sign a colleague's page in
//  8. pair a device of their own, or learn a token that another one gets
//  9. make the browser of somebody of the staff do it (another site's page)
//
// 10. look at what their own page tells others: referrer, caches, logs
// 11. use their code when the visit is over
// 12. fill the disk, or the chain, with what they may send
type outsider struct {
	t    *testing.T
	b    *hubtest.Branch
	c    *http.Client
	code string // of their own ticket
}

func (o outsider) get(path, token string) (int, string) {
	o.t.Helper()
	status, body := knock(o.t, o.c, "GET", o.b.URL+path, token, "")
	return status, string(body)
}

func (o outsider) do(token, body string) (int, wire.Answer) {
	o.t.Helper()
	status, text := knock(o.t, o.c, "POST", o.b.URL+"/api/v1/commands", token, body)
	var a wire.Answer
	_ = json.Unmarshal(text, &a)
	return status, a
}

// notebook collects what a hub logs.
type notebook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write takes a line.
func (n *notebook) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

var pageToken = regexp.MustCompile(`token(?:&#34;|"|&quot;):(?:&#34;|"|&quot;)([A-Za-z0-9_-]+)`)

func TestAnOutsiderGetsNothing(t *testing.T) {
	var logged notebook
	b, _ := earnest(t, hubtest.Options{Log: slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	kiosk := b.Tokens["kiosk-1"]
	issue := func(id, name string) wire.Result {
		t.Helper()
		status, a := post(t, b.URL, kiosk, fmt.Sprintf(`{"id":%q,"do":"issue","service":"cash","language":"es","name":%q,"phone":"600111222","note":"hearing aid"}`, id, name))
		if status != 200 {
			t.Fatalf("%d %+v", status, a)
		}
		return *a.Result
	}
	mine, hers := issue("k-1", "Otto"), issue("k-2", "Ana María Nováková")
	o := outsider{t, b, from(t, "127.0.0.9"), mine.Code}
	secrets := []string{hers.Code, hers.Visit, "Nováková", "600111222", "hearing aid", "Carmen", "Vega", "Ortega"}
	for _, token := range b.Tokens {
		secrets = append(secrets, token)
	}
	heard := func(where, text string) {
		t.Helper()
		for _, s := range secrets {
			if strings.Contains(text, s) {
				t.Errorf("%s tells %q", where, s)
			}
		}
	}

	// 1, 3: the pages, and the one token that everybody may read
	for _, path := range []string{"/display", "/help", "/manager", "/t/" + mine.Code, "/openapi.json", "/asyncapi.json", "/healthz", "/readyz"} {
		status, body := o.get(path, "")
		if status != 200 {
			t.Errorf("%s: %d", path, status)
		}
		heard(path, body)
	}
	_, board := o.get("/display", "")
	m := pageToken.FindStringSubmatch(board)
	if m == nil {
		t.Fatal("the board has no token")
	}
	status, wall := o.get("/api/v1/state", m[1])
	if status != 200 || !strings.Contains(wall, `"board"`) {
		t.Fatalf("the board's token gives %d", status)
	}
	heard("the wall's state", wall)
	for _, verb := range wire.Verbs() {
		if verb == "report" {
			continue // how a display fares, see below
		}
		if status, _ := o.do(m[1], fmt.Sprintf(`{"id":"o-%s","do":%q}`, verb, verb)); status != 403 {
			t.Errorf("with the board's token %s is answered %d", verb, status)
		}
	}
	if status, _ := o.do(m[1], `{"id":"o-r","do":"report","printer":"none"}`); status != 403 {
		t.Errorf("the page that everybody has reports as a device: %d", status)
	}

	// 2: the data
	for _, path := range []string{"/api/v1/state", "/api/v1/explain?ticket=" + hers.Ticket, "/api/v1/drafts?ticket=" + hers.Ticket, "/api/v1/devices", "/api/v1/pairings", "/api/v1/comments",
		"/api/v1/approvals", "/api/v1/backup", "/turno.db", "/tls/ca.key", "/web/../turno.db", "/.git/config", "/debug/vars", "/metrics", "/api/v1/", "/api/v1/export", "/api/v1/people"} {
		for _, token := range []string{"", mine.Code, m[1]} {
			r := httptest.NewRequest("GET", path, nil)
			r.RemoteAddr = "192.0.2.9:40000" // the guest network: loopback is the machine's own
			r.Header.Set("X-Forwarded-For", "127.0.0.1")
			if token != "" {
				r.Header.Set("Authorization", "Bearer "+token)
			}
			w := httptest.NewRecorder()
			b.Hub.Handler().ServeHTTP(w, r)
			heard(path, w.Body.String())
			if own := path == "/api/v1/state" && token != "" || strings.Contains(path, "explain") && token == mine.Code; w.Code < 300 && !own {
				t.Errorf("GET %s with %.4q: %d", path, token, w.Code)
			}
		}
	}

	// 4: the code of another: what is near one's own, what the paper says
	for i := range len(mine.Code) {
		other := []byte(mine.Code)
		if other[i] = 'A'; mine.Code[i] == 'A' {
			other[i] = 'B'
		}
		if status, _ := o.get("/t/"+string(other), ""); status != 404 {
			t.Errorf("a code one letter away: %d", status)
		}
	}
	for _, guess := range []string{hers.Ticket, hers.Visit, strings.ToLower(mine.Code), mine.Code + "A", mine.Code[:len(mine.Code)-1], "*", "%2a", "null"} {
		if status, body := o.get("/t/"+guess, ""); status != 404 || strings.Contains(body, hers.Ticket) {
			t.Errorf("/t/%s: %d", guess, status)
		}
	}

	// 5, 6: acting for others
	for body, want := range map[string]int{
		`{"id":"o-1","do":"leave","ticket":"` + hers.Ticket + `"}`:                                   403,
		`{"id":"o-2","do":"draft","ticket":"` + hers.Ticket + `","form":"AC-01","values":{"a":"b"}}`: 403,
		`{"id":"o-3","do":"feedback","ticket":"` + hers.Ticket + `","csat":1}`:                       403,
		`{"id":"o-4","do":"issue","service":"cash","language":"es"}`:                                 403,
		`{"id":"o-5","do":"requeue","ticket":"` + mine.Ticket + `"}`:                                 403,
		`{"id":"o-6","do":"call","counter":"1","ticket":"` + mine.Ticket + `","reason":"me first"}`:  403,
		`{"id":"o-7","do":"close_day"}`:                                                              403,
		`{"id":"o-8","do":"help"}`:                                                                   403,
	} {
		if status, a := o.do(mine.Code, body); status != want {
			t.Errorf("with the own code %s: %d %+v", body, status, a)
		}
		if status, _ := o.do("", body); status != 401 {
			t.Errorf("with nothing %s: %d", body, status)
		}
		if status, _ := o.do("demo-admin-1", body); status != 401 {
			t.Errorf("with a demo's token %s: %d", body, status)
		}
	}
	_, own := o.get("/api/v1/state", mine.Code)
	heard("the own state", own)
	if strings.Contains(own, hers.Ticket) {
		t.Error("the own state tells of another's ticket")
	}
	stream, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(b.URL, "http")+"/api/v1/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	_ = stream.WriteJSON(hello(mine.Code, nil))
	_, snap, err := stream.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	heard("the own stream", string(snap))

	// 7: the staff
	_, _, first := signIn(t, o.c, b.URL, "m1", "0000")
	_, _, second := signIn(t, o.c, b.URL, "nobody", "0000")
	if !bytes.Equal(first, second) {
		t.Error("the answer tells who works here")
	}
	in := 0
	for pin := range 300 {
		if status, _, _ := signIn(t, o.c, b.URL, []string{"m1", "a1", "t1"}[pin%3], fmt.Sprintf("%04d", pin+1100)); status == 200 {
			in++ // 1234 is among them
		}
	}
	if in != 0 {
		t.Errorf("300 PINs let them in %d times", in)
	}
	enter(t, b.URL, "m1") // and the manager, at her own desk, all the same

	// 8: devices
	_, p := asks(t, o.c, b.URL, `{"device":"kiosk-2","role":"kiosk"}`)
	if status, body := o.get("/api/v1/pair", p.Secret); status != 200 || strings.Contains(body, "token") {
		t.Errorf("not approved, and still: %d %s", status, body)
	}
	for _, token := range []string{p.Secret, mine.Code, ""} {
		if status, _ := knock(t, o.c, "POST", b.URL+"/api/v1/pairings/"+p.Code, token, `{"approve":true}`); status != 401 && status != 403 && status != 429 {
			t.Errorf("they approve themselves: %d", status)
		}
	}
	if status, _ := o.get("/api/v1/pair", p.Code); status != 401 && status != 429 {
		t.Errorf("with the code that stands on a screen: %d", status)
	}

	// 9: another site's page, in the browser of somebody of the staff
	boss := enter(t, b.URL, "m1")
	for path, origin := range map[string]string{"/api/v1/commands": "https://evil.example", "/api/v1/pairings/" + p.Code: "null", "/api/v1/session": "http://127.0.0.1:1"} {
		req, err := http.NewRequest("POST", b.URL+path, strings.NewReader(`{"id":"x","do":"close_day","approve":true,"person":"m1","pin":"1234"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: "turno_session", Value: boss.Token})
		req.Header.Set("Origin", origin)
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 401 && resp.StatusCode != 403 || resp.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s from %s: %d", path, origin, resp.StatusCode)
		}
	}

	// 10: what the own page gives away
	req, _ := http.NewRequest("GET", b.URL+"/t/"+mine.Code, nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	policy := resp.Header.Get("Content-Security-Policy")
	if resp.Header.Get("Referrer-Policy") != "no-referrer" || resp.Header.Get("Cache-Control") != "no-store" || !strings.Contains(policy, "default-src 'none'") ||
		strings.Contains(policy, "unsafe") || resp.Header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("the page's heads are %v", resp.Header)
	}

	// 11: when the visit is over
	if _, a := o.do(mine.Code, `{"id":"o-9","do":"leave","ticket":"`+mine.Ticket+`"}`); !a.OK {
		t.Errorf("they can't give up their own place: %+v", a)
	}
	if status, a := o.do(mine.Code, `{"id":"o-10","do":"leave","ticket":"`+mine.Ticket+`"}`); a.OK {
		t.Errorf("they left twice: %d", status)
	}
	admin := b.Actor(b.Tokens["admin-1"])
	admin.Must(wire.CloseDay{})
	for _, path := range []string{"/t/" + mine.Code, "/t/" + hers.Code} {
		if status, _ := o.get(path, ""); status != 404 && status != 429 {
			t.Errorf("a dead code: %d", status)
		}
	}
	if status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", mine.Code, ""); status != 401 {
		t.Errorf("a dead code as a token: %d", status)
	}

	// 12: the disk: what strangers do stands in the chain a bounded number of times
	if n := strings.Count(b.Hub.Trail(), string(queue.SignInFailed)); n == 0 || n > 20 {
		t.Errorf("302 wrong PINs stand in the chain %d times", n)
	}
	if s := b.Hub.Trail(); strings.Contains(s, "nobody") && strings.Contains(s, "0000") {
		t.Error("the chain holds what a stranger typed")
	}
	told := logged.String()
	heard("the log", told)
	for _, s := range []string{mine.Code, boss.Token, p.Secret, "1234", "0000"} {
		if strings.Contains(told, s) {
			t.Errorf("the log tells %q", s)
		}
	}
	b.Stop()
	files, err := filepath.Glob(filepath.Join(b.Dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files { // who steals the machine finds no token and no PIN either
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for _, token := range append([]string{boss.Token, p.Secret}, secrets[len(secrets)-len(b.Tokens):]...) {
			if bytes.Contains(text, []byte(token)) {
				t.Errorf("%s holds a token", file)
			}
		}
	}
}
