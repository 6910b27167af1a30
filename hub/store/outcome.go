package store

import (
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

func outcomeKey(principal, id string) ([]byte, error) {
	if principal == "" || id == "" || strings.ContainsRune(principal, 0) {
		return nil, fmt.Errorf("%w: outcome of %q with id %q has no storable key", ErrOrder, principal, id)
	}
	return append(append([]byte(principal), 0), id...), nil
}

// entry is what stores the outcome.
func (o Outcome) entry() (e entry, err error) {
	if o.Date == "" {
		return e, fmt.Errorf("%w: outcome %q has no business date", ErrOrder, o.ID)
	}
	e = entry{in: inOutcomes, date: string(o.Date)}
	if e.key, err = outcomeKey(o.Principal, o.ID); err == nil {
		e.value = seal(e.key, o.content())
	}
	return e, err
}

// content is the outcome's JSON. It is written by hand, as this is done for each
// command; the answer stands as it was given.
func (o Outcome) content() []byte {
	answer := o.Answer
	if len(answer) == 0 {
		answer = json.RawMessage("null")
	}
	to := make([]byte, 0, 100+len(answer))
	to = append(to, `{"body":"`...)
	to = hex.AppendEncode(to, o.Body[:])
	to = strconv.AppendUint(append(to, `","seq":`...), o.Seq, 10)
	to = append(append(to, `,"answer":`...), answer...)
	return append(to, '}')
}

// again is the error of an id that has an answer.
func (o Outcome) again() error {
	return fmt.Errorf("%w: id %q of %q has an answer already", ErrOrder, o.ID, o.Principal)
}

func putOutcome(tx *bbolt.Tx, o Outcome) error {
	e, err := o.entry()
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
	key, err := outcomeKey(principal, id)
	if err != nil {
		return o, false, err
	}
	if !s.answered.maybe(key) {
		return o, false, nil
	}
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
