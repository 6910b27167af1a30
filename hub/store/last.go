package store

import (
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Last says when the last event of the log happened; the zero time for a log
// without one.
func (l *Log) Last() (at time.Time, err error) {
	if l.end.Seq == 0 {
		return at, nil
	}
	err = l.view(func(tx *bbolt.Tx) error {
		return l.late.eachAfter(tx, l.end.Seq-1, func(_ queue.Date, key, value []byte) (bool, error) {
			r, err := decodeRecord(key, value)
			at = r.At
			return false, err
		})
	})
	return at, err
}

// Devices gives the sessions of devices, without those of people.
func (l *Log) Devices() (all []Session, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketSessions)
		if err != nil {
			return err
		}
		return b.ForEach(func(k, _ []byte) error {
			var s Session
			if _, err := getJSON(b, k, &s); err != nil {
				return fmt.Errorf("session %x: %w", k, err)
			}
			if s.Device != "" && s.Person == "" {
				all = append(all, s)
			}
			return nil
		})
	})
	return all, err
}
