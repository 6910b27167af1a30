package queue

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// snapshot is the stored form of a State. Append only.
type snapshot struct {
	Format   int                    `json:"format"`
	Seq      uint64                 `json:"seq"`
	At       time.Time              `json:"at,omitzero"`
	Date     Date                   `json:"date,omitempty"`
	Day      DayState               `json:"day,omitempty"`
	Closes   time.Time              `json:"closes,omitzero"`
	Branch   Branch                 `json:"branch"`
	Visits   []*Visit               `json:"visits,omitempty"` // in the order of issue
	Counters map[CounterID]*Counter `json:"counters,omitempty"`
	Series   map[string]int         `json:"series,omitempty"`
	Board    []BoardCall            `json:"board,omitempty"`
	Parked   []VisitID              `json:"parked,omitempty"`
	Helps    []Help                 `json:"helps,omitempty"`
	Devices  []Device               `json:"devices,omitempty"`
	Leases   []Lease                `json:"leases,omitempty"`
}

const snapshotFormat = 1

// MarshalJSON writes the state; the same state gives the same bytes.
func (s State) MarshalJSON() ([]byte, error) {
	shot := snapshot{
		Format: snapshotFormat, Seq: s.Seq, At: s.At, Date: s.Date, Day: s.Day, Closes: s.Closes, Branch: s.Branch,
		Counters: s.counters, Series: s.series, Board: s.board, Parked: s.parked,
		Helps: s.helps, Devices: s.devices, Leases: s.leases,
	}
	for v := range s.Visits() {
		shot.Visits = append(shot.Visits, v)
	}
	return json.Marshal(shot)
}

// UnmarshalJSON reads what MarshalJSON wrote. A state that contradicts itself
// is an error, and s stays what it was: the store then folds its events instead.
func (s *State) UnmarshalJSON(data []byte) error {
	var shot snapshot
	if err := json.Unmarshal(data, &shot); err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	if shot.Format != snapshotFormat {
		return fmt.Errorf("read state: format %d, this program reads %d", shot.Format, snapshotFormat)
	}
	n := State{
		Seq: shot.Seq, At: shot.At, Date: shot.Date, Day: shot.Day, Closes: shot.Closes, Branch: shot.Branch,
	}
	if shot.Seq > 0 {
		n.empty()
		n.counters = map[CounterID]*Counter{}
	}
	if shot.Counters != nil {
		n.counters = shot.Counters
	}
	if shot.Series != nil {
		n.series = shot.Series
	}
	n.board, n.parked = shot.Board, shot.Parked
	n.helps, n.devices, n.leases = shot.Helps, shot.Devices, shot.Leases
	for _, v := range shot.Visits {
		if err := v.whole(); err != nil {
			return fmt.Errorf("read state: %w", err)
		}
		if n.visits == nil || n.visits[v.ID] != nil {
			return fmt.Errorf("read state: visit %s is there twice", v.ID)
		}
		n.visits[v.ID] = v
		n.order = append(n.order, v.ID)
		n.tickets[v.Ticket] = v.ID
		if v.State() == Waiting {
			n.line(v.Leg().Service).add(v)
		}
		n.booked = n.booked || slices.ContainsFunc(v.Legs, func(l Leg) bool { return !l.Booked.IsZero() })
	}
	for _, c := range n.counters {
		if c == nil {
			return errors.New("read state: a counter is null")
		}
	}
	n.resolveAll()
	for id, c := range n.counters {
		if err := n.agrees(id, c); err != nil {
			return fmt.Errorf("read state: %w", err)
		}
	}
	for _, id := range n.parked {
		if v := n.visits[id]; v == nil || v.State() != Parked {
			return fmt.Errorf("read state: visit %s is not parked", id)
		}
	}
	*s = n
	return nil
}

// whole makes sure that a visit read back has what every visit has.
func (v *Visit) whole() error {
	if v == nil || len(v.Legs) == 0 {
		return errors.New("a visit without a leg")
	}
	for i := range v.Legs {
		if len(v.Legs[i].Periods) == 0 {
			return fmt.Errorf("visit %s has a leg without a period", v.ID)
		}
	}
	return nil
}

// agrees makes sure that a counter read back and its visit know of each other.
func (s *State) agrees(id CounterID, c *Counter) error {
	if c.ID != id {
		return fmt.Errorf("counter %s is not itself", id)
	}
	holds := c.Busy() || c.State == CounterIsWrapUp
	if v := s.visits[c.Visit]; holds != (v != nil) || holds && v.Counter() != id {
		return fmt.Errorf("counter %s is %s with visit %q", id, c.State, c.Visit)
	}
	if c.Before == nil {
		return nil
	}
	for i := range c.Before.Visits {
		if err := c.Before.Visits[i].whole(); err != nil {
			return fmt.Errorf("counter %s remembers %w", id, err)
		}
	}
	return nil
}
