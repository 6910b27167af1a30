package kiosk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"turno/hub/dial"
	"turno/hub/wire"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
)

// leaseOf is how many numbers of each series a kiosk holds for the time without
// its hub, where its owner does not say.
const leaseOf = 60

// mostLease is the most that a hub lends at once.
const mostLease = 200

// tryAgain is when what failed is tried again, if nothing happens before.
const tryAgain = time.Minute

// keeper keeps a kiosk ready for the time without its hub: it borrows numbers
// while the hub is there, keeps what is known of the branch, and hands the
// tickets over that were given out meanwhile, in their order, each under the id
// that it was given with. Update comes from the goroutine that draws; the rest
// happens in run, and what an ill disk needs in nurse.
type keeper struct {
	hub     Hub
	journal *journal.Journal
	want    int
	log     *slog.Logger
	tell    func(flow.Leased) // from any goroutine
	pause   time.Duration     // the first before asking an unready hub again

	kick chan struct{}
	sick chan struct{} // the disk has just failed

	issue func(wire.Merge, func() bool) (journal.Ticket, error) // journal.IssueIf
	mend  func() error                                          // journal.Mend

	mu    sync.Mutex
	live  bool
	state wire.State
	given map[string]time.Time // when this process gave a ticket out, by a clock that nobody sets
	ill   bool                 // the disk refused a ticket or did not answer: none is offered

	kept    string // what of the branch is on the disk
	settled string // the state in which nothing more was to be borrowed
	early   int    // tickets of a day that the hub has not begun, as last told
}

func newKeeper(s Setup, tell func(flow.Leased)) *keeper {
	want := s.Lease
	if want <= 0 {
		want = leaseOf
	}
	return &keeper{
		hub: s.Hub, journal: s.Journal, want: min(want, mostLease), log: s.Log, tell: tell, pause: time.Second,
		issue: s.Journal.IssueIf, mend: s.Journal.Mend, kick: make(chan struct{}, 1), sick: make(chan struct{}, 1), given: map[string]time.Time{},
	}
}

// update takes the newest mirror.
func (k *keeper) update(live bool, s wire.State) {
	k.mu.Lock()
	k.live, k.state = live, s
	k.mu.Unlock()
	k.nudge()
}

// nudge makes run look whether something is to do.
func (k *keeper) nudge() {
	select {
	case k.kick <- struct{}{}:
	default:
	}
}

func (k *keeper) now() (live bool, s wire.State) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.live, k.state
}

// run works until ctx ends.
func (k *keeper) run(ctx context.Context) {
	var again <-chan time.Time
	failed := func(what string, err error) {
		k.log.Warn(what, "waiting", len(k.journal.Pending()), "err", err)
		if again == nil {
			again = time.After(tryAgain)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.kick:
		case <-again:
			again, k.settled = nil, ""
		}
		live, s := k.now()
		if !live || s.Branch == nil {
			k.settled = "" // what the hub lends is asked anew when it is back
			continue
		}
		err := k.handOver(ctx, s)
		k.remember(s)
		if err != nil {
			failed("tickets that were given out without the hub wait to be handed over", err)
			continue
		}
		if err := k.borrow(ctx, s); err != nil {
			failed("no numbers for the time without the hub", err)
		}
	}
}

// left is what can be given out without the hub: nothing on a disk that is ill.
func (k *keeper) left() flow.Leased {
	if k.ails() {
		return flow.Leased{}
	}
	return flow.Leased{Left: k.journal.Left()}
}

// remember keeps what a start without the hub needs.
func (k *keeper) remember(s wire.State) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %p", s.Epoch, s.BusinessDate, s.Day, s.Branch)
	for _, q := range s.Queues {
		fmt.Fprintf(&b, " %s %v %s", q.Service, q.Open, q.OpensAt)
	}
	if b.String() == k.kept {
		return
	}
	if err := k.journal.Remember(s); err != nil {
		k.log.Warn("keeping what is known of the branch", "err", err)
		return
	}
	k.kept = b.String()
}

// handOver gives the hub every ticket that it has not taken, oldest first. It
// returns nil when none is left but those of a day that has not begun, which a
// clock that was ahead gave out: they wait for it. A refusal is kept in the
// journal. Neither holds up the others, nor does a disk that fails or hangs: the
// hub has all of them before the first is written off.
func (k *keeper) handOver(ctx context.Context, s wire.State) error {
	early := 0
	defer func() {
		if early > 0 && early != k.early {
			k.log.Warn("tickets wait for their day to begin at the hub; if it is no early morning, this kiosk's clock is ahead", "tickets", early)
		}
		k.early = early
	}()
	var ends []func() error
	var stopped error
	for _, t := range k.journal.Pending() {
		if t.Merge.BusinessDate > s.BusinessDate {
			early++
			continue
		}
		end, err := k.handIn(ctx, t, s)
		if err != nil {
			stopped = err
			break
		}
		if end == nil {
			early++
			continue
		}
		ends = append(ends, end)
	}
	for _, end := range ends {
		stopped = errors.Join(stopped, end())
	}
	return stopped
}

// handIn gives the hub one ticket and answers how it is written off; nil where the
// hub has not begun its day. The error says that the hub takes nothing now.
func (k *keeper) handIn(ctx context.Context, t journal.Ticket, s wire.State) (end func() error, err error) {
	over := t.Merge.BusinessDate < s.BusinessDate
	end = func() error { return k.off(t, k.journal.Merged(t.ID)) }
	refused := func(code wire.Code, message string) func() error {
		return func() error { return k.off(t, k.journal.Refused(t, code, message)) }
	}
	a, err := k.ask(ctx, t.ID, t.Merge)
	switch {
	case err != nil:
		return nil, err
	case a.Code == wire.DayClosed && a.Retry:
		return nil, nil
	case a.Code == wire.Unauthorized, a.Code == wire.Forbidden:
		return nil, fmt.Errorf("the hub takes nothing from this kiosk: %s %s", a.Code, a.Message)
	case a.OK && over && k.justNow(t.ID):
		// Its visit is over for the hub, and its person may stand here.
		k.log.Error("a ticket of a day that is over was given out just now: this kiosk's clock is wrong", "ticket", t.Merge.Ticket, "date", t.Merge.BusinessDate)
		return refused(wire.DayClosed, ""), nil
	case a.OK, a.Code == wire.MergedAlready && over:
		// The hub remembers for a day what it answered; after that it says of
		// a ticket that this kiosk handed over, too, that it is there.
		return end, nil
	}
	k.log.Error("the hub refuses a ticket that somebody holds", "ticket", t.Merge.Ticket, "date", t.Merge.BusinessDate, "code", a.Code, "says", a.Message)
	return refused(a.Code, a.Message), nil
}

// off forgets when a ticket was given out, once it is written off.
func (k *keeper) off(t journal.Ticket, err error) error {
	if err != nil {
		return err
	}
	k.mu.Lock()
	delete(k.given, t.ID)
	k.mu.Unlock()
	return nil
}

// still is how long somebody who took a ticket is taken to be in the branch.
const still = 3 * time.Hour

// gave notes that a ticket was given out now. Any goroutine may call it.
func (k *keeper) gave(id string) {
	k.mu.Lock()
	k.given[id] = time.Now()
	k.mu.Unlock()
	k.nudge() // the hub may have come back while it was written down
}

// justNow tells whether a ticket was given out so lately that its person may be
// here, whatever date the clock had then.
func (k *keeper) justNow(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	at, ok := k.given[id]
	return ok && time.Since(at) < still
}

// ask sends a command until the hub has said yes or no.
func (k *keeper) ask(ctx context.Context, id string, body wire.Body) (wire.Answer, error) {
	for pause := k.pause; ; pause = min(2*pause, 30*time.Second) {
		a, err := k.hub.DoID(ctx, id, body)
		if err != nil || a.Code != wire.Unavailable && a.Code != wire.TooMany {
			return a, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return a, ctx.Err()
		case <-timer.C:
		}
	}
}

// borrow sees to it that enough numbers are left, of the business date and of
// the next one.
func (k *keeper) borrow(ctx context.Context, s wire.State) error {
	now := fmt.Sprint(s.Epoch, s.BusinessDate, s.Day, k.least(s))
	if s.Day != "open" || now == k.settled {
		return nil
	}
	k.settled = now
	defer func() {
		k.settled = fmt.Sprint(s.Epoch, s.BusinessDate, s.Day, k.least(s))
		k.tell(k.left())
	}()
	if k.journal.Fresh() {
		// This disk does not know what was given out of blocks that are there
		// already: another may have stood here this morning.
		blocks, err := k.lease(ctx, 1)
		if err == nil {
			err = k.journal.Forswear(blocks)
		}
		if err != nil {
			return err
		}
		if err := k.borrowMore(ctx, blocks); err != nil {
			return err
		}
		return nil
	}
	if k.least(s) > k.want/2 {
		return nil
	}
	blocks, err := k.lease(ctx, k.want)
	if err != nil {
		return err
	}
	if err := k.journal.Lease(blocks); err != nil || k.least(s) > k.want/2 {
		return err
	}
	return k.borrowMore(ctx, blocks)
}

// borrowMore asks for more where the hub counts numbers as unused that can't be given
// out here.
func (k *keeper) borrowMore(ctx context.Context, blocks []wire.Block) error {
	blocks, err := k.lease(ctx, min(mostLease, k.want+k.journal.Unmerged(blocks)))
	if err != nil {
		return err
	}
	return k.journal.Lease(blocks)
}

// lease asks for so many numbers of each series, or for fewer where the hub
// does not have them.
func (k *keeper) lease(ctx context.Context, count int) ([]wire.Block, error) {
	for {
		a, err := k.ask(ctx, dial.NewID(), wire.Lease{Count: count})
		switch {
		case err != nil:
			return nil, err
		case a.OK && a.Result != nil:
			return a.Result.Blocks, nil
		case a.Code != wire.NoMoreLeases || count == 1:
			return nil, fmt.Errorf("the hub lends none: %s %s", a.Code, a.Message)
		}
		count = (count + 1) / 2
	}
}

// least is how many numbers the service has that has the fewest, on the
// business date or on the next one that is lent for; 0 where none is.
func (k *keeper) least(s wire.State) int {
	all := k.journal.Left()
	least, next := mostLease, 0
	for date, left := range all {
		if date < s.BusinessDate {
			continue
		}
		if date > s.BusinessDate {
			next++
		}
		for _, v := range s.Branch.Services {
			least = min(least, left[v.ID])
		}
	}
	if next == 0 || all[s.BusinessDate] == nil {
		return 0
	}
	return least
}
