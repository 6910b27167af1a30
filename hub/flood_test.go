package hub_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub"
	"turno/hub/cert"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/store"
	"turno/hub/wire"
)

// raw opens a line from an address and writes the beginning of something.
func raw(t *testing.T, url, address, text string) net.Conn {
	t.Helper()
	c, err := dialFrom(url, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c
}

// dialFrom opens a line from an address, with an end to all waiting on it.
func dialFrom(url, address string) (net.Conn, error) {
	c, err := (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}).Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err == nil {
		err = c.SetDeadline(time.Now().Add(hubtest.Patience))
	}
	return c, err
}

// ended waits until the hub has ended the line.
func ended(t *testing.T, what string, c net.Conn) {
	t.Helper()
	if _, err := io.Copy(io.Discard, c); errors.Is(err, net.ErrClosed) || isTimeout(err) {
		t.Errorf("%s: the line still stands: %v", what, err)
	}
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// Lines that begin something and never end it are ended by the hub, and while
// hundreds of them stand, everybody else is served.
func TestLinesThatNeverFinishAreEnded(t *testing.T) {
	const each = 40
	b, _ := earnest(t, hubtest.Options{Server: func(s *http.Server) {
		s.ReadHeaderTimeout, s.ReadTimeout, s.IdleTimeout = 300*time.Millisecond, 600*time.Millisecond, 600*time.Millisecond
	}})
	b.Hub.SetHelloWithin(300 * time.Millisecond)
	kiosk := b.Actor(b.Tokens["kiosk-1"])
	halves := map[string]string{
		"nothing":           "",
		"half a head":       "GET /help HTTP/1.1\r\nHost: hub\r\nX-Slow: ",
		"half a body":       "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer " + b.Tokens["kiosk-1"] + "\r\nContent-Length: 1000\r\n\r\n{",
		"half a sign-in":    "POST /api/v1/session HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n{",
		"an idle line":      "GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n",
		"half an upgrade":   "GET /api/v1/stream HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
		"a nameless socket": "GET /api/v1/stream HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
		"half a hello":      "GET /api/v1/stream HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\xfe\x10",
	}
	lines := map[string][]net.Conn{}
	for what, text := range halves {
		for range each {
			lines[what] = append(lines[what], raw(t, b.URL, "127.0.0.9", text))
		}
	}
	for range 10 { // meanwhile
		kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
		if status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/display", "", ""); status != 200 {
			t.Errorf("meanwhile a page is answered %d", status)
		}
	}
	for what, all := range lines {
		for _, c := range all {
			ended(t, what, c)
		}
	}
}

// Who asks for much and reads nothing of it is given up, and a line of an address is
// free again; a backup may take as long as it takes, while it is read.
func TestAnswersThatNobodyReadsAreGivenUp(t *testing.T) {
	closed := make(chan string, 16)
	b, _ := earnest(t, hubtest.Options{Limits: unbounded(), Server: func(s *http.Server) {
		if s.WriteTimeout <= 0 || s.WriteTimeout > 5*time.Minute {
			t.Errorf("an answer may take %v to be read", s.WriteTimeout)
		}
		s.WriteTimeout = time.Millisecond
		s.ConnState = func(c net.Conn, state http.ConnState) {
			if state == http.StateClosed {
				closed <- c.RemoteAddr().String()
			}
		}
	}})
	const asked = 400 // more than the system holds for a line
	deaf := raw(t, b.URL, "127.0.0.9", strings.Repeat("GET /openapi.json HTTP/1.1\r\nHost: hub\r\n\r\n", asked))
	patience := time.After(hubtest.Patience)
	for ended := ""; ended != deaf.LocalAddr().String(); {
		select {
		case ended = <-closed:
		case <-patience:
			t.Fatal("the line still stands")
		}
	}
	if got, _ := io.ReadAll(deaf); len(statuses(string(got))) == asked {
		t.Fatal("all was sent: nothing is shown here")
	}
	to := filepath.Join(t.TempDir(), "day.db")
	status, copied := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/backup", b.Tokens["admin-1"], "")
	if err := os.WriteFile(to, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	if report, err := store.Check(to); status != 200 || err != nil || report.Err() != nil {
		t.Errorf("the backup: %d %v %v", status, err, report.Err())
	}
}

func TestAHandshakeThatNeverComesIsEnded(t *testing.T) {
	own, err := cert.Make(t.TempDir(), "hall", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := earnest(t, hubtest.Options{})
	server := b.Hub.Server()
	server.ReadHeaderTimeout = 300 * time.Millisecond
	go func() {
		_ = server.Serve(tls.NewListener(b.Hub.Listen(ln), cert.Config(cert.NewOwn(own, nil).GetCertificate)))
	}()
	defer server.Close()
	url := "https://" + ln.Addr().String()
	for what, text := range map[string]string{"silence": "", "half a greeting": "\x16\x03\x01\x02\x00\x01", "plain HTTP": "GET / HTTP/1.1\r\nHost: hub\r\n\r\n"} {
		ended(t, what, raw(t, "http://"+ln.Addr().String(), "127.0.0.9", text))
	}
	trust, err := dial.Trust{Pin: own.Fingerprint()}.For(url)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := (dial.Config{URL: url, Token: b.Tokens["kiosk-1"], TLS: trust}).Fetch(t.Context()); err != nil || s.Epoch == "" {
		t.Errorf("who shakes hands is answered %v", err)
	}
}

// An address that opens sockets without end is told to slow down; devices, which
// have a token, and other addresses are served.
func TestAFloodOfHellos(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	l := hub.UsualLimits()
	l.Hello = hub.Rate{Burst: 5, Every: time.Second}
	l.Guess = hub.Rate{Burst: 3, Every: time.Second}
	l.Lines = 3
	b, _ := earnest(t, hubtest.Options{Clock: clock, Limits: &l})
	stranger := &websocket.Dialer{NetDialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP("127.0.0.9")}}).DialContext}
	try := func(token string) (int, int) {
		t.Helper()
		ws, resp, err := stranger.Dial("ws"+strings.TrimPrefix(b.URL, "http")+"/api/v1/stream", nil)
		if err != nil {
			if resp == nil {
				t.Fatal(err)
			}
			if resp.StatusCode == 429 && resp.Header.Get("Retry-After") == "" {
				t.Error("429 does not say when to come back")
			}
			return resp.StatusCode, 0
		}
		defer ws.Close()
		if err := ws.WriteJSON(hello(token, nil)); err != nil {
			t.Fatal(err)
		}
		_, _, err = ws.ReadMessage()
		var c *websocket.CloseError
		if errors.As(err, &c) {
			return 101, c.Code
		}
		return 101, 0
	}
	for i := range 12 {
		status, code := try("made up")
		if want := 101; i < 5 && (status != want || code != wire.CloseUnknown) || i >= 5 && status != 429 {
			t.Errorf("hello %d: %d, closed with %d", i+1, status, code)
		}
	}
	b.Actor(b.Tokens["kiosk-1"]).Must(wire.Issue{Service: "cash", Language: "es"})
	clock.Advance(time.Second)
	if status, _ := try("made up"); status != 101 {
		t.Errorf("a second later: %d", status)
	}
	// A device's lines are bounded, too; the page of the wall is everybody's.
	var lines []line
	for range 2 {
		lines = append(lines, open(t, b.URL, hello(b.Tokens["kiosk-1"], nil), nil))
		if kind := lines[len(lines)-1].next(nil); kind != "snapshot" {
			t.Errorf("first came %s", kind)
		}
	}
	if code := open(t, b.URL, hello(b.Tokens["kiosk-1"], nil), nil).closed(); code != websocket.CloseTryAgainLater {
		t.Errorf("a device's fourth line is closed with %d", code)
	}
}

// A device whose program goes astray is answered 429 and keeps its line; the
// others don't feel it.
func TestAFloodOfFrames(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	l := hub.UsualLimits()
	l.Token = hub.Rate{Burst: 20, Every: 100 * time.Millisecond}
	b, _ := earnest(t, hubtest.Options{Clock: clock, Limits: &l})
	host := b.Actor(b.Tokens["host-1"])
	w := open(t, b.URL, hello(b.Tokens["kiosk-1"], nil), nil)
	w.next(nil)
	send := func(n int) (granted, slowed int) {
		t.Helper()
		for i := range n {
			if err := w.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"kind":"command","id":"k-%d-%d","do":"issue","service":"cash","language":"es"}`, clock.Now().Unix(), i)); err != nil {
				t.Fatal(err)
			}
		}
		for range n {
			var a wire.Answer
			for w.next(&a) != "answer" {
				a = wire.Answer{}
			}
			switch {
			case a.OK:
				granted++
			case a.Code == wire.TooMany && a.Retry && a.Status == 429 && a.ID != "":
				slowed++
			default:
				t.Errorf("%+v", a)
			}
		}
		return granted, slowed
	}
	if granted, slowed := send(50); granted > 20 || granted < 15 || granted+slowed != 50 {
		t.Errorf("%d granted, %d slowed down", granted, slowed)
	}
	host.Must(wire.Issue{Service: "cash", Language: "es"})
	clock.Advance(2 * time.Second)
	if granted, slowed := send(10); granted != 10 || slowed != 0 {
		t.Errorf("two seconds later %d granted, %d slowed down", granted, slowed)
	}
}

// Codes and tokens are guessed in vain, and soon not even told that they are wrong.
func TestAFloodOfGuesses(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	_, issued := post(t, b.URL, b.Tokens["kiosk-1"], `{"id":"k-1","do":"issue","service":"cash","language":"es"}`)
	stranger := from(t, "127.0.0.9")
	count := map[int]int{}
	for i := range 200 {
		path, token := "/t/"+fmt.Sprintf("AAAAAAAAAAAAAAAAAAAAAAA%03d", i), ""
		if i%2 == 1 {
			path, token = "/api/v1/state", path[3:]
		}
		status, _ := knock(t, stranger, "GET", b.URL+path, token, "")
		count[status]++
	}
	if count[200] != 0 || count[429] < 130 || count[404]+count[401] > 62 {
		t.Errorf("200 guesses were answered %v", count)
	}
	if status, _ := knock(t, stranger, "GET", b.URL+"/help", "", ""); status != 200 {
		t.Errorf("a page that needs no code is answered %d", status)
	}
	if status, _ := knock(t, stranger, "GET", b.URL+"/api/v1/state", b.Tokens["kiosk-1"], ""); status != 200 {
		t.Errorf("a device at the same address is answered %d", status)
	}
	clock.Advance(2 * time.Minute)
	if status, _ := knock(t, stranger, "GET", b.URL+"/t/AAAAAAAAAAAAAAAAAAAAAAA001", "", ""); status != 404 {
		t.Errorf("later, one more guess: %d", status)
	}
	if status, _ := knock(t, stranger, "GET", b.URL+"/t/"+issued.Result.Code, "", ""); status != 200 {
		t.Errorf("later, a visitor's page: %d", status)
	}
}

// Many visitors share the address of the guest network's router with whoever guesses
// there, or floods: who has the code of a ticket, who pairs a device, and whose
// session has ended are served as before.
func TestNobodyIsShutOutByWhomTheyShareAnAddressWith(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	kiosk := b.Actor(b.Tokens["kiosk-1"])
	first, second := kiosk.Must(wire.Issue{Service: "cash", Language: "es"}).Result, kiosk.Must(wire.Issue{Service: "cash", Language: "es"}).Result
	router := from(t, "127.0.0.9")
	get := func(path, token string) int {
		t.Helper()
		status, _ := knock(t, router, "GET", b.URL+path, token, "")
		return status
	}
	_, pairing := asks(t, router, b.URL, `{"device":"kiosk-2","role":"kiosk"}`)
	stale := func() int {
		t.Helper()
		req, err := http.NewRequest("GET", b.URL+"/manager", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: "turno_session", Value: "AAAAAAAAAAAAAAAAAAAAAAAAAA"})
		resp, err := router.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	for i := range 70 {
		get(fmt.Sprintf("/t/AAAAAAAAAAAAAAAAAAAAAAA%03d", i), "")
	}
	if got := get("/api/v1/state", "AAAAAAAAAAAAAAAAAAAAAAA100"); got != 429 {
		t.Fatalf("the 71st guess is answered %d: nothing is shown here", got)
	}
	for what, got := range map[string]int{
		"a page":                   get("/t/"+first.Code, ""),
		"what the page asks for":   get("/api/v1/state", first.Code),
		"a device's secret":        get("/api/v1/pair", pairing.Secret),
		"whose session has ended":  stale(),
		"a page that wants no one": get("/help", ""),
	} {
		if got != 200 {
			t.Errorf("beside one who guesses, %s is answered %d", what, got)
		}
	}
	for range 700 {
		get("/help", "")
	}
	if got := get("/help", ""); got != 429 {
		t.Fatalf("the address is not spent: %d", got)
	}
	if got := get("/t/"+first.Code, ""); got != 200 {
		t.Errorf("beside a flood a page is answered %d", got)
	}
	// A code buys no more than a page needs, and takes nothing from another's.
	taken := 0
	for range 100 {
		if get("/t/"+first.Code, "") == 200 {
			taken++
		}
	}
	if taken == 0 || taken > 60 {
		t.Errorf("of 100 requests with one code %d were answered", taken)
	}
	if got := get("/t/"+second.Code, ""); got != 200 {
		t.Errorf("beside a flood of one code, another's page is answered %d", got)
	}
}
