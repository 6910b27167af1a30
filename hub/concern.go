package hub

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// The codes of what an operator should look after while the hub serves on.
// Append only.
const (
	DiskLow      = "disk_low"      // little room is left on the disk of the data
	DiskFull     = "disk_full"     // so little that no new tickets are given out
	ClockBack    = "clock_back"    // the machine's clock stands before the last event; time goes on from there
	ClockAhead   = "clock_ahead"   // it stands absurdly far ahead; it is not followed
	ClockForward = "clock_forward" // it was put forward today and is followed
	BackupFailed = "backup_failed" // the newest scheduled backup could not be made
	BackupLate   = "backup_late"   // a scheduled backup is due and was not made yet
	ClockUnsure  = "clock_unsure"  // it stands days after the last event, and nobody vouches for it: a manager is asked
)

// Concern is something that an operator should look after.
type Concern struct {
	Code  string    `json:"code"`
	What  string    `json:"what"` // for an operator, in English
	Since time.Time `json:"since"`
}

// concerns are those of now; safe from any goroutine.
type concerns struct {
	mu  sync.Mutex
	all map[string]Concern
}

// Concerns gives what an operator should look after, by code. Cheap, and safe
// from any goroutine.
func (h *Hub) Concerns() []Concern {
	h.concerns.mu.Lock()
	defer h.concerns.mu.Unlock()
	out := make([]Concern, 0, len(h.concerns.all))
	for _, c := range h.concerns.all {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Concern) int { return cmp.Compare(a.Code, b.Code) })
	return out
}

// worry says that something is to be looked after; it is logged when it begins.
func (h *Hub) worry(code, what string, now time.Time) {
	h.concerns.mu.Lock()
	defer h.concerns.mu.Unlock()
	if h.concerns.all == nil {
		h.concerns.all = map[string]Concern{}
	}
	c, known := h.concerns.all[code]
	if !known {
		c.Since = now
		h.log.Warn(what, "concern", code)
	}
	c.Code, c.What = code, what
	h.concerns.all[code] = c
}

// calm says that it is over.
func (h *Hub) calm(code string) {
	h.concerns.mu.Lock()
	defer h.concerns.mu.Unlock()
	if c, known := h.concerns.all[code]; known {
		delete(h.concerns.all, code)
		h.log.Info("this is over: "+c.What, "concern", code)
	}
}
