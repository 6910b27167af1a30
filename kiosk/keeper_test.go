package kiosk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/wire"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
)

const leaseDay = "2026-11-24"

// lender is a hub as far as leases and merges go.
type lender struct {
	mu     sync.Mutex
	poor   int // so many leases are refused
	blocks []wire.Block
	merged []string          // tickets, in the order in which they came
	ids    map[string]string // of the commands that merged them
	counts []int             // asked for by leases
	refuse map[string]wire.Code
	busy   int   // so many answers are "not now"
	gone   error // no answer comes
	asked  chan string
}

func newLender() *lender {
	return &lender{ids: map[string]string{}, refuse: map[string]wire.Code{}, asked: make(chan string, 1000)}
}

// while does something with what the lender holds, while nobody else does.
func (l *lender) while(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f()
}

func (l *lender) DoID(_ context.Context, id string, body wire.Body) (wire.Answer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer func() { l.asked <- body.Do() }()
	if l.gone != nil {
		return wire.Answer{}, l.gone
	}
	if l.busy > 0 {
		l.busy--
		return wire.Refuse(id, wire.Unavailable, "", ""), nil
	}
	switch b := body.(type) {
	case wire.Lease:
		if l.poor > 0 {
			l.poor--
			return wire.Refuse(id, wire.DayClosed, "", ""), nil
		}
		l.counts = append(l.counts, b.Count)
		l.lend(b.Count)
		return wire.Answer{OK: true, Result: &wire.Result{Blocks: slices.Clone(l.blocks)}}, nil
	case wire.Merge:
		if b.BusinessDate > leaseDay {
			a := wire.Refuse(id, wire.DayClosed, "", "")
			a.Retry = true
			return a, nil
		}
		if code := l.refuse[b.Ticket]; code != "" {
			return wire.Refuse(id, code, "no", ""), nil
		}
		if was, ok := l.ids[b.Ticket]; ok && was != id {
			return wire.Refuse(id, wire.MergedAlready, "", ""), nil
		}
		if l.ids[b.Ticket] == "" {
			l.merged = append(l.merged, b.Ticket)
		}
		l.ids[b.Ticket] = id
		return wire.Answer{OK: true, Result: &wire.Result{Ticket: b.Ticket}}, nil
	}
	return wire.Answer{}, fmt.Errorf("what is %s", body.Do())
}

// lend makes blocks where fewer numbers are left than asked for, on the day and
// the next.
func (l *lender) lend(count int) {
	for _, date := range []string{leaseDay, "2026-11-25"} {
		left, top := 0, 900
		for _, b := range l.blocks {
			if b.BusinessDate == date {
				left, top = left+b.To-b.Next+1, max(top, b.To)
			}
		}
		if left < count {
			l.blocks = append(l.blocks, wire.Block{BusinessDate: date, Series: "A", Services: []string{"cash"}, From: top + 1, To: top + count, Next: top + 1})
		}
	}
}

func leaseState() wire.State {
	return wire.State{Epoch: "e", BusinessDate: leaseDay, Day: "open", Branch: &wire.Branch{ID: "b", Services: []wire.Service{{ID: "cash"}}}}
}

type kept struct {
	*keeper
	told chan flow.Leased
}

// keeping runs a keeper on a journal for as long as the test lasts.
func keeping(t *testing.T, dir string, hub Hub, want int) (kept, *journal.Journal) {
	t.Helper()
	j, err := journal.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan flow.Leased, 100)
	k := newKeeper(Setup{Hub: hub, Journal: j, Lease: want, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}, func(l flow.Leased) { told <- l })
	k.pause = time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { k.run(ctx) })
	ended.Go(func() { k.nurse(ctx) })
	t.Cleanup(func() { cancel(); ended.Wait(); j.Close() })
	return kept{k, told}, j
}

func give(t *testing.T, j *journal.Journal, n int) (all []string) {
	t.Helper()
	for range n {
		got, err := j.Issue(wire.Merge{BusinessDate: leaseDay, Service: "cash", Language: "cs", IssuedAt: time.Unix(1, 0)})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, got.Merge.Ticket)
	}
	return all
}

// TestKeeper goes through a day: numbers are borrowed, given out while the hub
// is away, handed over in order when it is back, and borrowed anew.
func TestKeeper(t *testing.T) {
	hub := newLender()
	k, j := keeping(t, t.TempDir(), hub, 10)
	k.update(true, leaseState())
	if l := <-k.told; l.Left[leaseDay]["cash"] != 11 {
		t.Fatalf("told %+v, want 11 numbers", l)
	}
	// What was there before this disk knew of any is not its own.
	if d := cmp.Diff([]int{1, 11}, hub.counts); d != "" {
		t.Errorf("asked for (-want +got):\n%s", d)
	}
	k.update(false, leaseState())
	given := give(t, j, 8)
	if given[0] != "A902" {
		t.Errorf("the first number is %s", given[0])
	}
	hub.mu.Lock()
	hub.refuse["A904"], hub.busy = wire.NotLeased, 2
	hub.mu.Unlock()
	k.update(true, leaseState())
	if l := <-k.told; l.Left[leaseDay]["cash"] <= 5 {
		t.Errorf("told %+v, want more", l)
	}
	want := slices.DeleteFunc(slices.Clone(given), func(s string) bool { return s == "A904" })
	hub.mu.Lock()
	defer hub.mu.Unlock()
	if d := cmp.Diff(want, hub.merged); d != "" {
		t.Errorf("handed over (-want +got):\n%s", d)
	}
	if r := j.Refusals(); len(r) != 1 || r[0].Ticket.Merge.Ticket != "A904" || r[0].Code != wire.NotLeased {
		t.Errorf("refused %+v", r)
	}
	if n := len(j.Pending()); n != 0 {
		t.Errorf("%d tickets still wait", n)
	}
}

// TestKeeperIsKilled: a ticket whose merge was never answered is handed in
// again under the same id, by the next process.
func TestKeeperIsKilled(t *testing.T) {
	dir := t.TempDir()
	hub := newLender()
	var given []string
	var ids map[string]string
	t.Run("the first", func(t *testing.T) {
		k, j := keeping(t, dir, hub, 10)
		k.update(true, leaseState())
		<-k.told
		given = give(t, j, 3)
		for _, p := range j.Pending()[:2] { // carried out; the answers never came
			if _, err := hub.DoID(t.Context(), p.ID, p.Merge); err != nil {
				t.Fatal(err)
			}
		}
		ids = map[string]string{given[0]: hub.ids[given[0]], given[1]: hub.ids[given[1]]}
	})
	k, j := keeping(t, dir, hub, 10)
	if s, ok := j.Known(); !ok || s.BusinessDate != leaseDay || len(s.Branch.Services) != 1 {
		t.Errorf("it knows %+v of the branch", s)
	}
	if n := k.left().Left[leaseDay]["cash"]; n == 0 {
		t.Error("it has no numbers left")
	}
	k.update(true, leaseState())
	<-k.told
	if d := cmp.Diff(given, hub.merged); d != "" {
		t.Errorf("handed over (-want +got):\n%s", d)
	}
	for ticket, id := range ids {
		if hub.ids[ticket] != id {
			t.Errorf("%s came again as %s, was %s", ticket, hub.ids[ticket], id)
		}
	}
}

// TestKeeperWaits: a line that breaks in the middle of handing over leaves the
// rest for the next time, and nothing is borrowed before it is through.
func TestKeeperWaits(t *testing.T) {
	hub := newLender()
	k, j := keeping(t, t.TempDir(), hub, 10)
	k.update(true, leaseState())
	<-k.told
	given := give(t, j, 8)
	hub.mu.Lock()
	hub.gone = errors.New("cut")
	for len(hub.asked) > 0 {
		<-hub.asked
	}
	hub.mu.Unlock()
	k.update(true, leaseState())
	if what := <-hub.asked; what != "merge" {
		t.Errorf("it asked to %s first", what)
	}
	hub.mu.Lock()
	hub.gone = nil
	hub.mu.Unlock()
	k.update(false, leaseState())
	k.update(true, leaseState())
	if l := <-k.told; l.Left[leaseDay]["cash"] <= 5 {
		t.Errorf("told %+v", l)
	}
	hub.mu.Lock()
	defer hub.mu.Unlock()
	if d := cmp.Diff(given, hub.merged); d != "" {
		t.Errorf("handed over (-want +got):\n%s", d)
	}
}

// TestTomorrowHoldsNobodyUp: a clock that was a day ahead gave out a ticket of
// tomorrow. It waits, and those of today, given out after it, do not.
func TestTomorrowHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := newLender()
		k, j := keeping(t, t.TempDir(), hub, 10)
		k.update(true, leaseState())
		synctest.Wait()
		k.update(false, leaseState())
		early, err := j.Issue(wire.Merge{BusinessDate: "2026-11-25", Service: "cash", Language: "cs", IssuedAt: time.Unix(1, 0)})
		if err != nil {
			t.Fatal(err)
		}
		given := give(t, j, 7)
		k.update(true, leaseState())
		synctest.Wait()
		if left := j.Pending(); len(left) != 1 || left[0].ID != early.ID {
			t.Errorf("still waiting: %+v", left)
		}
		if !slices.Equal(hub.merged, given) {
			t.Errorf("handed over %v, want %v", hub.merged, given)
		}
		if n := k.left().Left[leaseDay]["cash"]; n <= 5 {
			t.Errorf("%d numbers are left: nothing was borrowed", n)
		}
	})
}

// TestTwiceTheSameNumber: two kiosks with one token gave out one number. The hub
// has the other's, and the staff has to know of this one. One of a day that is
// over is our own, whose answer was lost: the hub remembers those for a day.
func TestTwiceTheSameNumber(t *testing.T) {
	for date, refusals := range map[string]int{leaseDay: 1, "2026-11-25": 0} {
		synctest.Test(t, func(t *testing.T) {
			hub := newLender()
			k, j := keeping(t, t.TempDir(), hub, 10)
			k.update(true, leaseState())
			synctest.Wait()
			hub.ids[give(t, j, 1)[0]] = "another's"
			later := leaseState()
			later.BusinessDate = date
			k.update(true, later)
			synctest.Wait()
			r := j.Refusals()
			if len(r) != refusals || refusals > 0 && r[0].Code != wire.MergedAlready {
				t.Errorf("on %s: refused %+v", date, r)
			}
			if left := j.Pending(); len(left) != 0 {
				t.Errorf("on %s: still waiting: %+v", date, left)
			}
		})
	}
}

// TestWhoAsksIsNoReason: that the hub takes nothing from this kiosk says nothing
// of a ticket. It waits, and is handed over though nothing happens in the branch.
func TestWhoAsksIsNoReason(t *testing.T) {
	for _, code := range []wire.Code{wire.Unauthorized, wire.Forbidden} {
		synctest.Test(t, func(t *testing.T) {
			hub := newLender()
			k, j := keeping(t, t.TempDir(), hub, 10)
			k.update(true, leaseState())
			synctest.Wait()
			given := give(t, j, 1)
			hub.while(func() { hub.refuse[given[0]] = code })
			k.update(true, leaseState())
			synctest.Wait()
			hub.while(func() { delete(hub.refuse, given[0]) })
			time.Sleep(2 * tryAgain)
			hub.while(func() {
				if len(j.Refusals()) != 0 || !slices.Equal(hub.merged, given) {
					t.Errorf("%s: refused %+v, handed over %v", code, j.Refusals(), hub.merged)
				}
			})
		})
	}
}

// TestBorrowingIsTriedAgain: a hub that could not lend for a while is asked anew,
// and not at every event of the branch meanwhile.
func TestBorrowingIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := newLender()
		hub.poor = 3
		k, _ := keeping(t, t.TempDir(), hub, 10)
		for range 20 {
			k.update(true, leaseState())
			synctest.Wait()
		}
		hub.while(func() {
			if hub.poor != 2 {
				t.Errorf("it was asked %d times at once", 3-hub.poor)
			}
		})
		time.Sleep(4 * tryAgain)
		if n := k.left().Left[leaseDay]["cash"]; n == 0 {
			t.Error("it never got any numbers")
		}
	})
}

// TestTicketWhileTheHubComesBack: a number was being written down when the hub
// came back. It is handed over at once: its person waits.
func TestTicketWhileTheHubComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := newLender()
		k, j := keeping(t, t.TempDir(), hub, 10)
		k.update(true, leaseState())
		synctest.Wait()
		r := &Runner{Setup: Setup{Journal: j, Log: slog.New(slog.DiscardHandler), Do: func(func()) {}}, ctx: t.Context(), keeper: k.keeper}
		r.issueAlone(flow.IssueAlone{Wish: 1, BusinessDate: leaseDay, Command: wire.Issue{Service: "cash", Language: "cs"}, At: time.Unix(1, 0)})
		synctest.Wait()
		if len(hub.merged) != 1 {
			t.Errorf("handed over %v", hub.merged)
		}
	})
}

// TestYesterdaysTicketOfJustNow: a clock that stood still over night gave out
// numbers of yesterday. For the hub their visits are over, so the staff has to
// know of whoever may still stand there.
func TestYesterdaysTicketOfJustNow(t *testing.T) {
	for ago, refusals := range map[time.Duration]int{10 * time.Minute: 1, 14 * time.Hour: 0} {
		synctest.Test(t, func(t *testing.T) {
			hub := newLender()
			k, j := keeping(t, t.TempDir(), hub, 10)
			k.update(true, leaseState())
			synctest.Wait()
			k.update(false, leaseState())
			r := &Runner{Setup: Setup{Journal: j, Log: slog.New(slog.DiscardHandler), Do: func(func()) {}}, ctx: t.Context(), keeper: k.keeper}
			r.issueAlone(flow.IssueAlone{Wish: 1, BusinessDate: leaseDay, Command: wire.Issue{Service: "cash", Language: "cs"}, At: time.Unix(1, 0)})
			time.Sleep(ago)
			later := leaseState()
			later.BusinessDate = "2026-11-25"
			k.update(true, later)
			synctest.Wait()
			if r := j.Refusals(); len(r) != refusals || refusals > 0 && r[0].Code != wire.DayClosed {
				t.Errorf("given %v ago: refused %+v", ago, r)
			}
			if len(hub.merged) != 1 || len(j.Pending()) != 0 {
				t.Errorf("given %v ago: handed over %v, %d wait", ago, hub.merged, len(j.Pending()))
			}
		})
	}
}
