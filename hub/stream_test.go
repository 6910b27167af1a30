package hub_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// line is a bare socket, without the client that the apps use.
type line struct {
	*websocket.Conn
	t *testing.T
}

func open(t *testing.T, url string, h wire.Hello, header http.Header) line {
	t.Helper()
	return openWith(t, websocket.DefaultDialer, url, h, header)
}

// narrow dials with the smallest receive buffer, so that a client that does not
// read stands in the way soon.
var narrow = &websocket.Dialer{NetDialContext: (&net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
	var err error
	return errors.Join(c.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 2048) }), err)
}}).DialContext}

func openWith(t *testing.T, d *websocket.Dialer, url string, h wire.Hello, header http.Header) line {
	t.Helper()
	ws, _, err := d.Dial("ws"+strings.TrimPrefix(url, "http")+"/api/v1/stream", header)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(hubtest.Patience))
	if err := ws.WriteJSON(h); err != nil {
		t.Fatal(err)
	}
	return line{ws, t}
}

func hello(token string, have *wire.Have) wire.Hello {
	return wire.Hello{Kind: "hello", Protocol: wire.Protocol, Token: token, Have: have}
}

func (l line) next(into any) string {
	l.t.Helper()
	_, b, err := l.ReadMessage()
	if err != nil {
		l.t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(b, into); err != nil {
			l.t.Fatal(err)
		}
	}
	return wire.KindOf(b)
}

func (l line) closed() int {
	l.t.Helper()
	for {
		_, _, err := l.ReadMessage()
		var c *websocket.CloseError
		if errors.As(err, &c) {
			return c.Code
		}
		if err != nil {
			l.t.Fatal(err)
		}
	}
}

func TestCloseCodes(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	for name, c := range map[string]struct {
		hello wire.Hello
		code  int
	}{
		"no token":         {hello("", nil), wire.CloseUnknown},
		"unknown token":    {hello("demo-kiosk-77", nil), wire.CloseUnknown},
		"another protocol": {wire.Hello{Kind: "hello", Protocol: 99, Token: "demo-kiosk-1"}, wire.CloseProtocol},
		"no hello":         {wire.Hello{Kind: "command", Protocol: 1, Token: "demo-kiosk-1"}, wire.CloseProtocol},
		"another log":      {hello("demo-kiosk-1", &wire.Have{Epoch: "elsewhere", Seq: 1}), wire.CloseEpoch},
	} {
		if code := open(t, b.URL, c.hello, nil).closed(); code != c.code {
			t.Errorf("%s: closed with %d, want %d", name, code, c.code)
		}
	}
	l := open(t, b.URL, hello("demo-kiosk-1", nil), nil)
	if kind := l.next(nil); kind != "snapshot" {
		t.Fatalf("first came %s", kind)
	}
	b.Stop()
	if code := l.closed(); code != wire.CloseRestart {
		t.Errorf("the stopping hub closed with %d", code)
	}
}

func TestAClientCatchesUpOrGetsASnapshot(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	var snap wire.Snapshot
	l := open(t, b.URL, hello("demo-display-1", nil), nil)
	l.next(&snap)
	have := &wire.Have{Epoch: snap.Epoch, Seq: snap.Seq}
	l.Close()
	kiosk := b.Actor("demo-kiosk-1")
	for range 3 {
		kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	}
	l = open(t, b.URL, hello("demo-display-1", have), nil)
	for i := uint64(1); i <= 3; i++ {
		var e wire.Event
		if kind := l.next(&e); kind != "event" || e.Seq != have.Seq+i || e.Epoch != have.Epoch {
			t.Fatalf("want event %d, got %s %d", have.Seq+i, kind, e.Seq)
		}
		if e.Event != nil {
			t.Errorf("the wall is told who takes a ticket: %+v", e.Event)
		}
	}
	if kind := l.next(nil); kind != "live" {
		t.Errorf("after the events came %s", kind)
	}
	// Nothing missed: live at once. Too much missed: a snapshot.
	l = open(t, b.URL, hello("demo-display-1", &wire.Have{Epoch: have.Epoch, Seq: have.Seq + 3}), nil)
	if kind := l.next(nil); kind != "live" {
		t.Errorf("with nothing missed came %s", kind)
	}
	l = open(t, b.URL, hello("demo-display-1", &wire.Have{Epoch: have.Epoch, Seq: have.Seq + 500}), nil)
	if kind := l.next(nil); kind != "snapshot" {
		t.Errorf("from a position ahead of the log came %s", kind)
	}
	b.Restart()
	kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	l = open(t, b.URL, hello("demo-display-1", have), nil)
	if kind := l.next(nil); kind != "snapshot" {
		t.Errorf("from a position that only the store still has came %s", kind)
	}
}

func TestACommandOnTheSocketIsAnsweredThere(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	l := open(t, b.URL, hello("demo-kiosk-1", nil), nil)
	l.next(nil)
	for frame, want := range map[string]int{
		`{"kind":"command","id":"x1","do":"issue","service":"cash","language":"es"}`: 200,
		`{"kind":"command","id":"x2","do":"issue","service":"gold","language":"es"}`: 404,
		`{"kind":"command","id":"x3","do":"serve","counter":"1"}`:                    403,
		`{"kind":"command"`: 400,
	} {
		if err := l.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
			t.Fatal(err)
		}
		var a wire.Answer
		for l.next(&a) != "answer" {
			a = wire.Answer{}
		}
		if a.Status != want {
			t.Errorf("%s: %+v, want status %d", frame, a, want)
		}
	}
}

// A session that does not read is cut with a code that brings it back, and the
// others get every event meanwhile.
func TestASlowClientIsCutAndResumes(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	slow := openWith(t, narrow, b.URL, hello("demo-manager-1", nil), nil)
	var snap wire.Snapshot
	slow.next(&snap)
	kiosk, quick := b.Actor("demo-kiosk-1"), b.Actor("demo-manager-1")
	cut := func() bool { return b.Hub.Sessions() < 3 }
	var last wire.Answer
	for i := 0; i < 200_000 && !cut(); i++ {
		last = kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
		kiosk.Must(wire.Issue{Service: "loans", Language: "es"})
	}
	if !cut() {
		t.Fatal("the client that does not read was never cut")
	}
	if s := quick.At(last.Seq); s.Seq < last.Seq {
		t.Errorf("the quick one stands at %d", s.Seq)
	}
}

func TestABrowserOfAnotherSiteIsNotLetIn(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	header := http.Header{"Origin": {"http://evil.example"}}
	_, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(b.URL, "http")+"/api/v1/stream", header)
	if err == nil || resp == nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign page opened the stream: %v %v", resp, err)
	}
}

func TestMirrorsGoOnAfterARestart(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, desk := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
	desk.Must(wire.OpenCounter{Counter: "1"})
	kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	before := desk.Must(wire.CallNext{Counter: "1"})
	b.Restart()
	desk.Must(wire.Serve{Counter: "1"})
	done := desk.Must(wire.Finish{Counter: "1"})
	if done.Result.Ticket != before.Result.Ticket {
		t.Errorf("%s was called and %s finished", before.Result.Ticket, done.Result.Ticket)
	}
	next := kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	if next.Result.Ticket != "A002" {
		t.Errorf("after the restart comes %s", next.Result.Ticket)
	}
	if u := desk.Wait("to be live again", func(u dial.Update) bool { return u.Live && u.State.Seq >= next.Seq }); u.State.Epoch == "" {
		t.Error("the mirror lost its epoch")
	}
}
