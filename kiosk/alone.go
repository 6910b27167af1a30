package kiosk

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"turno/hub/wire"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
)

// diskTime is how long a person is kept waiting for the kiosk's own disk. One
// that is worn out takes a second or two; one that takes longer may never answer.
const diskTime = 10 * time.Second

// tryDisk is when a disk that refused a ticket, or did not answer, is tried again.
const tryDisk = 10 * time.Second

// issueAlone gives out a number of the lease. Nobody has it before it is on the
// disk. A disk that takes longer than diskTime sends the person to the staff, as
// one that refuses does; if it has the number after all, that is nobody's. No
// numbers are offered then until the disk is found to work.
func (r *Runner) issueAlone(e flow.IssueAlone) {
	c := e.Command
	wish := wire.Merge{BusinessDate: e.BusinessDate, Service: c.Service, Language: c.Language, Priority: c.Priority, Then: c.Then, IssuedAt: e.At}
	var told atomic.Bool
	first := func() bool { return told.CompareAndSwap(false, true) }
	refuse := func() { r.alone(e, wire.Refuse("", wire.NoMoreLeases, "", "")) }
	late := time.AfterFunc(diskTime, func() {
		if !first() || r.ctx.Err() != nil {
			return
		}
		r.Log.Error("no number without the hub: this kiosk's disk does not answer", "service", c.Service, "waited", diskTime)
		r.keeper.fails()
		refuse()
	})
	r.tasks.Go(func() {
		t, err := r.keeper.issue(wish, first)
		late.Stop()
		switch {
		case err == nil:
			r.keeper.gave(t.ID)
			r.alone(e, wire.Answer{OK: true, Result: &wire.Result{Ticket: t.Merge.Ticket}})
		case errors.Is(err, journal.ErrLate):
			r.Log.Warn("a number was written down when nobody waited for it any more; it is given to nobody", "service", c.Service, "err", err)
		case first():
			r.Log.Error("no number without the hub", "service", c.Service, "err", err)
			if !errors.Is(err, journal.ErrNoNumbers) {
				r.keeper.fails()
			}
			refuse()
		}
	})
}

// alone tells the flow what came of a wish for a number of the lease, and what is
// left.
func (r *Runner) alone(e flow.IssueAlone, a wire.Answer) {
	left := r.keeper.left()
	if r.ctx.Err() != nil {
		return
	}
	r.Do(func() {
		r.In(flow.Answer{Wish: e.Wish, Alone: true, Answer: a})
		r.In(left)
	})
}

// fails notes that the disk refused a ticket or did not answer. Any goroutine may
// call it.
func (k *keeper) fails() {
	k.mu.Lock()
	k.ill = true
	k.mu.Unlock()
	select {
	case k.sick <- struct{}{}:
	default:
	}
}

func (k *keeper) ails() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ill
}

// nurse tries a disk that failed until it works, and then offers the numbers that
// are left again. It works until ctx ends, or for as long as the disk hangs: the
// hub takes what was given out before meanwhile.
func (k *keeper) nurse(ctx context.Context) {
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.sick:
		case <-again:
		}
		if again = nil; k.mend() != nil {
			again = time.After(tryDisk)
			continue
		}
		k.mu.Lock()
		k.ill = false
		k.mu.Unlock()
		k.log.Info("this kiosk's disk takes numbers again")
		k.tell(k.left())
	}
}
