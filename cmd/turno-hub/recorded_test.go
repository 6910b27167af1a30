package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/sim"
	"turno/hub/wire"
)

var recorded = flag.Int("recorded", 1, "live so many recorded days in a real hub, from the first; there are 21, and each takes a minute")

func record(t *testing.T) []byte {
	t.Helper()
	folder := os.Getenv("TURNO_DATA")
	if folder == "" {
		t.Skip("TURNO_DATA is not set: it names the folder of the recorded days")
	}
	data, err := os.ReadFile(filepath.Join(folder, "anonymous-bank-1999-02.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A recorded day of a real bank, lived by a real hub, is proved and rebuilt: the
// figures are those that the hub showed, the state is the one that it kept.
func TestRecordedDaysInAHubAreProved(t *testing.T) {
	data := record(t)
	for d := range *recorded {
		day := time.Date(1999, 2, d+1, 0, 0, 0, 0, time.UTC)
		t.Run(day.Format(time.DateOnly), func(t *testing.T) {
			b := hubtest.Start(t, hubtest.Options{Name: "recorded", Virtual: true})
			if _, err := sim.Run(t.Context(), sim.Config{Hub: b.URL, From: bytes.NewReader(data), Day: day}); err != nil {
				t.Fatal(err)
			}
			b.Actor("demo-manager-1").Must(wire.CloseDay{})
			s, err := dial.Fetch(t.Context(), b.URL, "demo-manager-1")
			if err != nil {
				t.Fatal(err)
			}
			figures, err := json.Marshal(s.Figures)
			if err != nil {
				t.Fatal(err)
			}
			b.Stop()
			t.Log(mustVerify(t, b.Dir))
			r := mustReplay(t, b.Dir, s.BusinessDate)
			if got, err := json.Marshal(r.Figures); err != nil || !bytes.Equal(got, figures) {
				t.Errorf("rebuilt\n%s\nthe hub showed\n%s", got, figures)
			}
			if r.Snapshot == nil || !r.Snapshot.Same {
				t.Errorf("snapshot %+v", r.Snapshot)
			}
			t.Logf("%d events, state %s, figures %s", r.Events, r.StateSHA256, r.FiguresSHA256)
		})
	}
}

// All recorded days in one log, by the engine alone.
func TestAllRecordedDaysAreProved(t *testing.T) {
	days := callsOf(t, record(t))
	dir := t.TempDir()
	w := writer(t, dir)
	f, err := branch.Load("recorded")
	if err != nil {
		t.Fatal(err)
	}
	f.Branch.NoShowAfter = 0
	c := &chance{t: t, zone: time.FixedZone("", 7200), out: w.add}
	first := true
	for _, day := range days {
		liveDay(c, &f.Branch, day, first)
		first = false
	}
	w.close()
	began := time.Now()
	out := mustVerify(t, dir)
	t.Logf("%s(%v)", out, time.Since(began).Round(time.Millisecond))
	for _, day := range [][]callOf{days[0], days[len(days)/2], days[len(days)-1]} {
		date := day[0].date.Format(time.DateOnly)
		r := mustReplay(t, dir, date)
		if r.Figures.Total.Issued != len(day) || r.Figures.Total.Waiting != 0 || !r.Closed {
			t.Errorf("%s: %d calls are recorded, rebuilt %+v", date, len(day), r.Figures.Total)
		}
		if r.Snapshot == nil || !r.Snapshot.Same {
			t.Errorf("%s: snapshot %+v", date, r.Snapshot)
		}
		t.Logf("%s: %d events, state %s, figures %s", date, r.Events, r.StateSHA256, r.FiguresSHA256)
	}
}

// callOf is one recorded call, as far as the test needs it.
type callOf struct {
	date    time.Time
	service string
	first   bool // of the class that stands before
	arrives int  // seconds of the day
	served  bool
	length  int // of the service, or the patience
}

// callsOf reads the record by day; who never came to a queue is left out.
func callsOf(t *testing.T, data []byte) (days [][]callOf) {
	t.Helper()
	lines := strings.Split(strings.ReplaceAll(string(data), "\r", ""), "\n")
	column := map[string]int{}
	for i, name := range strings.Split(lines[0], "\t") {
		column[name] = i
	}
	byDay := map[string][]callOf{}
	for _, line := range lines[1:] {
		row := strings.Split(line, "\t")
		if len(row) < len(column) || row[column["outcome"]] == "PHANTOM" {
			continue
		}
		get := func(name string) string { return strings.TrimSpace(row[column[name]]) }
		number := func(name string) int { n, _ := strconv.Atoi(get(name)); return n }
		var h, m, s int
		fmt.Sscanf(get("vru_exit"), "%d:%d:%d", &h, &m, &s)
		day, err := time.Parse("060102", get("date"))
		if err != nil {
			t.Fatal(err)
		}
		c := callOf{date: day, service: strings.ToLower(get("type")), first: get("priority") == "2", arrives: h*3600 + m*60 + s,
			served: get("outcome") == "AGENT", length: number("ser_time")}
		if !c.served {
			c.length = number("q_time")
		}
		byDay[get("date")] = append(byDay[get("date")], c)
	}
	for _, calls := range byDay {
		slices.SortStableFunc(calls, func(a, b callOf) int { return cmp.Compare(a.arrives, b.arrives) })
		days = append(days, calls)
	}
	slices.SortFunc(days, func(a, b []callOf) int { return a[0].date.Compare(b[0].date) })
	return days
}

// liveDay lets the callers of a day come, be called by eight counters first come
// first served, and be served as long as they were; who gave up goes when their
// patience ends.
func liveDay(c *chance, b *queue.Branch, calls []callOf, load bool) {
	midnight := calls[0].date.Add(-2 * time.Hour)
	at := func(second int) time.Time { return midnight.Add(time.Duration(second) * time.Second).In(c.zone) }
	date := queue.Date(calls[0].date.Format(time.DateOnly))
	c.now = at(calls[0].arrives)
	if load {
		c.must(queue.Actor{Role: queue.RoleHub}, "", queue.LoadBranch{Branch: *b, Date: date})
	}
	c.must(queue.Actor{Role: queue.RoleHub}, "", queue.OpenDay{Date: date})
	const counters = 8
	free, lengths := [counters]int{}, map[queue.VisitID]callOf{}
	id := func() string { c.asked++; return fmt.Sprint("r", c.asked) }
	desk := func(i int) queue.Actor {
		return queue.Actor{Role: "counter", Device: fmt.Sprint("pc", i), Counter: b.Counters[i].ID}
	}
	for i := range counters {
		c.must(desk(i), id(), queue.OpenCounter{Counter: b.Counters[i].ID})
	}
	for next, second := 0, calls[0].arrives; next < len(calls) || len(lengths) > 0; second++ {
		c.now = at(second)
		for ; next < len(calls) && calls[next].arrives <= second; next++ {
			visit := queue.VisitID(fmt.Sprintf("%s-%d", date, next))
			var class queue.ClassID
			if calls[next].first {
				class = "priority"
			}
			c.must(queue.Actor{Role: "kiosk"}, id(), queue.Issue{Visit: visit, Service: queue.ServiceID(calls[next].service), Language: "en", Class: class})
			lengths[visit] = calls[next]
		}
		for _, visit := range slices.Sorted(maps.Keys(lengths)) {
			call := lengths[visit]
			if v, _ := c.state.Visit(visit); !call.served && v.State() == queue.Waiting && second >= call.arrives+call.length {
				c.must(queue.Actor{Role: "host"}, id(), queue.Leave{Ticket: v.Ticket})
				delete(lengths, visit)
			}
		}
		for i := range counters {
			k, _ := c.state.Counter(b.Counters[i].ID)
			if k.State == queue.CounterIsServing && second >= free[i] {
				c.must(desk(i), id(), queue.Finish{Counter: k.ID})
			}
			if k.State == queue.CounterIsOpen && c.do(desk(i), id(), queue.CallNext{Counter: k.ID}) {
				c.must(desk(i), id(), queue.Serve{Counter: k.ID})
				free[i] = second + max(1, lengths[k.Visit].length)
				delete(lengths, k.Visit)
			}
		}
	}
	c.must(queue.Actor{Role: "manager"}, id(), queue.CloseDay{})
}
