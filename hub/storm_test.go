package hub_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

var storm = flag.Int("storm", 200, "how many clients come back at once after a restart")

// stormTokens are the roles in a storm, by turns: screens that share what they
// see, and phones, each with its own.
var stormTokens = []string{"demo-display-1", "demo-kiosk-1", "demo-counter-1", "demo-host-1", "demo-manager-1", "demo-display-1"}

// After a restart every client is back at once, and the hub takes it: each gets
// the state and what happens next, in memory that does not grow with the crowd,
// and the state is encoded for each kind of screen and not for each screen.
//
//	go test ./hub -run TestStorm -storm 1000
func TestStormAfterARestart(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Branch: hall(20)})
	for i := range 150 {
		post(t, b.URL, "demo-kiosk-1", fmt.Sprintf(`{"id":"i%d","do":"issue","service":"cash","language":"es"}`, i))
	}
	before, err := dial.Fetch(t.Context(), b.URL, "demo-manager-1")
	if err != nil {
		t.Fatal(err)
	}
	b.Restart()
	runtime.GC()
	var start, peak runtime.MemStats
	runtime.ReadMemStats(&start)
	encoded := value(t, scrape(t, b.URL), "turno_snapshots_encoded_total")

	began := time.Now()
	var back, all sync.WaitGroup
	next := make(chan struct{}) // closed when all are back
	back.Add(*storm)
	for i := range *storm {
		all.Go(func() {
			ws, err := comeBack(b.URL, stormTokens[i%len(stormTokens)], wire.Have{Epoch: before.Epoch, Seq: before.Seq - uint64(i%3)})
			if err != nil {
				t.Errorf("client %d: %v", i, err)
				back.Done()
				return
			}
			defer ws.Close()
			back.Done()
			<-next
			for { // until the event that was made when all were back
				_, frame, err := ws.ReadMessage()
				if err != nil {
					t.Errorf("client %d: %v", i, err)
					return
				}
				if wire.KindOf(frame) == "event" && strings.Contains(string(frame), "CounterOpened") {
					return
				}
			}
		})
	}
	back.Wait()
	took := time.Since(began)
	runtime.ReadMemStats(&peak)
	if n := b.Hub.Sessions(); n != *storm {
		t.Errorf("%d of %d are back", n, *storm)
	}
	post(t, b.URL, "demo-counter-2", `{"id":"open","do":"open_counter","counter":"2"}`)
	close(next)
	all.Wait()
	figures := scrape(t, b.URL)
	encoded = value(t, figures, "turno_snapshots_encoded_total") - encoded
	grown := int(peak.HeapInuse-min(start.HeapInuse, peak.HeapInuse)) + int(peak.StackInuse-min(start.StackInuse, peak.StackInuse))
	t.Logf("%d were back within %v; %.0f states encoded; memory of hub and clients grew by %d KiB for each", *storm, took.Round(time.Millisecond), encoded, grown / *storm >> 10)
	// Each kind anew in each second, and no more often.
	if most := float64(6 * (2 + int(took/time.Second))); encoded == 0 || encoded > most {
		t.Errorf("%.0f states encoded, at most %.0f are worth it", encoded, most)
	}
	if grown > 16<<20+*storm*160<<10 { // the client's part is more than half of it
		t.Errorf("memory grew by %d KiB for each of %d", grown / *storm >> 10, *storm)
	}
	if slow := value(t, figures, "turno_sessions_closed_total", "why=slow"); slow > 0 {
		t.Errorf("%v were cut as slow", slow)
	}
}

// comeBack connects and reads up to where the mirror would be live.
func comeBack(url, token string, have wire.Have) (*websocket.Conn, error) {
	d := websocket.Dialer{HandshakeTimeout: hubtest.Patience, ReadBufferSize: 1024, WriteBufferSize: 1024}
	ws, _, err := d.Dial("ws"+strings.TrimPrefix(url, "http")+"/api/v1/stream", nil)
	if err != nil {
		return nil, err
	}
	_ = ws.SetReadDeadline(time.Now().Add(hubtest.Patience))
	if err := ws.WriteJSON(hello(token, &have)); err != nil {
		return nil, err
	}
	for {
		_, frame, err := ws.ReadMessage()
		if err != nil {
			return nil, err
		}
		switch wire.KindOf(frame) {
		case "live":
			return ws, nil
		case "snapshot":
			var s wire.Snapshot
			if err := json.Unmarshal(frame, &s); err != nil {
				return nil, err
			}
			if s.State.You == nil || !strings.HasPrefix(token, "demo-"+string(s.State.You.Role)) || s.Seq != s.State.Seq || s.State.Branch == nil {
				return nil, fmt.Errorf("%s gets a state for %+v of event %d", token, s.State.You, s.State.Seq)
			}
			return ws, nil
		}
	}
}

// Five of many clients read nothing: they alone are cut, as slow, and everyone else sees every event.
func TestStalledClientsDelayNobody(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Branch: hall(20)})
	var stalled []line
	for range 5 {
		s := openWith(t, narrow, b.URL, hello("demo-manager-1", nil), nil)
		var snap wire.Snapshot
		s.next(&snap)
		stalled = append(stalled, s)
	}
	// However busy the machine is, those who read are never behind by more than
	// their queues hold: in between, everybody catches up.
	const clients, events, most = 40, 900, 300
	var seen sync.WaitGroup
	caughtUp := make(chan struct{}, clients*events/most)
	for i := range clients {
		l := open(t, b.URL, hello(stormTokens[i%len(stormTokens)], nil), nil)
		var snap wire.Snapshot
		l.next(&snap) // before the first event
		seen.Go(func() {
			var last uint64
			for n := 0; n < events; {
				_ = l.SetReadDeadline(time.Now().Add(hubtest.Patience))
				_, frame, err := l.ReadMessage()
				if err != nil {
					t.Errorf("client %d after %d events: %v", i, n, err)
					caughtUp <- struct{}{}
					return
				}
				if wire.KindOf(frame) != "event" {
					continue
				}
				var e struct{ Seq uint64 }
				if err := json.Unmarshal(frame, &e); err != nil || last > 0 && e.Seq != last+1 {
					t.Errorf("client %d: event %d after %d, %v", i, e.Seq, last, err)
					caughtUp <- struct{}{}
					return
				}
				last = e.Seq
				if n++; n%most == 0 {
					caughtUp <- struct{}{}
				}
			}
		})
	}
	kiosk := b.Actor("demo-kiosk-1")
	for n := range events {
		kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
		if (n+1)%most == 0 {
			for range clients {
				<-caughtUp
			}
			if t.Failed() {
				break // who is gone tells no more
			}
		}
	}
	seen.Wait()
	for _, s := range stalled { // what was on its way, and then the end
		_ = s.SetReadDeadline(time.Now().Add(hubtest.Patience))
		for err := error(nil); err == nil; {
			_, _, err = s.ReadMessage()
		}
	}
	if slow := value(t, scrape(t, b.URL), "turno_sessions_closed_total", "why=slow"); slow != 5 {
		t.Errorf("%v were cut, want the 5 that stalled", slow)
	}
}
