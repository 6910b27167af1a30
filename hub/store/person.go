package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Person is all that is kept on one visit, for the person who asks for it.
type Person struct {
	Visit        queue.VisitID     `json:"visit"`
	Ticket       queue.Ticket      `json:"ticket"`
	BusinessDate queue.Date        `json:"business_date"`
	Personal     map[string]string `json:"personal"` // what is erased at their wish
	Events       []PersonEvent     `json:"events"`   // what the log says of the visit; it names nobody
	Answers      []PersonAnswer    `json:"answers,omitempty"`
}

// PersonEvent is one event of the visit.
type PersonEvent struct {
	Seq  uint64      `json:"seq"`
	At   time.Time   `json:"at"`
	Type string      `json:"type"`
	By   queue.Actor `json:"by,omitzero"`
	Fact queue.Fact  `json:"fact"`
}

// PersonAnswer is what somebody was answered about the visit.
type PersonAnswer struct {
	By     string          `json:"by"` // the device's or the phone's id
	ID     string          `json:"id"`
	Answer json.RawMessage `json:"answer"`
}

// FindVisit finds the visit that had this ticket on a business date.
func (s *Store) FindVisit(date queue.Date, ticket queue.Ticket) (visit queue.VisitID, found bool, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		return eachOf(tx, date, []byte(fmt.Sprintf("%q", ticket)), func(e queue.Event) bool {
			if v, t := aboutOf(e.Fact); t == ticket && v != "" {
				visit, found = v, true
			}
			return !found
		})
	})
	return visit, found, err
}

// aboutOf gives the visit and the ticket that a fact is about, where it is about one.
func aboutOf(f queue.Fact) (queue.VisitID, queue.Ticket) {
	var about struct {
		Visit  queue.VisitID `json:"visit"`
		Ticket queue.Ticket  `json:"ticket"`
	}
	if _, data, err := queue.MarshalFact(f); err == nil {
		_ = json.Unmarshal(data, &about) // a fact about no visit has neither
	}
	return about.Visit, about.Ticket
}

// PersonOf gathers all that is kept on a visit of a business date.
func (s *Store) PersonOf(date queue.Date, visit queue.VisitID) (Person, error) {
	p := Person{Visit: visit, BusinessDate: date, Events: []PersonEvent{}}
	fields, err := s.Personal(visit)
	if err != nil {
		return p, err
	}
	p.Personal = fields
	name := []byte(fmt.Sprintf("%q", visit))
	err = s.view(func(tx *bbolt.Tx) error {
		err := eachOf(tx, date, name, func(e queue.Event) bool {
			if v, ticket := aboutOf(e.Fact); v == visit && ticket != "" {
				p.Ticket = ticket
			}
			if f, ok := e.Fact.(queue.DayClosed); ok { // it lists others as well
				f.Left, f.Counters = []queue.VisitID{visit}, nil
				e.Fact = f
			}
			p.Events = append(p.Events, PersonEvent{e.Seq, e.At, e.Fact.Kind(), e.By, e.Fact})
			return true
		})
		if err != nil {
			return err
		}
		all := tx.Bucket(bucketOutcomes)
		return all.ForEach(func(day, _ []byte) error {
			b := all.Bucket(day)
			return b.ForEach(func(k, v []byte) error {
				var o Outcome
				if !bytes.Contains(v, name) {
					return nil
				}
				if _, err := getJSON(b, k, &o); err != nil {
					return err
				}
				by, id, _ := bytes.Cut(k, []byte{0})
				p.Answers = append(p.Answers, PersonAnswer{string(by), string(id), o.Answer})
				return nil
			})
		})
	})
	return p, err
}

// eachOf calls fn with the events of a business date whose bytes contain
// needle, until it answers false.
func eachOf(tx *bbolt.Tx, date queue.Date, needle []byte, fn func(queue.Event) bool) error {
	all, err := bucket(tx, bucketEvents)
	if err != nil {
		return err
	}
	day := all.Bucket([]byte(date))
	if day == nil {
		return nil
	}
	c := day.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if !bytes.Contains(v, needle) {
			continue
		}
		r, err := decodeRecord(k, v)
		if err != nil {
			return fmt.Errorf("event %s of %s: %w", seqName(k), date, err)
		}
		e, err := eventOf(r, date)
		if err != nil {
			return fmt.Errorf("event %d of %s: %w", r.Seq, date, err)
		}
		if !fn(e) {
			return nil
		}
	}
	return nil
}
