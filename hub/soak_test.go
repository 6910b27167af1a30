package hub_test

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.etcd.io/bbolt"

	"turno/hub/hubtest"
)

var soak = flag.Int("soak", 0, "live through so many busy days with sixty sessions; 0 is three short ones with a few")

// week is a hub on a virtual clock, those who watch it, and what they saw.
type week struct {
	t        *testing.T
	hub      *hubtest.Branch
	admin    *lane
	kiosk    *lane
	counters []*lane
	seen     []atomic.Uint64 // frames, by session
	ids      int
	now      time.Time
}

func (w *week) do(l *lane, format string, args ...any) string {
	w.ids++
	return string(l.must(w.t, fmt.Sprintf("s-%09d", w.ids), fmt.Sprintf(format, args...)))
}

// to moves the clock.
func (w *week) to(at time.Time) {
	w.now = at
	w.do(w.admin, `"do":"advance","to":"%s"`, at.Format(time.RFC3339))
}

// day is one business day: so many people come, each is called, served and
// finished; some leave, some do not come when they are called.
func (w *week) day(at time.Time, visits int) {
	w.to(at.Add(8 * time.Hour))
	for i, c := range w.counters {
		w.do(c, `"do":"open_counter","counter":"%d"`, i+1)
	}
	services := []string{"cash", "accounts", "loans", "lockers", "complaints"}
	step := 9 * time.Hour / time.Duration(visits)
	for i := range visits {
		w.to(w.now.Add(step))
		w.do(w.kiosk, `"do":"issue","service":"%s","language":"cs","name":"Růžena %d","phone":"+420 601 234 567"`, services[i%len(services)], i)
		n := i % len(w.counters)
		w.do(w.counters[n], `"do":"call_next","counter":"%d"`, n+1)
		if i%17 == 5 {
			w.do(w.counters[n], `"do":"no_show","counter":"%d"`, n+1)
			continue
		}
		w.do(w.counters[n], `"do":"serve","counter":"%d"`, n+1)
		w.do(w.counters[n], `"do":"finish","counter":"%d","note":"all well"`, n+1)
	}
	w.to(at.Add(25 * time.Hour)) // the day closes by itself
}

// settled waits until every session has seen as much as the first.
func (w *week) settled() {
	seq := scrape(w.t, w.hub.URL)["turno_log_head_seq"].GetMetric()[0].Gauge.GetValue()
	for i := range w.seen {
		for float64(w.seen[i].Load()) < seq {
			runtime.Gosched()
		}
	}
}

// heap is what is alive, after the collector has been through twice.
func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// stored is how many bytes of a copy are in use: a copy has no empty pages, and a
// file grows in steps that double.
func (w *week) stored() int {
	req, err := http.NewRequest("POST", w.hub.URL+"/api/v1/backup", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer demo-admin-1")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	file, err := os.Create(filepath.Join(w.t.TempDir(), "copy"))
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = io.Copy(file, resp.Body)
	if err := errors.Join(err, file.Close()); err != nil || resp.StatusCode != 200 {
		w.t.Fatalf("%s %v", resp.Status, err)
	}
	db, err := bbolt.Open(file.Name(), 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		w.t.Fatal(err)
	}
	var n int64
	err = db.View(func(tx *bbolt.Tx) error { n = tx.Size(); return nil })
	if err := errors.Join(err, db.Close(), os.Remove(file.Name())); err != nil {
		w.t.Fatal(err)
	}
	return int(n)
}

// A hub lives through a week and is what it was: the same memory at each night,
// a file that grows by the same each day, and nothing left running at its end.
//
//	go test ./hub -run TestSoak -soak 7 -timeout 30m
func TestSoak(t *testing.T) {
	days, visits, sessions := 3, 40, 10
	if *soak > 0 {
		days, visits, sessions = *soak, 800, 60
	}
	http.DefaultClient.CloseIdleConnections()
	runtime.GC()
	before := runtime.NumGoroutine()
	w := &week{t: t, hub: hubtest.Start(t, hubtest.Options{Virtual: true}), seen: make([]atomic.Uint64, sessions)}
	w.admin, w.kiosk = newLane(t, w.hub.URL, "demo-admin-1"), newLane(t, w.hub.URL, "demo-kiosk-1")
	for c := range 6 {
		w.counters = append(w.counters, newLane(t, w.hub.URL, fmt.Sprint("demo-counter-", c+1)))
	}
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.FixedZone("CET", 3600))
	w.to(monday)
	var watching sync.WaitGroup
	var lines []*websocket.Conn
	for i := range sessions {
		ws := open(t, w.hub.URL, hello(stormTokens[i%len(stormTokens)], nil), nil).Conn
		_ = ws.SetReadDeadline(time.Time{})
		lines = append(lines, ws)
		watching.Go(func() { w.watch(ws, &w.seen[i]) })
	}
	var alive, file []int
	for day := range days {
		w.day(monday.AddDate(0, 0, day), visits)
		w.settled()
		alive, file = append(alive, heap()), append(file, w.stored())
		t.Logf("night %d: %d KiB alive, %d KiB stored, %d goroutines", day+1, alive[day]>>10, file[day]>>10, runtime.NumGoroutine())
	}
	// The first night has less of everything: answers are kept for two days, and
	// buffers come to their size.
	for day := 2; day < days; day++ {
		if grown := float64(alive[day]-alive[1]) / float64(alive[1]); grown > 0.05 {
			t.Errorf("after night %d %.1f %% more is alive than after the second", day+1, grown*100)
		}
	}
	if days > 3 {
		each := file[2] - file[1]
		for day := 3; day < days; day++ {
			predicted := file[1] + each*(day-1)
			if off := float64(file[day]-predicted) / float64(predicted); off > 0.05 || off < -0.05 {
				t.Errorf("after night %d %d KiB are stored, predicted were %d", day+1, file[day]>>10, predicted>>10)
			}
		}
		t.Logf("each day adds %d KiB, %d bytes a visit", each>>10, each/visits)
	}
	for _, l := range lines {
		l.Close()
	}
	watching.Wait()
	w.hub.Stop()
	for _, l := range append(w.counters, w.admin, w.kiosk) {
		l.conn.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	for late := time.Now().Add(hubtest.Patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(late) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before and %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// watch reads a line until it ends and notes the seq of the last frame.
func (w *week) watch(ws *websocket.Conn, last *atomic.Uint64) {
	for {
		_, frame, err := ws.ReadMessage()
		if err != nil {
			return
		}
		_, after, ok := strings.Cut(string(frame[:min(len(frame), 200)]), `"seq":`)
		if !ok {
			continue
		}
		var seq uint64
		if _, err := fmt.Sscanf(after, "%d", &seq); err == nil {
			last.Store(seq)
		}
	}
}
