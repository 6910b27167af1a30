package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

func seqOf(key []byte) uint64 { return binary.BigEndian.Uint64(key) }

// seqName is an event's key in words, whatever it holds.
func seqName(key []byte) string {
	if len(key) == 8 {
		return strconv.FormatUint(seqOf(key), 10)
	}
	return fmt.Sprintf("with key %x", key)
}

func readHead(tx *bbolt.Tx) (h head, err error) {
	b, err := bucket(tx, bucketMeta)
	if err != nil {
		return h, err
	}
	found, err := getJSON(b, keyHead, &h)
	if err == nil && !found {
		err = errors.New("not there")
	}
	if err != nil {
		err = fmt.Errorf("the log's head: %w", err)
	}
	return h, err
}

// headTime is the time of the last event; zero for an empty log.
func headTime(tx *bbolt.Tx, h head) (time.Time, error) {
	if h.Seq == 0 {
		return time.Time{}, nil
	}
	day := tx.Bucket(bucketEvents).Bucket([]byte(h.Date))
	if day == nil {
		return time.Time{}, fmt.Errorf("the events of %s are missing", h.Date)
	}
	r, err := decodeRecord(seqKey(h.Seq), day.Get(seqKey(h.Seq)))
	return r.At, err
}

// writeEvents appends events behind h and gives the new head.
func writeEvents(tx *bbolt.Tx, epoch Epoch, h head, events []queue.Event) (head, error) {
	var p packing
	h, err := p.events(epoch, h, events)
	if err != nil {
		return h, err
	}
	return h, putAll(tx, p.entries)
}

// events packs what stores events behind h, and gives the head after them.
func (p *packing) events(epoch Epoch, h head, events []queue.Event) (head, error) {
	if len(events) == 0 {
		return h, nil
	}
	for _, e := range events {
		switch {
		case e.Seq != h.Seq+1:
			return h, fmt.Errorf("%w: event %d after event %d", ErrOrder, e.Seq, h.Seq)
		case string(e.Date) != h.Date && !isDate(e.Date) || string(e.Date) < h.Date:
			return h, fmt.Errorf("%w: event %d of business date %q after one of %q", ErrOrder, e.Seq, e.Date, h.Date)
		case e.At.Location() != time.UTC || e.At.Year() < 1970 || e.At.Year() > 2261:
			// A local time would read differently after a restart, and the
			// state with it.
			return h, fmt.Errorf("%w: event %d at %v: the log keeps UTC, from 1970 to 2261", ErrOrder, e.Seq, e.At)
		}
		next, err := p.event(epoch, h, e)
		if err != nil {
			return h, fmt.Errorf("%w: event %d: %w", ErrOrder, e.Seq, err)
		}
		h = next
	}
	value, err := json.Marshal(h)
	if err != nil {
		return h, err
	}
	return h, p.add(inMeta, "", keyHead, value)
}

// event packs one event behind h, and gives the head after it.
func (p *packing) event(epoch Epoch, h head, e queue.Event) (head, error) {
	kind, json, err := appendEvent(p.json[:0], e)
	if err != nil {
		return h, err
	}
	p.json = json
	r := record{Seq: e.Seq, Prev: h.Hash, At: e.At, Type: kind, JSON: json}
	var key [8]byte
	binary.BigEndian.PutUint64(key[:], e.Seq)
	p.open(inEvents, string(e.Date), key[:])
	if p.to, err = r.appendTo(p.to); err == nil {
		err = p.close()
	}
	return head{Seq: r.Seq, Hash: r.hash(epoch, string(e.Date)), Date: string(e.Date)}, err
}

func isDate(d queue.Date) bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// eachAfter calls fn for every stored event behind seq, in order, until fn
// answers false. It starts at the newest business date that can hold seq+1.
func eachAfter(tx *bbolt.Tx, seq uint64, fn func(date queue.Date, key, value []byte) (bool, error)) error {
	all, err := bucket(tx, bucketEvents)
	if err != nil {
		return err
	}
	dates := all.Cursor()
	date, v := dates.Last()
	for date != nil {
		if v != nil {
			return fmt.Errorf("events of %q are no bucket", date)
		}
		first, _ := all.Bucket(date).Cursor().First()
		if len(first) == 8 && seqOf(first) <= seq+1 {
			break
		}
		date, v = dates.Prev()
	}
	if date == nil {
		date, v = dates.First()
	}
	for ; date != nil; date, v = dates.Next() {
		if v != nil {
			return fmt.Errorf("events of %q are no bucket", date)
		}
		c := all.Bucket(date).Cursor()
		for key, value := c.Seek(seqKey(seq + 1)); key != nil; key, value = c.Next() {
			if more, err := fn(queue.Date(date), key, value); err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// link follows the chain from one event to the next.
type link struct {
	marks []epochMark
	head  head
	lost  bool // the event before can't be read: the next one's link is taken on trust
}

// next proves that the stored value goes on from the link's head and gives the
// record. The error names day and event.
func (l *link) next(date queue.Date, key, value []byte) (record, error) {
	r, err := decodeRecord(key, value)
	if err != nil {
		return r, fmt.Errorf("event %s of %s: %w", seqName(key), date, err)
	}
	if l.lost {
		l.head.Hash, l.lost = r.Prev, false
	}
	switch {
	case r.Seq != l.head.Seq+1:
		return r, fmt.Errorf("event %d of %s follows event %d: events between them are missing", r.Seq, date, l.head.Seq)
	case r.Prev != l.head.Hash:
		return r, fmt.Errorf("event %d of %s was written after another event %d than the one that is stored", r.Seq, date, l.head.Seq)
	case string(date) < l.head.Date:
		return r, fmt.Errorf("event %d of %s follows one of %s", r.Seq, date, l.head.Date)
	}
	l.head = head{Seq: r.Seq, Hash: r.hash(epochAt(l.marks, r.Seq), string(date)), Date: string(date)}
	return r, nil
}

// EventsAfter gives up to limit stored events behind seq, oldest first, for a
// client that catches up. Fewer than limit means that the log ends there. Each
// event's checksum is verified; the chain is Load's and Check's care.
func (s *Store) EventsAfter(seq uint64, limit int) ([]queue.Event, error) {
	var events []queue.Event
	if limit <= 0 {
		return nil, nil
	}
	err := s.viewLate(func(tx *bbolt.Tx, l *late) error {
		return l.eachAfter(tx, seq, func(date queue.Date, key, value []byte) (bool, error) {
			r, err := decodeRecord(key, value)
			if err == nil && r.Seq != seq+uint64(len(events))+1 {
				err = errors.New("events before it are missing")
			}
			var e queue.Event
			if err == nil {
				e, err = eventOf(r, date)
			}
			if err != nil {
				return false, fmt.Errorf("event %s of %s: %w", seqName(key), date, err)
			}
			events = append(events, e)
			return len(events) < limit, nil
		})
	})
	if err != nil {
		return nil, err
	}
	return events, nil
}
