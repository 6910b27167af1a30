package hub

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
)

// Night is what a hub looks after by itself once a day, when nobody is there.
type Night struct {
	At      queue.TimeOfDay // by the branch's clock
	Backups *store.Rota     // nil: none are made
	// Compact gives the disk back what the data file does not need any more, where
	// that is more than half of it and more than leastHoles.
	Compact bool
}

const (
	leastHoles = 32 << 20
	tryAgainIn = time.Hour        // after a backup that failed
	soonAfter  = 10 * time.Minute // after a start, for a night that was missed
	lateAfter  = 2 * time.Hour    // a backup that is neither made nor failed by then is late
)

// nights is the job's own memory.
type nights struct {
	next    time.Time // the writer's
	since   time.Time // the writer's: of the first look
	running sync.WaitGroup

	mu    sync.Mutex
	busy  bool
	state BackupState
}

// BackupState says how the scheduled backups fare.
type BackupState struct {
	Scheduled bool
	Folder    string
	Made      time.Time // the newest that was made since the start, by the hub's clock
	Newest    time.Time // the day of the newest in the folder
	Bytes     int64
	Failed    time.Time // the newest attempt, where it failed
	Err       error
}

// Backups says how the scheduled backups fare; cheap, and safe from any goroutine.
func (h *Hub) Backups() BackupState {
	h.nights.mu.Lock()
	defer h.nights.mu.Unlock()
	return h.nights.state
}

// nightly starts what is due. Only a clock that runs has nights.
func (h *Hub) nightly(now time.Time) {
	n := h.cfg.Night
	if _, runs := h.clock.(twoClocks); !runs || n == nil {
		return
	}
	if h.nights.next.IsZero() {
		h.nights.next, h.nights.since = h.firstNight(n, now), now
	}
	h.lookAtBackups(n, now)
	if now.Before(h.nights.next) {
		return
	}
	h.nights.mu.Lock()
	busy := h.nights.busy
	h.nights.busy = true
	h.nights.mu.Unlock()
	if busy {
		return
	}
	h.nights.next = nightAfter(now, n.At)
	h.nights.running.Go(func() { h.night(n, now) })
}

// lookAtBackups says when the backup of the last night is still not there, as on
// a disk that hangs; one that failed has said so itself.
func (h *Hub) lookAtBackups(n *Night, now time.Time) {
	if n.Backups == nil {
		return
	}
	due := nightAfter(now.AddDate(0, 0, -1), n.At)
	from := due
	if from.Before(h.nights.since) {
		from = h.nights.since
	}
	s := h.Backups()
	if s.Err != nil || !s.Newest.Before(calendarDay(due)) || now.Before(from.Add(lateAfter)) {
		h.calm(BackupLate)
		return
	}
	h.worry(BackupLate, fmt.Sprintf("the backup of %s is not there: look at the disk of %s", due.Format(time.DateOnly), s.Folder), now)
}

// firstNight is when the first one is due after a start: soon, if the last night
// went by without a backup.
func (h *Hub) firstNight(n *Night, now time.Time) time.Time {
	next := nightAfter(now, n.At)
	if n.Backups == nil {
		return next
	}
	newest := n.Backups.Newest()
	h.nights.mu.Lock()
	h.nights.state.Scheduled, h.nights.state.Folder, h.nights.state.Newest = true, n.Backups.Folder, newest
	h.nights.mu.Unlock()
	if day := calendarDay(next).AddDate(0, 0, -1); newest.Before(day) {
		return now.Add(soonAfter)
	}
	return next
}

// nightAfter is the next time after now at which the branch's clock shows at.
func nightAfter(now time.Time, at queue.TimeOfDay) time.Time {
	y, m, d := now.Date()
	for {
		next := time.Date(y, m, d, int(at)/60, int(at)%60, 0, 0, now.Location())
		if next.After(now) {
			return next
		}
		d++
	}
}

// calendarDay is a time's calendar day, as the names of backups have it.
func calendarDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// night does the night's work beside the writer.
func (h *Hub) night(n *Night, now time.Time) {
	var err error
	if n.Backups != nil {
		err = h.backUp(n.Backups, now)
	}
	if n.Compact {
		h.compact()
	}
	h.nights.mu.Lock()
	h.nights.busy = false
	h.nights.mu.Unlock()
	h.inWriter(func() {
		if n.Backups != nil {
			h.lookAtBackups(n, h.now())
		}
		if err != nil {
			h.nights.next = now.Add(tryAgainIn)
		}
		h.nightly(h.now()) // the next may have come meanwhile
	})
}

func (h *Hub) backUp(rota *store.Rota, now time.Time) error {
	made, removed, err := rota.Run(h.store, calendarDay(now))
	if errors.Is(err, store.ErrBroken) {
		return err // the hub stops
	}
	h.nights.mu.Lock()
	s := &h.nights.state
	s.Err = err
	if err == nil {
		s.Made, s.Newest, s.Bytes, s.Failed = now, calendarDay(now), made.Bytes, time.Time{}
	} else {
		s.Failed = now
	}
	h.nights.mu.Unlock()
	if err != nil {
		h.log.Error("the scheduled backup was not made", "folder", rota.Folder, "err", err)
		h.worry(BackupFailed, fmt.Sprintf("the scheduled backup was not made: %v", err), now)
		return err
	}
	h.calm(BackupFailed)
	h.log.Info("a backup was made", "file", made.Path, "bytes", made.Bytes, "removed", removed)
	h.inWriter(func() {
		if err := h.audit(queue.BackupTaken, filepath.Base(made.Path), queue.Actor{Role: queue.RoleHub}, store.Batch{}); err != nil {
			h.log.Error("the backup is not in the chain", "err", err)
		}
	})
	return nil
}

// endNight waits a moment for a night's work that the hub's end gave up.
func (h *Hub) endNight() {
	over := make(chan struct{})
	go func() { h.nights.running.Wait(); close(over) }()
	select {
	case <-over:
	case <-time.After(nightsEnd):
	}
}

// nightsEnd is how long a check of a copy may go on after the hub's end; what it
// leaves is cleared at the next start.
const nightsEnd = 2 * time.Second

func (h *Hub) compact() {
	total, free := h.store.Size()
	if free < leastHoles || free < total/2 {
		return
	}
	done, err := h.store.Compact()
	if err != nil {
		if !errors.Is(err, store.ErrBroken) {
			h.log.Error("the data file was not compacted", "err", err)
			return
		}
		h.log.Error("the data file was compacted and it is not known whether the disk kept that; the hub stops", "err", err)
		h.inWriter(func() { h.ended = err; h.dead.Store(&h.ended) })
		return
	}
	h.log.Info("the data file was compacted", "before", done.Before, "after", done.After, "paused", done.Paused)
}
