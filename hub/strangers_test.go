package hub_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// kept is a line that is kept open between its requests.
type kept struct {
	net.Conn
	in *bufio.Reader
}

func keptFrom(t *testing.T, b *hubtest.Branch, address string) *kept {
	t.Helper()
	c := raw(t, b.URL, address, "")
	return &kept{c, bufio.NewReader(c)}
}

// ask gives the status of a request, 0 where the hub has ended the line.
func (k *kept) ask(path, token string) int {
	fmt.Fprintf(k, "GET %s HTTP/1.1\r\nHost: hub\r\n", path)
	if token != "" {
		fmt.Fprintf(k, "Authorization: Bearer %s\r\n", token)
	}
	fmt.Fprint(k, "\r\n")
	resp, err := http.ReadResponse(k.in, nil)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return 0
	}
	return resp.StatusCode
}

// bounded is a branch with room for few lines: 8 of an address, 12 of all together.
func bounded(t *testing.T, each, all int) *hubtest.Branch {
	t.Helper()
	l := unbounded()
	l.Conns, l.AllConns = each, all
	b, _ := earnest(t, hubtest.Options{Limits: l})
	http.DefaultClient.CloseIdleConnections() // those that made the devices
	return b
}

// Lines from an address that is full of those who said nothing to the point take
// the place of the oldest of them; a device's at the same address stands.
func TestStrangersMakeRoomAtTheirAddress(t *testing.T) {
	b := bounded(t, 8, 100)
	device := keptFrom(t, b, "127.0.0.9")
	if got := device.ask("/api/v1/state", b.Tokens["kiosk-1"]); got != 200 {
		t.Fatalf("the device is answered %d", got)
	}
	var held []*kept
	for n := range 40 {
		k := keptFrom(t, b, "127.0.0.9")
		if n%2 == 0 { // who asks for what is everybody's is a stranger, too
			if got := k.ask("/healthz", ""); got != 200 {
				t.Fatalf("line %d is answered %d", n, got)
			}
		}
		held = append(held, k)
	}
	if got := keptFrom(t, b, "127.0.0.9").ask("/healthz", ""); got != 200 {
		t.Errorf("the newest is answered %d", got)
	}
	for n, k := range held[:40-6] {
		ended(t, fmt.Sprint("line ", n), k)
	}
	for n, k := range held[40-6:] {
		if got := k.ask("/healthz", ""); got != 200 {
			t.Errorf("of the youngest, line %d is answered %d", n, got)
		}
	}
	if got := device.ask("/api/v1/state", b.Tokens["kiosk-1"]); got != 200 {
		t.Errorf("the device's line is answered %d after that", got)
	}
}

// Many addresses that hold all lines there may be keep nobody out: the largest of
// them makes room.
func TestStrangersOfManyAddressesMakeRoom(t *testing.T) {
	b := bounded(t, 6, 12)
	device := keptFrom(t, b, "127.0.0.5")
	if got := device.ask("/api/v1/state", b.Tokens["display-1"]); got != 200 {
		t.Fatalf("the device is answered %d", got)
	}
	few := keptFrom(t, b, "127.0.0.6")
	if got := few.ask("/healthz", ""); got != 200 {
		t.Fatalf("the first stranger is answered %d", got)
	}
	for range 5 {
		for _, address := range []string{"127.0.0.7", "127.0.0.8", "127.0.0.9"} {
			if got := keptFrom(t, b, address).ask("/healthz", ""); got != 200 {
				t.Errorf("%s is answered %d", address, got)
			}
		}
	}
	for name, k := range map[string]*kept{"the device": device, "the one stranger of its address": few} {
		if got := k.ask("/healthz", ""); got != 200 {
			t.Errorf("%s is answered %d after that", name, got)
		}
	}
	if got := keptFrom(t, b, "127.0.0.4").ask("/api/v1/state", b.Tokens["kiosk-1"]); got != 200 {
		t.Errorf("another device is answered %d", got)
	}
}

// Where all lines are of those whom the hub knows the next one is closed, and a
// place that is given back is given again.
func TestNobodyKnownMakesRoom(t *testing.T) {
	b := bounded(t, 3, 100)
	var held []*kept
	for range 3 {
		k := keptFrom(t, b, "127.0.0.9")
		if got := k.ask("/api/v1/state", b.Tokens["kiosk-1"]); got != 200 {
			t.Fatalf("a device is answered %d", got)
		}
		held = append(held, k)
	}
	for range 5 {
		if c, err := dialFrom(b.URL, "127.0.0.9"); err == nil { // or it was ended before it stood
			ended(t, "one too many", c)
			c.Close()
		}
	}
	for n, k := range held {
		if got := k.ask("/healthz", ""); got != 200 {
			t.Errorf("line %d is answered %d after that", n, got)
		}
	}
	held[0].Close()
	served := func() bool {
		c, err := dialFrom(b.URL, "127.0.0.9")
		if err != nil {
			return false
		}
		defer c.Close()
		return (&kept{c, bufio.NewReader(c)}).ask("/healthz", "") == 200
	}
	for until := time.Now().Add(hubtest.Patience); !served(); {
		if time.Now().After(until) {
			t.Fatal("a place that was given back is not given again")
		}
	}
}

// A socket whose token comes in its hello is no stranger's from then on; and a
// ticket's code buys a few lines and no more, so that one slip of paper holds no
// address's all.
func TestWhoIsNoStranger(t *testing.T) {
	b := bounded(t, 20, 100)
	at := &websocket.Dialer{NetDialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP("127.0.0.9")}}).DialContext}
	ws, _, err := at.Dial("ws"+b.URL[len("http"):]+"/api/v1/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if err := ws.WriteJSON(hello(b.Tokens["display-1"], nil)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ws.ReadMessage(); err != nil {
		t.Fatal(err)
	}
	code := b.Actor(b.Tokens["kiosk-1"]).Must(wire.Issue{Service: "cash", Language: "es"}).Result.Code
	var tickets []*kept
	for range 19 {
		k := keptFrom(t, b, "127.0.0.9")
		if got := k.ask("/api/v1/state", code); got != 200 {
			t.Fatalf("the ticket is answered %d", got)
		}
		tickets = append(tickets, k)
	}
	for n := range 30 {
		if got := keptFrom(t, b, "127.0.0.9").ask("/healthz", ""); got != 200 {
			t.Fatalf("newcomer %d is answered %d", n, got)
		}
	}
	stand := 0
	for _, k := range tickets {
		if k.ask("/api/v1/state", code) == 200 {
			stand++
		}
	}
	if stand != hub.TicketLines {
		t.Errorf("%d lines of the ticket stand, want %d", stand, hub.TicketLines)
	}
	if err := ws.WriteJSON(map[string]any{"kind": "command", "id": "x", "do": "none"}); err != nil {
		t.Fatal(err)
	}
	if _, answer, err := ws.ReadMessage(); err != nil {
		t.Errorf("the display's socket: %s, %v", answer, err)
	}
}
