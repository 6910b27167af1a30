package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// The buckets of formats 3 and 4. Format 1 had no keys, format 2 no journal.
var (
	bucketMeta      = []byte("meta")
	bucketEpochs    = []byte("epochs")
	bucketEvents    = []byte("events")
	bucketOutcomes  = []byte("outcomes")
	bucketSnapshots = []byte("snapshots")
	bucketPersonal  = []byte("personal")
	bucketKeys      = []byte("keys")
	bucketCodes     = []byte("codes")
	bucketSessions  = []byte("sessions")
	bucketJournal   = []byte("journal")
)

// allBuckets is every top bucket, in the order in which they are made, checked
// and copied.
var allBuckets = [][]byte{bucketMeta, bucketEpochs, bucketEvents, bucketOutcomes,
	bucketSnapshots, bucketPersonal, bucketKeys, bucketCodes, bucketSessions, bucketJournal}

// bucketRing stands in a backup that was asked to carry the keys, and nowhere
// else: the key file's content.
var bucketRing = []byte("ring")

// buckets is every top bucket of a format.
func buckets(format int) [][]byte {
	return slices.DeleteFunc(slices.Clone(allBuckets), func(name []byte) bool {
		return format < 2 && bytes.Equal(name, bucketKeys) || format < 3 && bytes.Equal(name, bucketJournal)
	})
}

// The keys of meta.
var (
	keyFormat  = []byte("format")
	keyCreated = []byte("created")
	keyHead    = []byte("head")
	keyClock   = []byte("clock")
)

// head is where the log ends. The zero head is an empty log.
type head struct {
	Seq  uint64 `json:"seq"`
	Hash Hash   `json:"hash"`
	Date string `json:"date"` // business date of the last event
}

// MarshalText gives the hash in hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Hash) UnmarshalText(b []byte) error { return unhex(h[:], b) }

// MarshalText gives the epoch in hexadecimal.
func (e Epoch) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (e *Epoch) UnmarshalText(b []byte) error { return unhex(e[:], b) }

func put(b *bbolt.Bucket, key, content []byte) error {
	return b.Put(key, seal(key, content))
}

// get gives the content under key, or nil when there is none. It shares the
// memory of the file's map: copy what leaves the transaction.
func get(b *bbolt.Bucket, key []byte) ([]byte, error) {
	v := b.Get(key)
	if v == nil {
		return nil, nil
	}
	return unseal(key, v)
}

func putJSON(b *bbolt.Bucket, key []byte, v any) error {
	value, err := sealJSON(key, v)
	if err != nil {
		return err
	}
	return b.Put(key, value)
}

// getJSON reads the value under key into v and tells whether there is one.
func getJSON(b *bbolt.Bucket, key []byte, v any) (bool, error) {
	stored := b.Get(key)
	if stored == nil {
		return false, nil
	}
	err := unsealJSON(key, stored, v)
	return err == nil, err
}

// unsealJSON reads a sealed value into v.
func unsealJSON(key, stored []byte, v any) error {
	content, err := unseal(key, stored)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, v)
}

// sealJSON is the sealed value of v.
func sealJSON(key []byte, v any) ([]byte, error) {
	content, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return seal(key, content), nil
}

// open buckets of a transaction; a missing one is damage.
func bucket(tx *bbolt.Tx, name []byte) (*bbolt.Bucket, error) {
	b := tx.Bucket(name)
	if b == nil {
		return nil, fmt.Errorf("bucket %q is missing", name)
	}
	return b, nil
}

// epochMark is where an epoch begins.
type epochMark struct {
	First uint64    `json:"-"` // seq of its first event
	Epoch Epoch     `json:"epoch"`
	Began time.Time `json:"began"`
}

// epochMarks reads all epochs of the log, oldest first.
func epochMarks(tx *bbolt.Tx) ([]epochMark, error) {
	b, err := bucket(tx, bucketEpochs)
	if err != nil {
		return nil, err
	}
	var marks []epochMark
	err = b.ForEach(func(k, v []byte) error {
		var m epochMark
		if _, err := getJSON(b, k, &m); err != nil || len(k) != 8 {
			return fmt.Errorf("epoch %x: %w", k, errors.Join(err))
		}
		m.First = binary.BigEndian.Uint64(k)
		marks = append(marks, m)
		return nil
	})
	if err == nil && (len(marks) == 0 || marks[0].First != 1) {
		err = errors.New("the log's first epoch is missing")
	}
	return marks, err
}

// epochAt gives the epoch of the event with this seq.
func epochAt(marks []epochMark, seq uint64) Epoch {
	at := marks[0].Epoch
	for _, m := range marks {
		if m.First > seq {
			break
		}
		at = m.Epoch
	}
	return at
}

func unhex(to, from []byte) error {
	if len(from) != 2*len(to) {
		return fmt.Errorf("%d hexadecimal digits, want %d", len(from), 2*len(to))
	}
	_, err := hex.Decode(to, from)
	return err
}
