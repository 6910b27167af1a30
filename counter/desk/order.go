package desk

import (
	"slices"
	"strings"

	"turno/hub/wire"
)

// next are the visits that this counter would call, in the order in which it
// would: the wire says that they stand in the order of their place, and that a
// counter takes the first whose service it has and that is kept for nobody else.
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
	slices.SortStableFunc(out, func(a, b wire.Visit) int { return strings.Compare(a.Place, b.Place) })
	return out
}
