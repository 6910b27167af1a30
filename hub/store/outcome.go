package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Outcome is the stored answer to an accepted command: what the same id from
// the same principal gets again. Answer is JSON that holds nothing personal; a
// phone code is looked up by its visit when the answer is given once more.
type Outcome struct {
	Principal string          `json:"-"` // who asked: the id of a token, never the token
	ID        string          `json:"-"` // the command's id
	Date      queue.Date      `json:"-"` // business date of the acceptance
	Body      Hash            `json:"body"`
	Seq       uint64          `json:"seq"` // last event of the answer
	Answer    json.RawMessage `json:"answer"`
}

// HashBody is the fingerprint of a request by which the store's user tells a
// repeated wish from another one under a used id.
func HashBody(body []byte) Hash { return sha256.Sum256(body) }

// appendOutcomeKey appends the key of an answer.
func appendOutcomeKey(to []byte, principal, id string) ([]byte, error) {
	if principal == "" || id == "" || strings.ContainsRune(principal, 0) {
		return nil, fmt.Errorf("%w: outcome of %q with id %q has no storable key", ErrOrder, principal, id)
	}
	return append(append(append(to, principal...), 0), id...), nil
}

// outcome packs an outcome, and gives its entry.
func (p *packing) outcome(o *Outcome) (e entry, err error) {
	if o.Date == "" {
		return e, fmt.Errorf("%w: outcome %q has no business date", ErrOrder, o.ID)
	}
	if p.name, err = appendOutcomeKey(p.name[:0], o.Principal, o.ID); err != nil {
		return e, err
	}
	p.open(inOutcomes, string(o.Date), p.name)
	p.to = o.appendTo(p.to)
	if err := p.close(); err != nil {
		return e, err
	}
	return p.entries[len(p.entries)-1], nil
}

// appendTo appends the outcome's JSON. It is written by hand, as this is done for
// each command; the answer stands as it was given.
func (o *Outcome) appendTo(to []byte) []byte {
	to = append(to, `{"body":"`...)
	to = hex.AppendEncode(to, o.Body[:])
	to = strconv.AppendUint(append(to, `","seq":`...), o.Seq, 10)
	to = append(to, `,"answer":`...)
	if len(o.Answer) == 0 {
		to = append(to, "null"...)
	}
	return append(append(to, o.Answer...), '}')
}

// again is the error of an id that has an answer.
func (o Outcome) again() error {
	return fmt.Errorf("%w: id %q of %q has an answer already", ErrOrder, o.ID, o.Principal)
}

func putOutcome(tx *bbolt.Tx, o Outcome) error {
	var p packing
	e, err := p.outcome(&o)
	if err != nil {
		return err
	}
	if day := tx.Bucket(bucketOutcomes).Bucket([]byte(e.date)); day != nil && day.Get(e.key) != nil {
		return o.again()
	}
	return e.put(tx)
}

// Outcome gives the stored answer of a command, and whether there is one.
// Compare its Body with the request's before it is sent again.
func (s *Store) Outcome(principal, id string) (o Outcome, found bool, err error) {
	var room [96]byte
	key, err := appendOutcomeKey(room[:0], principal, id)
	if err != nil {
		return o, false, err
	}
	if !s.answered.maybe(key) {
		return o, false, nil
	}
	return s.outcome(principal, id, bytes.Clone(key))
}

// outcome looks for an answer that most likely is there.
func (s *Store) outcome(principal, id string, key []byte) (o Outcome, found bool, err error) {
	if e, late := s.findLate(inOutcomes, key); late {
		err := unsealJSON(key, e.value, &o)
		o.Principal, o.ID, o.Date = principal, id, queue.Date(e.date)
		return o, err == nil, err
	}
	err = s.raw(func(tx *bbolt.Tx) error {
		all, err := bucket(tx, bucketOutcomes)
		if err != nil {
			return err
		}
		c := all.Cursor()
		for date, _ := c.Last(); date != nil && !found; date, _ = c.Prev() {
			day := all.Bucket(date)
			if day == nil {
				return fmt.Errorf("outcomes of %q are no bucket", date)
			}
			if found, err = getJSON(day, key, &o); err != nil {
				return fmt.Errorf("outcome %q of %s: %w", id, date, err)
			}
			o.Principal, o.ID, o.Date = principal, id, queue.Date(date)
		}
		return nil
	})
	return o, found, err
}

// pruneOutcomes drops the outcomes of all business dates before keep.
func pruneOutcomes(tx *bbolt.Tx, keep queue.Date) error {
	all := tx.Bucket(bucketOutcomes)
	var old [][]byte
	c := all.Cursor()
	for date, _ := c.First(); date != nil && string(date) < string(keep); date, _ = c.Next() {
		old = append(old, append([]byte(nil), date...))
	}
	var err error
	for _, date := range old {
		err = errors.Join(err, all.DeleteBucket(date))
	}
	return err
}
