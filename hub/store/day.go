package store

import (
	"fmt"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// DayBegins gives the first event's seq of a business date, 1 where the log has
// no such date, and the branch as it was just before that event; found is false
// where none was loaded before. It reads back to the event that loaded it, so it
// is for those who ask once a day.
func (s *Store) DayBegins(date queue.Date) (first uint64, before queue.Branch, found bool, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		first, before, found, err = dayBegins(tx, date)
		return err
	})
	return first, before, found, err
}

func dayBegins(tx *bbolt.Tx, date queue.Date) (first uint64, before queue.Branch, found bool, err error) {
	all, err := bucket(tx, bucketEvents)
	if err != nil {
		return 1, before, false, err
	}
	day := all.Bucket([]byte(date))
	if day == nil {
		return 1, before, false, nil
	}
	key, _ := day.Cursor().First()
	if len(key) != 8 {
		return 1, before, false, fmt.Errorf("events of %s begin with key %x", date, key)
	}
	first = seqOf(key)
	dates := all.Cursor()
	dates.Seek([]byte(date))
	for name, v := dates.Prev(); name != nil; name, v = dates.Prev() {
		if v != nil {
			return first, before, false, fmt.Errorf("events of %q are no bucket", name)
		}
		c := all.Bucket(name).Cursor()
		for key, value := c.Last(); key != nil; key, value = c.Prev() {
			r, err := decodeRecord(key, value)
			if err != nil {
				return first, before, false, fmt.Errorf("event %s of %s: %w", seqName(key), name, err)
			}
			if r.Type != (queue.BranchLoaded{}).Kind() {
				continue
			}
			e, err := eventOf(r, queue.Date(name))
			if err != nil {
				return first, before, false, fmt.Errorf("event %d of %s: %w", r.Seq, name, err)
			}
			return first, e.Fact.(queue.BranchLoaded).Branch, true, nil
		}
	}
	return first, before, false, nil
}
