package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Personal gives what is kept on a visit by field; an empty map where nothing
// is kept, or not any more. What can't be opened, because its key stayed behind
// when the folder was restored from a backup, is left out.
func (s *Store) Personal(visit queue.VisitID) (map[string]string, error) {
	fields, late, err := s.latePersonal(visit)
	if late {
		return fields, err
	}
	fields = map[string]string{}
	err = s.raw(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketPersonal)
		if err != nil {
			return err
		}
		prefix := visitPrefix(visit)
		key, err := visitKey(tx, s.ring.Load(), visit)
		if errors.Is(err, errNoKey) || errors.Is(err, errNoRing) {
			return nil
		}
		c := b.Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix) && err == nil; k, v = c.Next() {
			err = openInto(fields, prefix, k, v, key)
		}
		if err != nil {
			return fmt.Errorf("personal data of visit %q: %w", visit, err)
		}
		return nil
	})
	return fields, err
}

// latePersonal is Personal for a visit that came with what is late. All that is
// kept on it is there then: whatever is added to a visit later goes into the data
// file, together with what is late (see [adding.personal]).
func (s *Store) latePersonal(visit queue.VisitID) (fields map[string]string, late bool, err error) {
	if !s.waits.Load() {
		return nil, false, nil
	}
	s.lateMu.RLock()
	all, late := s.late.from(inKeys, []byte(visit))
	s.lateMu.RUnlock()
	if !late {
		return nil, false, nil
	}
	fields = map[string]string{}
	err = guarded(s.path, func() error {
		var key []byte
		content, err := unseal(all[0].key, all[0].value)
		if err == nil {
			key, err = unwrapKey(content, s.ring.Load(), visit)
		}
		if errors.Is(err, errNoRing) {
			return nil
		}
		prefix := visitPrefix(visit)
		for i := range all {
			if e := &all[i]; err == nil && e.in == inPersonal && bytes.HasPrefix(e.key, prefix) {
				err = openInto(fields, prefix, e.key, e.value, key)
			}
		}
		if err != nil {
			return fmt.Errorf("personal data of visit %q: %w", visit, err)
		}
		return nil
	})
	return fields, true, err
}

// openInto puts the stored value of a field, opened, among the others; one that
// another key made is left out.
func openInto(fields map[string]string, prefix, k, stored, key []byte) error {
	content, err := unseal(k, stored)
	if err != nil {
		return err
	}
	value, err := openPersonal(k, content, key)
	if errors.Is(err, errNoKey) {
		return nil
	}
	if err == nil {
		fields[string(k[len(prefix):])] = value
	}
	return err
}

// PersonalMarks calls fn for every personal field that is kept, by visit, until
// it answers false. It opens none.
func (s *Store) PersonalMarks(fn func(PersonalMark) bool) error {
	return s.view(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketPersonal)
		if err != nil {
			return err
		}
		c := b.Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			visit, field, ok := bytes.Cut(k, []byte{0})
			content, err := unseal(k, v)
			if err == nil && !ok {
				err = errors.New("key has no field")
			}
			var h personalHead
			if err == nil {
				h, _, err = splitPersonal(string(field), content)
			}
			if err != nil {
				return fmt.Errorf("personal data of visit %q: %w", visit, err)
			}
			if !fn(PersonalMark{PersonalKey{queue.VisitID(visit), string(field)}, h.at}) {
				return nil
			}
		}
		return nil
	})
}

// VisitByCode finds the visit whose phone page has this code.
func (s *Store) VisitByCode(code string) (visit queue.VisitID, found bool, err error) {
	if code == "" {
		return "", false, nil
	}
	sum := sha256.Sum256([]byte(code))
	if e, late := s.findLate(inCodes, sum[:]); late {
		v, err := unseal(sum[:], e.value)
		return queue.VisitID(v), err == nil, err
	}
	err = s.raw(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketCodes)
		if err != nil {
			return err
		}
		v, err := get(b, sum[:])
		visit, found = queue.VisitID(v), v != nil
		return err
	})
	return visit, found, err
}
