package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// entry is one value of a commit on its way through the journal: where it
// belongs in the data file, and the value as it will stand there, sealed.
type entry struct {
	in    part
	date  string // business date, of the parts that have a bucket for each
	key   []byte
	value []byte
}

// part is a part of the data file that the journal may put into. Its number is
// part of the stored format.
type part byte

const (
	inMeta part = iota + 1
	inEvents
	inOutcomes
	inPersonal
	inKeys
	inCodes
)

var partBuckets = map[part][]byte{inMeta: bucketMeta, inEvents: bucketEvents, inOutcomes: bucketOutcomes,
	inPersonal: bucketPersonal, inKeys: bucketKeys, inCodes: bucketCodes}

// dated tells of a part whether it has a bucket for each business date.
func (p part) dated() bool { return p == inEvents || p == inOutcomes }

// decodeEntries reads the entries of one record, as a [packing] has written them;
// they share its memory. Every value's seal is proved.
func decodeEntries(data []byte) (all []entry, err error) {
	cut := func(n uint64) []byte {
		if uint64(len(data)) < n {
			err = errors.New("an entry is cut off")
			return make([]byte, min(n, 8))
		}
		head := data[:n:n]
		data = data[n:]
		return head
	}
	for len(data) > 0 && err == nil {
		var e entry
		e.in = part(cut(1)[0])
		e.date = string(cut(uint64(cut(1)[0])))
		e.key = cut(uint64(binary.BigEndian.Uint16(cut(2))))
		e.value = cut(uint64(binary.BigEndian.Uint32(cut(4))))
		if err == nil {
			err = e.valid()
		}
		all = append(all, e)
	}
	if err != nil {
		return nil, err
	}
	return all, nil
}

func (e entry) valid() error {
	if partBuckets[e.in] == nil {
		return fmt.Errorf("an entry is for part %d, which there is not", e.in)
	}
	if e.in.dated() != (e.date != "") || e.in.dated() && !isDate(queue.Date(e.date)) {
		return fmt.Errorf("an entry of %s is of %q", partBuckets[e.in], e.date)
	}
	if len(e.key) == 0 || len(e.key) > bbolt.MaxKeySize || e.in == inEvents && len(e.key) != 8 {
		return fmt.Errorf("an entry of %s has a key of %d bytes", partBuckets[e.in], len(e.key))
	}
	if _, err := unseal(e.key, e.value); err != nil {
		return fmt.Errorf("an entry of %s: %w", partBuckets[e.in], err)
	}
	return nil
}

// put puts the entry where it belongs.
func (e entry) put(tx *bbolt.Tx) error { return putAll(tx, []entry{e}) }

// putAll puts entries where they belong, the newest where several have one key.
// Events come in order. The rest goes into the data file in the order of its keys:
// then neighbours find the way to their page together, and fill it from its front.
func putAll(tx *bbolt.Tx, all []entry) error {
	puts := putting{tx: tx}
	rest := make([]int32, 0, len(all))
	for i := range all {
		if all[i].in != inEvents {
			rest = append(rest, int32(i))
		} else if err := puts.put(&all[i]); err != nil {
			return err
		}
	}
	slices.SortFunc(rest, func(i, k int32) int {
		if c := all[i].compare(&all[k]); c != 0 {
			return c
		}
		return cmp.Compare(i, k)
	})
	for n, i := range rest {
		if n+1 < len(rest) && all[i].compare(&all[rest[n+1]]) == 0 {
			continue // a newer one follows
		}
		if err := puts.put(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// compare orders entries by where they belong.
func (e *entry) compare(f *entry) int {
	if e.in != f.in || e.date != f.date {
		return cmp.Or(cmp.Compare(e.in, f.in), cmp.Compare(e.date, f.date))
	}
	return bytes.Compare(e.key, f.key)
}

// putting puts one entry after the other into the data file.
type putting struct {
	tx   *bbolt.Tx
	b    *bbolt.Bucket // where the last one went
	in   part
	date string
}

func (p *putting) put(e *entry) (err error) {
	if p.b == nil || p.in != e.in || p.date != e.date {
		p.in, p.date = e.in, e.date
		if p.b, err = bucket(p.tx, partBuckets[e.in]); err == nil && e.in.dated() {
			p.b, err = p.b.CreateBucketIfNotExists([]byte(e.date))
		}
		if err != nil {
			return err
		}
		if e.in == inEvents {
			p.b.FillPercent = 1 // the log only grows at its end
		}
	}
	return p.b.Put(e.key, e.value)
}
