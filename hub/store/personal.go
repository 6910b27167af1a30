package store

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// FieldCode is the personal field that holds the code of a visit's phone page;
// [Store.VisitByCode] finds the visit by it.
const FieldCode = "code"

// Personal is one thing that names or reaches a person: a name, a phone, a
// note, the code of the phone page. It lives beside the log and can be erased
// without touching an event.
type Personal struct {
	Visit queue.VisitID
	Field string
	Value string
}

// PersonalKey names what to erase: one field of a visit, or with an empty
// Field all of them.
type PersonalKey struct {
	Visit queue.VisitID
	Field string
}

func personalKey(visit queue.VisitID, field string) ([]byte, error) {
	if visit == "" || field == "" || strings.ContainsRune(string(visit), 0) {
		return nil, fmt.Errorf("%w: personal field %q of visit %q has no storable key", ErrOrder, field, visit)
	}
	return append(visitPrefix(visit), field...), nil
}

func visitPrefix(visit queue.VisitID) []byte {
	return append([]byte(visit), 0)
}

func putPersonal(tx *bbolt.Tx, p Personal) error {
	key, err := personalKey(p.Visit, p.Field)
	if err != nil {
		return err
	}
	if p.Field == FieldCode {
		codes := tx.Bucket(bucketCodes)
		if p.Value == "" || codes.Get([]byte(p.Value)) != nil {
			return fmt.Errorf("%w: phone code of visit %q is empty or taken", ErrOrder, p.Visit)
		}
		if err := put(codes, []byte(p.Value), []byte(p.Visit)); err != nil {
			return err
		}
	}
	return put(tx.Bucket(bucketPersonal), key, []byte(p.Value))
}

func erasePersonal(tx *bbolt.Tx, k PersonalKey) error {
	b := tx.Bucket(bucketPersonal)
	prefix := visitPrefix(k.Visit)
	var gone [][]byte
	c := b.Cursor()
	for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
		if k.Field == "" || string(key[len(prefix):]) == k.Field {
			gone = append(gone, append([]byte(nil), key...))
		}
	}
	var err error
	for _, key := range gone {
		if string(key[len(prefix):]) == FieldCode {
			if code, _ := get(b, key); len(code) > 0 {
				err = errors.Join(err, tx.Bucket(bucketCodes).Delete(append([]byte(nil), code...)))
			}
		}
		err = errors.Join(err, b.Delete(key))
	}
	return err
}

// Personal gives what is kept on a visit by field; an empty map where nothing
// is kept, or not any more.
func (s *Store) Personal(visit queue.VisitID) (map[string]string, error) {
	fields := make(map[string]string)
	err := s.view(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketPersonal)
		if err != nil {
			return err
		}
		prefix := visitPrefix(visit)
		c := b.Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			value, err := unseal(k, v)
			if err != nil {
				return fmt.Errorf("personal data of visit %q: %w", visit, err)
			}
			fields[string(k[len(prefix):])] = string(value)
		}
		return nil
	})
	return fields, err
}

// VisitByCode finds the visit whose phone page has this code.
func (s *Store) VisitByCode(code string) (visit queue.VisitID, found bool, err error) {
	if code == "" {
		return "", false, nil
	}
	err = s.view(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketCodes)
		if err != nil {
			return err
		}
		v, err := get(b, []byte(code))
		visit, found = queue.VisitID(v), v != nil
		return err
	})
	return visit, found, err
}
