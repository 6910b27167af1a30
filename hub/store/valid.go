package store

import (
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// lastYear is the last one that JSON has a form for.
const lastYear = 9999

// valid refuses, as ErrOrder, what could not be stored or not be read again. What
// concerns events is refused where they are written.
func (b *Batch) valid() error {
	if err := storable("the clock", b.Clock); err != nil {
		return err
	}
	for i := range b.Outcomes {
		o := &b.Outcomes[i]
		if len(o.Principal)+1+len(o.ID) > bbolt.MaxKeySize {
			return fmt.Errorf("%w: id of %d bytes of %.40q", ErrOrder, len(o.ID), o.Principal)
		}
		if !isDate(o.Date) {
			return fmt.Errorf("%w: the answer to id %q of %q has business date %q", ErrOrder, o.ID, o.Principal, o.Date)
		}
		if len(o.Answer) > 0 && !json.Valid(o.Answer) {
			return fmt.Errorf("%w: the answer to id %q of %q is no JSON", ErrOrder, o.ID, o.Principal)
		}
	}
	for _, p := range b.Personal {
		if len(p.Visit)+1+len(p.Field) > bbolt.MaxKeySize {
			return fmt.Errorf("%w: personal field of %d bytes of a visit of %d", ErrOrder, len(p.Field), len(p.Visit))
		}
	}
	for i := range b.Sessions {
		s := &b.Sessions[i]
		for what, at := range map[string]time.Time{"made": s.Created, "over": s.Expires} {
			if err := storable(fmt.Sprintf("session %q, %s,", s.ID, what), at); err != nil {
				return err
			}
		}
	}
	return nil
}

func storable(what string, at time.Time) error {
	if y := at.Year(); y < 1 || y > lastYear {
		return fmt.Errorf("%w: %s at %v has no form", ErrOrder, what, at)
	}
	return nil
}
