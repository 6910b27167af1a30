package dial

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"turno/hub/wire"
)

const patience = 30 * time.Second

// fakeHub lets a test play the hub's side of each line, one after another.
func fakeHub(t *testing.T, lines ...func(*websocket.Conn)) string {
	t.Helper()
	var mu sync.Mutex
	n := 0
	up := websocket.Upgrader{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		mu.Lock()
		i := n
		n++
		mu.Unlock()
		if i < len(lines) {
			lines[i](ws)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func connect(t *testing.T, url string) (*Client, chan error) {
	t.Helper()
	c := New(Config{URL: url, Token: "x", Backoff: func(int) time.Duration { return time.Millisecond }})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	var all sync.WaitGroup
	all.Go(func() { ended <- c.Run(ctx) })
	t.Cleanup(func() { cancel(); all.Wait() })
	return c, ended
}

func readHello(t *testing.T, ws *websocket.Conn) (h wire.Hello) {
	if err := ws.ReadJSON(&h); err != nil {
		t.Errorf("no hello: %v", err)
	}
	return h
}

func snapshot(seq uint64) wire.Snapshot {
	return wire.Snapshot{Kind: "snapshot", Epoch: "e", Seq: seq, State: wire.State{Epoch: "e", Seq: seq, Queues: []wire.Queue{{Service: "cash"}}}}
}

func untilClosed(ws *websocket.Conn) {
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			return
		}
	}
}

func TestAWishIsSentAgainUnderItsID(t *testing.T) {
	ids := make(chan string, 2)
	read := func(ws *websocket.Conn) string {
		var m struct{ ID, Do string }
		if err := ws.ReadJSON(&m); err != nil {
			t.Errorf("no command: %v", err)
		}
		ids <- m.ID
		return m.ID
	}
	url := fakeHub(t,
		func(ws *websocket.Conn) { // dies after it took the command
			readHello(t, ws)
			_ = ws.WriteJSON(snapshot(1))
			read(ws)
		},
		func(ws *websocket.Conn) {
			if h := readHello(t, ws); h.Have == nil || h.Have.Seq != 1 || h.Have.Epoch != "e" {
				t.Errorf("the second hello has %+v", h.Have)
			}
			_ = ws.WriteJSON(wire.Live{Kind: "live", Seq: 1})
			_ = ws.WriteJSON(wire.Answer{Kind: "answer", ID: read(ws), OK: true, Result: &wire.Result{Ticket: "A001"}})
			untilClosed(ws)
		})
	c, _ := connect(t, url)
	go func() {
		for range c.Updates() {
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	a, err := c.Do(ctx, wire.Issue{Service: "cash", Language: "es"})
	if err != nil || a.Result.Ticket != "A001" {
		t.Fatalf("%+v %v", a, err)
	}
	if x, y := <-ids, <-ids; x != y || x == "" {
		t.Errorf("sent as %q, then as %q", x, y)
	}
}

func TestAMissedEventBringsASnapshot(t *testing.T) {
	url := fakeHub(t,
		func(ws *websocket.Conn) {
			readHello(t, ws)
			_ = ws.WriteJSON(snapshot(1))
			_ = ws.WriteJSON(wire.Event{Kind: "event", Epoch: "e", Seq: 3})
			untilClosed(ws)
		},
		func(ws *websocket.Conn) {
			if h := readHello(t, ws); h.Have != nil {
				t.Errorf("after a gap the client still claims %+v", h.Have)
			}
			_ = ws.WriteJSON(snapshot(3))
			untilClosed(ws)
		})
	c, _ := connect(t, url)
	for u := range c.Updates() {
		if u.Live && u.State.Seq == 3 {
			return
		}
	}
	t.Error("no snapshot came")
}

func TestAClientThatIsToldNotToComeBackStops(t *testing.T) {
	for code, back := range map[int]bool{wire.CloseUnknown: false, wire.CloseProtocol: false, wire.CloseRestart: true} {
		second := make(chan struct{})
		url := fakeHub(t,
			func(ws *websocket.Conn) {
				readHello(t, ws)
				_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, "because"), time.Now().Add(time.Second))
				untilClosed(ws)
			},
			func(ws *websocket.Conn) { close(second); untilClosed(ws) })
		c, ended := connect(t, url)
		if back {
			go func() {
				for range c.Updates() {
				}
			}()
			select {
			case <-second:
			case <-time.After(patience):
				t.Errorf("after %d the client did not come back", code)
			}
			continue
		}
		var refused error
		for u := range c.Updates() {
			refused = u.Refused
		}
		if err := <-ended; err == nil || refused == nil {
			t.Errorf("after %d Run answers %v, the last update says %v", code, err, refused)
		}
		if _, err := c.Do(t.Context(), wire.OpenDay{}); err == nil {
			t.Errorf("after %d a command is still taken", code)
		}
	}
}

func TestUpdatesCoalesceAndLoseNoEvent(t *testing.T) {
	const events = 500
	sent := make(chan struct{})
	url := fakeHub(t, func(ws *websocket.Conn) {
		readHello(t, ws)
		_ = ws.WriteJSON(snapshot(0))
		for i := range uint64(events) {
			_ = ws.WriteJSON(wire.Event{Kind: "event", Epoch: "e", Seq: i + 1, Event: &wire.Fact{Type: "TicketCalled"}})
		}
		close(sent)
		untilClosed(ws)
	})
	c, _ := connect(t, url)
	<-sent // nobody has read an update so far
	seen, updates := 0, 0
	for u := range c.Updates() {
		seen += len(u.Events)
		updates++
		if u.State.Seq == events {
			break
		}
	}
	if seen != events || updates > events/2 {
		t.Errorf("%d events in %d updates, want %d in a few", seen, updates, events)
	}
}

func TestApplyReplacesRowsAndLeavesOldStatesAlone(t *testing.T) {
	board := []wire.Called{{Ticket: "A002", Counter: "1"}}
	old := wire.State{Epoch: "e", Seq: 7, Queues: []wire.Queue{{Service: "cash", Waiting: 2}, {Service: "loans"}},
		Counters: []wire.Counter{{Counter: "1", State: "open"}}, Board: []wire.Called{{Ticket: "A001"}},
		Visits: []wire.Visit{{Visit: "v1", Place: "1-a"}, {Visit: "v2", Place: "1-b"}}}
	kept, _ := json.Marshal(old)
	e := wire.Event{Epoch: "e", Seq: 8, Changed: &wire.Changed{
		Queues: []wire.Queue{{Service: "cash", Waiting: 1}}, Counters: []wire.Counter{{Counter: "1", State: "called", Ticket: "A002"}},
		Board: &board, Visits: []wire.Visit{{Visit: "v3", Place: "0-z"}}, Gone: []string{"v1"}}}
	got, err := apply(old, e)
	if err != nil {
		t.Fatal(err)
	}
	want := wire.State{Epoch: "e", Seq: 8, Queues: []wire.Queue{{Service: "cash", Waiting: 1}, {Service: "loans"}},
		Counters: []wire.Counter{{Counter: "1", State: "called", Ticket: "A002"}}, Board: board,
		Visits: []wire.Visit{{Visit: "v3", Place: "0-z"}, {Visit: "v2", Place: "1-b"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if now, _ := json.Marshal(old); string(now) != string(kept) {
		t.Errorf("the old state changed:\n%s\n%s", kept, now)
	}
	if _, err := apply(got, e); err == nil {
		t.Error("the same event was taken twice")
	}
}
