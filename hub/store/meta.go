package store

import (
	"time"

	"go.etcd.io/bbolt"
)

// Clock gives the last stored time of the virtual clock; ok is false where
// none was ever stored.
func (s *Store) Clock() (at time.Time, ok bool, err error) {
	if e, late := s.findLate(inMeta, keyClock); late {
		err = unsealJSON(keyClock, e.value, &at)
		return at, err == nil, err
	}
	err = s.raw(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketMeta)
		if err == nil {
			ok, err = getJSON(b, keyClock, &at)
		}
		return err
	})
	return at, ok, err
}

// Created is when the folder was made, by the machine's clock.
func (s *Store) Created() (at time.Time, err error) {
	err = s.raw(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketMeta)
		if err == nil {
			_, err = getJSON(b, keyCreated, &at)
		}
		return err
	})
	return at, err
}
