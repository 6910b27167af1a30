package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

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

// appendTo writes an entry: part, date behind its length (1 byte), key behind
// its length (2 bytes), value behind its length (4 bytes).
func (e entry) appendTo(to []byte) ([]byte, error) {
	if len(e.date) > 255 || len(e.key) == 0 || len(e.key) > bbolt.MaxKeySize || len(e.value) > bbolt.MaxValueSize {
		return nil, fmt.Errorf("%w: a value of %d bytes under a key of %d", ErrOrder, len(e.value), len(e.key))
	}
	to = append(append(to, byte(e.in), byte(len(e.date))), e.date...)
	to = append(binary.BigEndian.AppendUint16(to, uint16(len(e.key))), e.key...)
	return append(binary.BigEndian.AppendUint32(to, uint32(len(e.value))), e.value...), nil
}

// encodeEntries gives the entries of one record.
func encodeEntries(all []entry) (data []byte, err error) {
	size := 0
	for i := range all {
		size += 8 + len(all[i].date) + len(all[i].key) + len(all[i].value)
	}
	data = make([]byte, 0, size)
	for i := range all {
		if data, err = all[i].appendTo(data); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// decodeEntries reads the entries of one record; they share its memory. Every
// value's seal is proved.
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

// putAll puts entries where they belong.
func putAll(tx *bbolt.Tx, all []entry) (err error) {
	type name struct {
		in   part
		date string
	}
	buckets := map[name]*bbolt.Bucket{}
	for i := range all {
		e := &all[i]
		b := buckets[name{e.in, e.date}]
		if b == nil {
			b, err = bucket(tx, partBuckets[e.in])
			if err == nil && e.in.dated() {
				b, err = b.CreateBucketIfNotExists([]byte(e.date))
			}
			if err != nil {
				return err
			}
			if e.in == inEvents {
				b.FillPercent = 1 // the log only grows at its end
			}
			buckets[name{e.in, e.date}] = b
		}
		if err := b.Put(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}

// late is what is in the journal and not yet in the data file, oldest first.
// Entries are only ever added, so whoever has a copy goes on with what it had.
type late struct {
	entries []entry
	at      map[string]int // by part and key: the newest
}

// add gives late with more behind it.
func (l late) add(more []entry) late {
	if l.at == nil {
		l.at = map[string]int{}
	}
	for i := range more {
		if more[i].in != inEvents { // those are read in order
			l.at[string(more[i].in)+string(more[i].key)] = len(l.entries) + i
		}
	}
	l.entries = append(l.entries, more...)
	return l
}

// find gives the newest value under a key, whatever its date.
func (l late) find(in part, key []byte) (e entry, found bool) {
	i, found := l.at[string(in)+string(key)]
	if !found {
		return e, false
	}
	return l.entries[i], true
}

// head is where the log ends, with what is late.
func (l late) head(tx *bbolt.Tx) (head, error) {
	h, err := readHead(tx)
	for i := len(l.entries) - 1; i >= 0 && err == nil; i-- {
		if e := l.entries[i]; e.in == inMeta && bytes.Equal(e.key, keyHead) {
			var newer head
			if err = unsealJSON(e.key, e.value, &newer); err == nil && newer.Seq > h.Seq {
				h = newer
			}
			break
		}
	}
	return h, err
}

// eachAfter is eachAfter with what is late.
func (l late) eachAfter(tx *bbolt.Tx, seq uint64, fn func(date queue.Date, key, value []byte) (bool, error)) error {
	more := true
	err := eachAfter(tx, seq, func(date queue.Date, key, value []byte) (_ bool, err error) {
		if len(key) == 8 {
			seq = seqOf(key)
		}
		more, err = fn(date, key, value)
		return more, err
	})
	for _, e := range l.entries {
		if err != nil || !more {
			return err
		}
		if e.in == inEvents && seqOf(e.key) > seq {
			more, err = fn(queue.Date(e.date), e.key, e.value)
		}
	}
	return err
}

// put puts everything that is late where it belongs.
func (l late) put(tx *bbolt.Tx) error { return putAll(tx, l.entries) }

// journalMark is what the data file says of its journal: which life of it goes on from
// here, and whether it may hold commits of that life.
type journalMark struct {
	life uint64
	used bool
}

var keyJournal = []byte("life")

func (m journalMark) put(tx *bbolt.Tx) error {
	content := append(binary.BigEndian.AppendUint64(nil, m.life), 0)
	if m.used {
		content[8] = 1
	}
	return put(tx.Bucket(bucketJournal), keyJournal, content)
}

// readMark reads the mark; in a backup there is none, and in older formats.
func readMark(tx *bbolt.Tx) (m journalMark, err error) {
	b := tx.Bucket(bucketJournal)
	if b == nil {
		return m, nil
	}
	content, err := get(b, keyJournal)
	if content == nil || err != nil {
		return m, err
	}
	if len(content) != 9 || content[8] > 1 {
		return m, fmt.Errorf("the journal's mark has %d bytes", len(content))
	}
	return journalMark{binary.BigEndian.Uint64(content), content[8] == 1}, nil
}

// lateOf reads what is late for a data file that nobody has open: the records of
// its journal's life. torn says that the last thing written there does not count.
func lateOf(path string, tx *bbolt.Tx) (l late, end int64, records int, torn bool, err error) {
	m, err := readMark(tx)
	if err != nil || !m.used {
		return l, 0, 0, false, err
	}
	path = journalOf(path)
	found, end, torn, err := readJournal(path, m.life)
	for i, data := range found {
		entries, bad := decodeEntries(data)
		if bad != nil {
			return late{}, 0, 0, false, damaged(path, "the journal does not hold together", fmt.Errorf("record %d: %w", i, bad))
		}
		l = l.add(entries)
	}
	return l, end, len(found), torn, err
}
