package desk

import (
	"cmp"
	"slices"
	"strings"

	"turno/hub/wire"
)

// next are the visits that this counter would call, in the order in which it
// would: first those that the hub names, whose rules decide; the rest in the order
// of their place, with those whose service it has and that are kept for nobody else.
func (d *Desk) next() []wire.Visit {
	row, _ := d.row()
	var out []wire.Visit
	for _, v := range d.link.State.Visits {
		if v.State != "waiting" || !slices.Contains(row.Services, v.Service) {
			continue
		}
		if (v.ForCounter != "" && v.ForCounter != row.Counter) || (v.ForTeller != "" && v.ForTeller != row.Teller) {
			continue
		}
		out = append(out, v)
	}
	named := func(v wire.Visit) int {
		if i := slices.Index(row.Next, v.Ticket); i >= 0 {
			return i
		}
		return len(row.Next)
	}
	slices.SortStableFunc(out, func(a, b wire.Visit) int {
		return cmp.Or(cmp.Compare(named(a), named(b)), strings.Compare(a.Place, b.Place))
	})
	return out
}
