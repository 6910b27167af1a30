package hub

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
)

// What hangs on a visit goes soon after the visit has ended, or when its date
// closes; what a case needs for longer goes by its days. The hub's clock tells,
// and each pass that erased something is an event that says how much.

const (
	retainEvery = 5 * time.Minute // by the hub's clock
	retainMax   = 2000            // fields in one pass; the rest follow in the next
)

// retention is the job's own memory; the writer's, but for the counts.
type retention struct {
	next      time.Time // of the next pass
	fields    int       // erased in the batch that is being made
	visits    int
	forgotten atomic.Int64 // fields since the start
}

// Forgotten counts the personal fields that retention erased since the start.
func (h *Hub) Forgotten() int64 { return h.retention.forgotten.Load() }

// keptFor is for how long a personal field outlives its visit's own; 0 is not at
// all.
func keptFor(r queue.Retention, field string) time.Duration {
	days := 0
	switch kind, _, _ := strings.Cut(field, ":"); kind {
	case "draft":
		days = r.Drafts
	case "comment":
		days = r.Comments
	case "record":
		days = r.Records
	}
	return time.Duration(days) * 24 * time.Hour
}

// over is when a visit can't go on any more; ok is false while it may.
func (h *Hub) over(v *queue.Visit) (at time.Time, ok bool) {
	at, ok = v.Ended()
	if ok && v.State() == queue.NotShown {
		at = at.Add(h.state.Branch.LateReturn.Duration())
	}
	return at, ok
}

// due says whether a field is to be erased now.
func (h *Hub) due(m store.PersonalMark, now time.Time) bool {
	r := h.state.Branch.Keeping()
	if days := keptFor(r, m.Field); days > 0 {
		return !now.Before(m.At.Add(days))
	}
	v, here := h.state.Visit(m.Visit)
	if !here {
		return true // of a date that is over
	}
	at, ok := h.over(v)
	return ok && !now.Before(at.Add(r.Visit.Duration())) || h.state.Day == queue.DayShut
}

// retain erases what is due, when its time has come.
func (h *Hub) retain(b *batch, now time.Time) {
	if now.Before(h.retention.next) || h.state.Date == "" {
		return
	}
	h.retention.next = now.Add(retainEvery)
	all, err := h.dueNow(now)
	if err != nil {
		h.log.Error("what is due to be erased can't be found", "err", err)
		return
	}
	if all.fields >= retainMax {
		h.retention.next = now
	}
	h.forget(b, all)
	if all.fields == 0 {
		if err := h.store.Tidy(); err != nil && !errors.Is(err, store.ErrBroken) {
			h.log.Error("the key file was not tidied", "err", err)
		}
	}
}

func (h *Hub) dueNow(now time.Time) (gone, error) {
	return h.find(retainMax, func(m store.PersonalMark) bool { return h.due(m, now) })
}

// gone is what is to be erased: visits as a whole where nothing of them stays,
// as their key goes with them, and fields where something does.
type gone struct {
	keys           []store.PersonalKey
	fields, visits int
}

// find gathers what f picks, up to about limit fields; 0 is no limit.
func (h *Hub) find(limit int, f func(store.PersonalMark) bool) (all gone, err error) {
	var visit []store.PersonalMark // of the one that is being looked at
	stays := 0
	end := func() {
		if n := len(visit); n > 0 {
			all.fields, all.visits = all.fields+n, all.visits+1
			if stays == 0 {
				all.keys = append(all.keys, store.PersonalKey{Visit: visit[0].Visit})
			} else {
				for _, m := range visit {
					all.keys = append(all.keys, m.PersonalKey)
				}
			}
		}
		visit, stays = visit[:0], 0
	}
	var last queue.VisitID
	err = h.store.PersonalMarks(func(m store.PersonalMark) bool {
		if m.Visit != last {
			end()
			last = m.Visit
			if limit > 0 && all.fields >= limit {
				return false
			}
		}
		if f(m) {
			visit = append(visit, m)
		} else {
			stays++
		}
		return true
	})
	end()
	return all, err
}

// forget puts what is found into the batch, to be erased.
func (h *Hub) forget(b *batch, all gone) {
	b.Erase = append(b.Erase, all.keys...)
	h.retention.fields += all.fields
	h.retention.visits += all.visits
}

// tellForgotten puts into the chain how much the batch erases, and no names.
func (h *Hub) tellForgotten(b *batch) {
	if h.retention.fields == 0 {
		return
	}
	what := fmt.Sprintf("%d fields of %d visits", h.retention.fields, h.retention.visits)
	b.forgets = h.retention.fields
	h.retention.fields, h.retention.visits = 0, 0
	if err := h.audited(b, queue.Forgotten, what, queue.Actor{Role: queue.RoleHub}); err != nil {
		h.log.Error("what was erased is not in the chain", "what", what, "err", err)
	}
}

// eraseDay erases what is personal about the visits of a business date that has
// just closed, what the batch itself brings among it. The next event may drop
// them from the state.
func (h *Hub) eraseDay(b *batch) {
	r := h.state.Branch.Keeping()
	kept := b.Personal[:0]
	for _, p := range b.Personal { // of visits of this date, as all that the batch has so far
		if keptFor(r, p.Field) > 0 {
			kept = append(kept, p)
		}
	}
	b.Personal = kept
	all, err := h.find(0, func(m store.PersonalMark) bool {
		_, here := h.state.Visit(m.Visit)
		return here && keptFor(r, m.Field) == 0
	})
	if err != nil {
		h.log.Error("what is due to be erased can't be found", "err", err)
	}
	h.forget(b, all)
}
