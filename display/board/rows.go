package board

import (
	"time"

	"turno/hub/wire"
)

// row is the hub's row of a ticket.
func (b *Board) row(ticket string) (wire.Called, bool) {
	for _, r := range b.news.State.Board {
		if r.Ticket == ticket {
			return r, true
		}
	}
	return wire.Called{}, false
}

// called says that the call still stands: the counter waits for the person.
func (b *Board) called(c call) bool {
	for _, r := range b.news.State.Counters {
		if r.Counter == c.counter {
			return r.State == "called" && r.Ticket == c.ticket
		}
	}
	return false
}

// enqueue lets a call wait for the glass. A ticket waits there once: called to
// another counter meanwhile, it keeps its place and takes the new one.
func (b *Board) enqueue(c call) {
	for i := range b.pending {
		if b.pending[i].ticket == c.ticket {
			b.pending[i] = c
			return
		}
	}
	b.pending = append(b.pending, c)
}

// put gives a call the glass. What stood there takes a row: the one that the
// new call leaves, else an empty one, else that of the oldest call. The other
// rows stay where they are, as people keep an eye on a place.
func (b *Board) put(c call) {
	old := b.glass
	b.glass = &c
	free := b.slot(c.ticket)
	if free >= 0 {
		b.slots[free] = nil
	}
	if old == nil || old.ticket == c.ticket {
		return
	}
	if free < 0 {
		free = b.free()
	}
	b.slots[free] = old
}

// settle takes a call that is not to be announced: onto an idle glass if it is
// the newest, else into a row.
func (b *Board) settle(c call, at time.Time) {
	switch {
	case b.glass == nil, b.glass.ticket == c.ticket:
		b.glass = &c
	case c.at.After(b.glass.at) && !at.Before(b.shown.Add(Hold)):
		b.put(c)
	default:
		i := b.slot(c.ticket)
		if i < 0 {
			i = b.free()
			if b.slots[i] != nil && b.slots[i].at.After(c.at) {
				return
			}
		}
		b.slots[i] = &c
	}
}

// empty says that the screen shows no call at all.
func (b *Board) empty() bool {
	for _, s := range b.slots {
		if s != nil {
			return false
		}
	}
	return b.glass == nil && len(b.pending) == 0
}

// fill puts calls on an empty screen, the newest at the top. The glass is left
// to a call that stands, if there is one.
func (b *Board) fill(over []call, taken bool) {
	for i := len(over) - 1; i >= 0; i-- {
		c := over[i]
		if b.glass == nil && !taken {
			b.glass = &c
			continue
		}
		if s := b.free(); b.slots[s] == nil {
			b.slots[s] = &c
		}
	}
}

// slot is the row of a ticket, or -1.
func (b *Board) slot(ticket string) int {
	for i, s := range b.slots {
		if s != nil && s.ticket == ticket {
			return i
		}
	}
	return -1
}

// free is the first empty row, or that of the oldest call.
func (b *Board) free() int {
	oldest := 0
	for i, s := range b.slots {
		if s == nil {
			return i
		}
		if s.at.Before(b.slots[oldest].at) {
			oldest = i
		}
	}
	return oldest
}

// dropGone takes off what the hub took off its board: a call that was taken
// back, put back into the queue or parked. A call that is only too old for the
// hub's list, which is short, stays until its row is needed.
func (b *Board) dropGone() {
	rows := b.news.State.Board
	gone := func(c *call) bool {
		if c == nil {
			return false
		}
		if _, ok := b.row(c.ticket); ok {
			return false
		}
		return len(rows) < b.widest || c.at.After(rows[len(rows)-1].CalledAt)
	}
	kept := b.pending[:0]
	for _, c := range b.pending {
		if !gone(&c) {
			kept = append(kept, c)
		}
	}
	b.pending = kept
	for i, s := range b.slots {
		if gone(s) {
			b.slots[i] = nil
		}
	}
	if gone(b.glass) {
		b.glass, b.shown = nil, time.Time{}
		b.fillGlass()
	}
}

// fillGlass brings the newest row back where the call on the glass was taken
// back and nothing waits.
func (b *Board) fillGlass() {
	if len(b.pending) > 0 {
		return
	}
	newest := -1
	for i, s := range b.slots {
		if s != nil && (newest < 0 || s.at.After(b.slots[newest].at)) {
			newest = i
		}
	}
	if newest >= 0 {
		b.glass, b.slots[newest] = b.slots[newest], nil
	}
}
