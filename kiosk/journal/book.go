package journal

import (
	"fmt"
	"slices"

	"turno/hub/wire"
)

// block is a block of the lease as this kiosk has used it. Next is the first
// number that is on no slip; To+1: all are.
type block struct {
	wire.Block
	// Closed blocks are not given out from: the hub no longer lists them, or
	// they were lent before this file began and somebody may hold their numbers.
	Closed bool `json:"closed,omitempty"`
}

func (b block) same(o wire.Block) bool {
	return b.BusinessDate == o.BusinessDate && b.Series == o.Series && b.From == o.From
}

func (b block) left() int {
	if b.Closed {
		return 0
	}
	return max(0, b.To-b.Next+1)
}

// maxRefusals bounds what is kept of tickets that the hub refused.
const maxRefusals = 200

// book is what the records say. Applying one needs no disk and never fails.
type book struct {
	blocks   []block
	pending  []Ticket // oldest first
	refusals []Refusal
}

func (k *book) apply(r record) {
	switch r.Kind {
	case leased:
		k.blocks = slices.Clone(r.Blocks)
	case issued:
		k.pending = append(k.pending, *r.Ticket)
		k.use(r.Ticket.Merge.BusinessDate, r.Ticket.Series, r.Ticket.Number)
	case merged:
		k.drop(r.ID)
	case refused:
		k.drop(r.ID)
		k.refusals = append(k.refusals, *r.Refusal)
		if n := len(k.refusals) - maxRefusals; n > 0 {
			k.refusals = slices.Clone(k.refusals[n:])
		}
	case skipped:
		for i := range k.blocks {
			k.blocks[i].Next = min(k.blocks[i].Next+1, k.blocks[i].To+1)
		}
	}
}

// use counts a number as given out, and all before it.
func (k *book) use(date, series string, number int) {
	for i, b := range k.blocks {
		if b.BusinessDate == date && b.Series == series && b.From <= number && number <= b.To {
			k.blocks[i].Next = max(b.Next, number+1)
		}
	}
}

func (k *book) drop(id string) {
	k.pending = slices.DeleteFunc(slices.Clone(k.pending), func(t Ticket) bool { return t.ID == id })
}

// lent is the book's blocks after the hub has said what it lends. A block goes
// on where this kiosk or the hub is further; one that the hub does not list is
// closed, and kept while its date is listed, in case it is listed again.
// foreign closes the blocks that this book has not seen before.
func (k *book) lent(now []wire.Block, foreign bool) []block {
	oldest := ""
	for _, b := range now {
		if oldest == "" || b.BusinessDate < oldest {
			oldest = b.BusinessDate
		}
	}
	var all []block
	for _, b := range now {
		next := block{Block: b, Closed: foreign}
		next.Next = max(b.Next, b.From)
		if i := slices.IndexFunc(k.blocks, func(o block) bool { return o.same(b) }); i >= 0 {
			next.Next, next.Closed = max(next.Next, k.blocks[i].Next), k.blocks[i].Closed
		}
		for _, t := range k.pending { // where the block's own record was lost
			if t.Merge.BusinessDate == b.BusinessDate && t.Series == b.Series && b.From <= t.Number && t.Number <= b.To {
				next.Next = max(next.Next, t.Number+1)
			}
		}
		all = append(all, next)
	}
	for _, o := range k.blocks {
		if o.BusinessDate >= oldest && !slices.ContainsFunc(now, o.same) {
			o.Closed = true
			all = append(all, o)
		}
	}
	return all
}

// find is the block that a service's next number comes from, or nil.
func (k *book) find(date, service string) *block {
	for i := range k.blocks {
		if b := &k.blocks[i]; b.BusinessDate == date && b.left() > 0 && slices.Contains(b.Services, service) {
			return b
		}
	}
	return nil
}

// name is a ticket as people read it: the letter and at least three digits.
func name(series string, number int) string { return fmt.Sprintf("%s%03d", series, number) }
