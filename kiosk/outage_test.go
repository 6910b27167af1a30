package kiosk_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
)

// coming is somebody who comes for a service.
type coming struct {
	at      time.Time
	service string
}

// outage is a branch's day on a virtual clock, on which the hub dies for an
// hour and the kiosk, in the middle of it, too. Everybody takes a ticket at the
// kiosk, by touches.
type outage struct {
	t     *testing.T
	b     *hubtest.Branch
	admin *hubtest.Actor
	dir   string
	clock time.Time
	up    bool

	run   *kiosk.Runner
	flow  *flow.Machine
	j     *journal.Journal
	work  chan func()
	quit  func()
	shown []string // numbers, in the order in which people got them
	alone map[string]coming
}

// switchOn starts the kiosk on its folder.
func (o *outage) switchOn() {
	o.t.Helper()
	j, err := journal.Open(o.dir)
	if err != nil {
		o.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	hub := dial.New(dial.Config{URL: o.b.URL, Token: "demo-kiosk-1", Backoff: func(int) time.Duration { return 20 * time.Millisecond }})
	o.j, o.work = j, make(chan func(), 256)
	do := func(f func()) {
		select {
		case o.work <- f:
		case <-ctx.Done():
		}
	}
	o.flow = flow.New(flow.Config{}, o.clock)
	o.run = kiosk.NewRunner(ctx, kiosk.Setup{
		Flow: o.flow, Screen: kiosk.New(nil, func(flow.Action) {}), Hub: hub, Journal: j, Lease: 200, Do: do,
		Now: func() time.Time { return o.clock }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	ended := make(chan struct{}, 2)
	go func() { _ = hub.Run(ctx); ended <- struct{}{} }()
	go func() {
		for u := range hub.Updates() {
			do(func() {
				if u.State.Branch != nil {
					b := *u.State.Branch
					b.Virtual = false // the kiosk's clock is its own
					u.State.Branch = &b
				}
				u.Since = o.clock
				o.run.Update(u)
			})
		}
		ended <- struct{}{}
	}()
	o.quit = func() {
		cancel()
		<-ended
		<-ended
		o.run.Wait()
		j.Close()
	}
}

// until works off what the kiosk has to draw until ok.
func (o *outage) until(what string, ok func() bool) {
	o.t.Helper()
	end := time.After(hubtest.Patience)
	for !ok() {
		select {
		case f := <-o.work:
			f()
		case <-end:
			o.t.Fatalf("waited in vain %s; the screen is %s: %s", what, o.flow.View().Screen, o.flow.View().Title)
		}
	}
}

// comes lets somebody take a ticket.
func (o *outage) comes(p coming) {
	o.t.Helper()
	o.clock = p.at
	if o.up {
		o.admin.Must(wire.Advance{To: p.at})
	}
	o.run.In(flow.Tick{})
	for range 40 {
		v := o.flow.View()
		if v.Pass != nil {
			o.shown = append(o.shown, v.Pass.Number)
			if !o.up {
				o.alone[v.Pass.Number] = p
			}
			o.touch(flow.Action{Verb: flow.Done})
			return
		}
		a, ok := o.next(v, p.service)
		if !ok {
			o.t.Fatalf("%s for %s: nowhere to go from %s: %s", p.at, p.service, v.Screen, v.Title)
		}
		o.touch(a)
		if a.Verb == flow.Take || a.Verb == flow.JoinAnyway {
			o.until("for a ticket", func() bool {
				v := o.flow.View()
				return v.Pass != nil || v.Notice != nil || len(v.Buttons) > 0 && !slices.ContainsFunc(v.Buttons, func(b flow.Button) bool { return b.Sent })
			})
		}
	}
	o.t.Fatalf("%s: no ticket for %s after forty touches", p.at, p.service)
}

func (o *outage) touch(a flow.Action) {
	o.clock = o.clock.Add(time.Second)
	o.run.In(flow.Touch{Action: a})
}

// next is what somebody touches who wants a service.
func (o *outage) next(v flow.View, service string) (flow.Action, bool) {
	for _, want := range []flow.Action{
		{Verb: flow.JoinAnyway}, {Verb: flow.Take}, {Verb: flow.Choose, Arg: service}, {Verb: flow.ByService}, {Verb: flow.Next}, {Verb: flow.Speak, Arg: "cs"},
	} {
		for _, b := range v.Controls() {
			if b.Action == want && !b.Off && !b.Sent {
				return want, true
			}
		}
	}
	return flow.Action{}, false
}

// live is the whole story. People come in their order; the hub is away from
// one time to another, and the kiosk is killed in the middle.
func (o *outage) live(people []coming, from, to time.Time) {
	t := o.t
	o.up, o.alone = true, map[string]coming{}
	o.admin = o.b.Actor("demo-admin-1")
	o.clock = people[0].at.Add(-time.Minute)
	o.admin.Must(wire.Advance{To: o.clock})
	o.switchOn()
	defer func() { o.quit() }()
	o.until("for numbers to be lent", func() bool { return len(o.j.Left()) > 1 && o.flow.View().Screen == flow.Greeting })
	middle, killed := from.Add(to.Sub(from)/2), false
	for _, p := range people {
		if o.up && p.at.After(from) && p.at.Before(to) {
			o.b.Stop()
			o.until("for the hub to be missed", func() bool {
				o.run.In(flow.Tick{})
				o.clock = o.clock.Add(time.Second)
				return strings.Contains(o.flow.View().Lead, "conexión")
			})
			o.up = false
		}
		if !o.up && !killed && p.at.After(middle) {
			o.quit()
			o.clock = p.at.Add(-10 * time.Second)
			o.switchOn()
			o.run.In(flow.Tick{})
			killed = true
		}
		if !o.up && p.at.After(to) {
			o.back(p.at)
		}
		o.comes(p)
	}
	if !o.up {
		o.back(to)
	}
	if !killed || len(o.alone) == 0 {
		t.Fatalf("nothing happened: killed %v, %d tickets without the hub", killed, len(o.alone))
	}
	o.check(people)
}

func (o *outage) back(at time.Time) {
	o.b.Restart()
	o.clock = at
	// The virtual clock moves with who has the line; the tickets come as soon as
	// the kiosk has its own.
	o.admin.Must(wire.Advance{To: at})
	o.up = true
	o.until("for the tickets to be handed over", func() bool { return len(o.j.Pending()) == 0 })
	o.until("for the kiosk to be live", func() bool { return !strings.Contains(o.flow.View().Lead, "conexión") })
}

// check holds the hub's visits against what people hold.
func (o *outage) check(people []coming) {
	t := o.t
	s, err := dial.Fetch(t.Context(), o.b.URL, "demo-manager-1")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, n := range o.shown {
		if seen[n] {
			t.Errorf("the number %s is on two slips", n)
		}
		seen[n] = true
	}
	if len(o.shown) != len(people) || len(s.Visits) != len(people) {
		t.Errorf("%d came, %d got a number, the hub has %d", len(people), len(o.shown), len(s.Visits))
	}
	byTicket := map[string]wire.Visit{}
	for _, v := range s.Visits {
		byTicket[v.Ticket] = v
	}
	order := map[string][]string{} // by service, as the hub will call them
	slices.SortFunc(s.Visits, func(a, b wire.Visit) int { return strings.Compare(a.Place, b.Place) })
	for _, v := range s.Visits {
		if _, ok := o.alone[v.Ticket]; ok {
			order[v.Service] = append(order[v.Service], v.Ticket)
		}
	}
	want := map[string][]string{}
	for _, n := range o.shown {
		p, ok := o.alone[n]
		if !ok {
			continue
		}
		v, ok := byTicket[n]
		if !ok {
			t.Errorf("ticket %s, given out at %s, is not in the hub", n, p.at)
			continue
		}
		if d := v.QueuedAt.Sub(p.at); d < 0 || d > 30*time.Second || v.Service != p.service {
			t.Errorf("ticket %s for %s of %s: the hub says %s for %s", n, p.service, p.at, v.QueuedAt, v.Service)
		}
		want[p.service] = append(want[p.service], n)
	}
	if d := cmp.Diff(want, order); d != "" {
		t.Errorf("order of those without the hub (-given out +hub):\n%s", d)
	}
	if r := o.j.Refusals(); len(r) > 0 {
		t.Errorf("refused: %+v", r)
	}
	t.Logf("%d came, %d of them while the hub was away (%s to %s)", len(people), len(o.alone), o.first(), o.last())
}

func (o *outage) first() string { n, _ := o.ends(); return n }
func (o *outage) last() string  { _, n := o.ends(); return n }

func (o *outage) ends() (first, last string) {
	for _, n := range o.shown {
		if _, ok := o.alone[n]; ok {
			if first == "" {
				first = n
			}
			last = n
		}
	}
	return first, last
}

// TestOutage lives a made-up morning.
func TestOutage(t *testing.T) {
	test.NewApp()
	b := hubtest.Start(t, hubtest.Options{Virtual: true})
	chance := rand.New(rand.NewPCG(7, 7))
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Date(2026, 3, 2, 9, 0, 0, 0, zone)
	var people []coming
	for at := begin; at.Before(begin.Add(2 * time.Hour)); at = at.Add(time.Duration(20+chance.IntN(160)) * time.Second) {
		people = append(people, coming{at, []string{"cash", "cash", "accounts", "loans", "complaints"}[chance.IntN(5)]})
	}
	o := &outage{t: t, b: b, dir: t.TempDir()}
	o.live(people, begin.Add(30*time.Minute), begin.Add(90*time.Minute))
}

// TestOutageRecorded takes the hub away for an hour of a recorded day.
func TestOutageRecorded(t *testing.T) {
	folder := os.Getenv("TURNO_DATA")
	if folder == "" {
		t.Skip("TURNO_DATA is not set: it names the folder of the recorded days")
	}
	data, err := os.ReadFile(filepath.Join(folder, "anonymous-bank-1999-02.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	test.NewApp()
	b := hubtest.Start(t, hubtest.Options{Name: "recorded", Virtual: true})
	zone, err := time.LoadLocation("Asia/Jerusalem")
	if err != nil {
		t.Fatal(err)
	}
	at := func(h, m, s int) time.Time { return time.Date(1999, 2, 1, h, m, s, 0, zone) }
	var people []coming
	lines := strings.Split(strings.ReplaceAll(string(data), "\r", ""), "\n")
	column := map[string]int{}
	for i, name := range strings.Split(lines[0], "\t") {
		column[name] = i
	}
	for _, line := range lines[1:] {
		row := strings.Split(line, "\t")
		if len(row) < len(column) || row[column["date"]] != "990201" || row[column["outcome"]] == "PHANTOM" {
			continue
		}
		var h, m, s int
		if _, err := fmt.Sscanf(row[column["vru_exit"]], "%d:%d:%d", &h, &m, &s); err != nil {
			continue
		}
		if came := at(h, m, s); !came.Before(at(9, 30, 0)) && came.Before(at(11, 30, 0)) {
			people = append(people, coming{came, strings.ToLower(strings.TrimSpace(row[column["type"]]))})
		}
	}
	slices.SortStableFunc(people, func(a, b coming) int { return a.at.Compare(b.at) })
	// One kiosk takes one person at a time: who comes in between waits for it.
	for i := 1; i < len(people); i++ {
		if free := people[i-1].at.Add(8 * time.Second); people[i].at.Before(free) {
			people[i].at = free
		}
	}
	o := &outage{t: t, b: b, dir: t.TempDir()}
	o.live(people, at(10, 0, 0), at(11, 0, 0))
}
