package dial

import (
	"fmt"
	"slices"
	"sort"

	"turno/hub/wire"
)

// gap says that an event does not follow the mirror: the client must ask for a
// snapshot instead of guessing.
type gap struct{ have, got uint64 }

func (g gap) Error() string {
	return fmt.Sprintf("event %d came after %d: something between was missed", g.got, g.have)
}

// apply returns the state with the event's rows put in. The lists it changes
// are new, so a state handed out earlier stays as it was. Rows replace rows
// with the same key; no rule of the branch is needed or known here.
func apply(s wire.State, e wire.Event) (wire.State, error) {
	if e.Epoch != s.Epoch || e.Seq != s.Seq+1 {
		return s, gap{s.Seq, e.Seq}
	}
	s.Seq, s.At = e.Seq, e.At
	c := e.Changed
	if c == nil {
		return s, nil
	}
	if c.BusinessDate != "" {
		s.BusinessDate = c.BusinessDate
	}
	if c.Day != "" {
		s.Day = c.Day
	}
	if c.Branch != nil {
		s.Branch = c.Branch
	}
	if c.Board != nil {
		s.Board = *c.Board
	}
	if c.Figures != nil {
		s.Figures = c.Figures
	}
	if c.Ticket != nil {
		s.Ticket = c.Ticket
	}
	s.Queues = replace(s.Queues, c.Queues, func(q wire.Queue) string { return q.Service })
	s.Counters = replace(s.Counters, c.Counters, func(k wire.Counter) string { return k.Counter })
	s.Visits = visits(s.Visits, c.Visits, c.Gone)
	if c.Helps != nil {
		s.Helps = *c.Helps
	}
	s.Devices = replace(s.Devices, c.Devices, func(d wire.DeviceRow) string { return d.Device })
	if len(c.LostDevices) > 0 {
		s.Devices = slices.DeleteFunc(slices.Clone(s.Devices), func(d wire.DeviceRow) bool { return slices.Contains(c.LostDevices, d.Device) })
	}
	return s, nil
}

func replace[T any](rows, changed []T, key func(T) string) []T {
	if len(changed) == 0 {
		return rows
	}
	rows = slices.Clone(rows)
	for _, n := range changed {
		if i := slices.IndexFunc(rows, func(o T) bool { return key(o) == key(n) }); i >= 0 {
			rows[i] = n
		} else {
			rows = append(rows, n)
		}
	}
	return rows
}

// visits keeps the rows in the order of their place, which is how the hub sends
// a snapshot, too.
func visits(rows, changed []wire.Visit, gone []string) []wire.Visit {
	if len(changed)+len(gone) == 0 {
		return rows
	}
	rows = replace(rows, changed, func(v wire.Visit) string { return v.Visit })
	if len(changed) == 0 {
		rows = slices.Clone(rows)
	}
	rows = slices.DeleteFunc(rows, func(v wire.Visit) bool { return slices.Contains(gone, v.Visit) })
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Place < rows[j].Place })
	return rows
}
