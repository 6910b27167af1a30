package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

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
	At    time.Time // since when it is kept; zero is 1970
}

// PersonalKey names what to erase: one field of a visit, or with an empty
// Field all of them.
type PersonalKey struct {
	Visit queue.VisitID
	Field string
}

// PersonalMark tells of one personal field that it is there, without its value.
type PersonalMark struct {
	PersonalKey
	At time.Time // since when it is kept
}

func personalKey(visit queue.VisitID, field string) ([]byte, error) {
	return appendPersonalKey(nil, visit, field)
}

// appendPersonalKey appends the key of a field.
func appendPersonalKey(to []byte, visit queue.VisitID, field string) ([]byte, error) {
	if visit == "" || field == "" || strings.ContainsRune(string(visit), 0) {
		return to, fmt.Errorf("%w: personal field %q of visit %q has no storable key", ErrOrder, field, visit)
	}
	return append(append(append(to, visit...), 0), field...), nil
}

// cutKey parts the key of a personal field.
func cutKey(k []byte) (visit queue.VisitID, field string, ok bool) {
	v, f, ok := bytes.Cut(k, []byte{0})
	return queue.VisitID(v), string(f), ok
}

func visitPrefix(visit queue.VisitID) []byte {
	return append([]byte(visit), 0)
}

// personalHead is what stands before the encrypted part of a personal value and
// is needed without its key: since when it is kept and, of a phone code, its
// SHA-256 (a code has 130 random bits: nobody finds it by trying).
type personalHead struct {
	at   time.Time
	code []byte // nil but for FieldCode
}

func (h personalHead) appendTo(to []byte) []byte {
	var at uint64
	if !h.at.IsZero() {
		at = uint64(h.at.Unix())
	}
	return append(binary.BigEndian.AppendUint64(to, at), h.code...)
}

// splitPersonal parts the stored content of a field into its head and what is
// encrypted.
func splitPersonal(field string, content []byte) (h personalHead, sealed []byte, err error) {
	size := 8
	if field == FieldCode {
		size += sha256.Size
	}
	if len(content) < size+tagSize+nonceSize {
		return h, nil, errors.New("is cut off")
	}
	h.at = time.Unix(int64(binary.BigEndian.Uint64(content)), 0).UTC()
	if field == FieldCode {
		h.code = content[8:size]
	}
	return h, content[size:], nil
}

// personalPlace appends what binds a value to its visit, field and head.
func personalPlace(to, key []byte, h personalHead) []byte {
	to = append(append(to, "turno personal 2\n"...), key...)
	return h.appendTo(append(to, 0))
}

// sealPersonal makes the content of a field: its head, which key opens it, and
// the value under that key.
func sealPersonal(k []byte, h personalHead, value string, key []byte) []byte {
	return appendPersonal(nil, personalPlace(nil, k, h), h, value, key)
}

// appendPersonal appends what sealPersonal makes; place is the value's.
func appendPersonal(to, place []byte, h personalHead, value string, key []byte) []byte {
	tag := keyTag(key)
	return sealWith(append(h.appendTo(to), tag[:]...), key, []byte(value), place)
}

// openPersonal gives the value of a field; key is the visit's, or nil. It
// answers errNoKey where another key made it, one that is not here any more.
func openPersonal(k, content, key []byte) (string, error) {
	_, field, _ := bytes.Cut(k, []byte{0})
	h, sealed, err := splitPersonal(string(field), content)
	switch {
	case err != nil:
		return "", err
	case key == nil || [tagSize]byte(sealed[:tagSize]) != keyTag(key):
		return "", errNoKey
	}
	text, err := openWith(key, sealed[tagSize:], personalPlace(nil, k, h))
	return string(text), err
}

// tagSize is how much of a key's hash stands beside what it sealed: enough to
// tell a value whose key is gone from one that was spoilt.
const tagSize = 4

func keyTag(key []byte) [tagSize]byte {
	var room [64]byte
	sum := sha256.Sum256(append(append(room[:0], "turno key tag 2\n"...), key...))
	return [tagSize]byte(sum[:])
}

// head is what stands before the encrypted value.
func (p Personal) head() personalHead {
	h := personalHead{at: p.At}
	if p.Field == FieldCode {
		sum := sha256.Sum256([]byte(p.Value))
		h.code = sum[:]
	}
	return h
}

// taken is the error of a phone code that can't be given.
func (p Personal) taken() error {
	return fmt.Errorf("%w: phone code of visit %q is empty or taken", ErrOrder, p.Visit)
}

func putPersonal(tx *bbolt.Tx, r *ring, p Personal) error {
	k, err := personalKey(p.Visit, p.Field)
	if err != nil {
		return err
	}
	h := p.head()
	if p.Field == FieldCode {
		codes := tx.Bucket(bucketCodes)
		if p.Value == "" || codes.Get(h.code) != nil {
			return p.taken()
		}
		if err := put(codes, h.code, []byte(p.Visit)); err != nil {
			return err
		}
	}
	b := tx.Bucket(bucketPersonal)
	if b.Get(k) != nil { // the key that opens the old value must not outlive it
		if err := erasePersonal(tx, r, PersonalKey{p.Visit, p.Field}); err != nil {
			return err
		}
	}
	key, err := visitKey(tx, r, p.Visit)
	if err != nil { // it has none, or one that nothing opens
		key, err = newVisitKey(tx, r, p.Visit)
	}
	if err != nil {
		return err
	}
	return put(b, k, sealPersonal(k, h, p.Value, key))
}

// erasePersonal drops one field of a visit, or all. The visit's key goes with
// it; what stays of the visit is put under a new one, so that an older copy of
// the erased value can't be opened by a key that is still there.
func erasePersonal(tx *bbolt.Tx, r *ring, k PersonalKey) error {
	b := tx.Bucket(bucketPersonal)
	prefix := visitPrefix(k.Visit)
	var gone [][]byte
	var stays []openField
	key, err := visitKey(tx, r, k.Visit)
	if err != nil {
		key = nil // what nothing opens stays as it is until it is erased, too
	}
	c := b.Cursor()
	for name, v := c.Seek(prefix); bytes.HasPrefix(name, prefix); name, v = c.Next() {
		name = bytes.Clone(name)
		field := string(name[len(prefix):])
		if k.Field == "" || field == k.Field {
			gone = append(gone, name)
			continue
		}
		content, err := unseal(name, v)
		if err != nil {
			continue
		}
		if value, err := openPersonal(name, content, key); err == nil {
			h, _, _ := splitPersonal(field, content)
			stays = append(stays, openField{name, personalHead{h.at, bytes.Clone(h.code)}, value})
		}
	}
	for _, name := range gone {
		if err := dropField(tx, name); err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	if err := tx.Bucket(bucketKeys).Delete([]byte(k.Visit)); err != nil || len(stays) == 0 {
		return err
	}
	if key, err = newVisitKey(tx, r, k.Visit); err != nil {
		return err
	}
	for _, f := range stays {
		if err := put(b, f.name, sealPersonal(f.name, f.head, f.value, key)); err != nil {
			return err
		}
	}
	return nil
}

// openField is a personal field that is put under another key.
type openField struct {
	name  []byte
	head  personalHead
	value string
}

// dropField deletes one field and, of a phone code, the way to the visit.
func dropField(tx *bbolt.Tx, name []byte) error {
	b := tx.Bucket(bucketPersonal)
	var err error
	if _, field, _ := bytes.Cut(name, []byte{0}); string(field) == FieldCode {
		if content, _ := get(b, name); content != nil {
			if h, _, bad := splitPersonal(FieldCode, content); bad == nil {
				err = tx.Bucket(bucketCodes).Delete(bytes.Clone(h.code))
			}
		}
	}
	return errors.Join(err, b.Delete(name))
}
