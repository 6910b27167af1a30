package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"path/filepath"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// personal checks what is personal, as far as its keys are here: that every
// value opens where its key does, that each key belongs to something, and that
// phone codes lead to their visits and back.
func (r *Report) personal(tx *bbolt.Tx) {
	ring, err := r.ring(tx)
	if err != nil {
		r.found(Finding{Part: "keys", What: causeOf(err)})
		ring = nil
	}
	wrapped := false // there are keys that the key file does not open
	fields := map[queue.VisitID]bool{}
	r.Personal += r.each(tx, bucketPersonal, func(k, content []byte) error {
		name, field, ok := bytes.Cut(k, []byte{0})
		if !ok {
			return errors.New("key has no field")
		}
		visit := queue.VisitID(name)
		fields[visit] = true
		h, _, err := splitPersonal(string(field), content)
		if err != nil {
			return err
		}
		if h.code != nil {
			if owner, err := get(tx.Bucket(bucketCodes), h.code); err != nil || !bytes.Equal(owner, name) {
				return errors.New("phone code leads to another visit")
			}
		}
		if ring == nil {
			return nil
		}
		key, err := visitKey(tx, ring, visit)
		if err == nil {
			_, err = openPersonal(k, content, key)
		}
		if errors.Is(err, errNoKey) || errors.Is(err, errNoRing) {
			wrapped = wrapped || errors.Is(err, errNoRing)
			r.Sealed++
			return nil
		}
		return err
	})
	r.each(tx, bucketKeys, func(k, content []byte) error {
		switch {
		case len(content) != wrappedSize:
			return errors.New("is no key")
		case !fields[queue.VisitID(k)]:
			return errors.New("opens nothing")
		}
		return nil
	})
	r.each(tx, bucketCodes, func(k, content []byte) error {
		key, err := personalKey(queue.VisitID(content), FieldCode)
		if err != nil {
			return err
		}
		var h personalHead
		if stored, bad := get(tx.Bucket(bucketPersonal), key); bad == nil && stored != nil {
			h, _, _ = splitPersonal(FieldCode, stored)
		}
		if !bytes.Equal(h.code, k) || len(k) != sha256.Size {
			return errors.New("leads to a visit that has another code")
		}
		return nil
	})
	if wrapped {
		r.Notes = append(r.Notes, RingName+" is not beside the file, or is another folder's: what is personal can't be read without it")
	}
}

// ring is what opens the keys of visits: of a data folder the file beside the
// data, of a backup that carries its keys what is in it.
func (r *Report) ring(tx *bbolt.Tx) (*ring, error) {
	b := tx.Bucket(bucketRing)
	if b == nil {
		return readRing(filepath.Dir(r.Path))
	}
	return ringIn(b)
}

func ringIn(b *bbolt.Bucket) (*ring, error) { return decodeRing(b.Get([]byte(RingName))) }

// personal1 is personal for format 1, in which values and codes stood as they were.
func (r *Report) personal1(tx *bbolt.Tx) {
	r.Personal += r.each(tx, bucketPersonal, func(k, content []byte) error {
		visit, field, ok := bytes.Cut(k, []byte{0})
		if !ok {
			return errors.New("key has no field")
		}
		if string(field) != FieldCode {
			return nil
		}
		if owner, err := get(tx.Bucket(bucketCodes), content); err != nil || !bytes.Equal(owner, visit) {
			return errors.New("phone code leads to another visit")
		}
		return nil
	})
	r.each(tx, bucketCodes, func(k, content []byte) error {
		key, err := personalKey(queue.VisitID(content), FieldCode)
		if err != nil {
			return err
		}
		if code, err := get(tx.Bucket(bucketPersonal), key); err != nil || !bytes.Equal(code, k) {
			return errors.New("leads to a visit that has another code")
		}
		return nil
	})
}
