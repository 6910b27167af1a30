package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// journalMark is what the data file says of its journal: from which life on it
// counts, whether it may hold commits of that life or the next, and its shape.
//
//	life 8 bytes
//	used 1 byte, 0 or 1
//	side 4 bytes, in blocks; not there in format 3, which had one side of 1 MiB
type journalMark struct {
	life uint64
	used bool
	shape
}

var keyJournal = []byte("life")

func (m journalMark) put(tx *bbolt.Tx) error {
	content := append(binary.BigEndian.AppendUint64(nil, m.life), 0)
	if m.used {
		content[8] = 1
	}
	content = binary.BigEndian.AppendUint32(content, uint32(m.side/journalBlock))
	return put(tx.Bucket(bucketJournal), keyJournal, content)
}

// readMark reads the mark; in a backup there is none, and in formats before 3.
func readMark(tx *bbolt.Tx) (m journalMark, err error) {
	b := tx.Bucket(bucketJournal)
	if b == nil {
		return m, nil
	}
	content, err := get(b, keyJournal)
	if content == nil || err != nil {
		return m, err
	}
	switch len(content) {
	case 9:
		m.shape = shapeOf3
	case 13:
		m.shape = shape{2, int64(binary.BigEndian.Uint32(content[9:])) * journalBlock}
	}
	if m.side == 0 || content[8] > 1 {
		return m, fmt.Errorf("the journal's mark has %d bytes: %x", len(content), content)
	}
	m.life, m.used = binary.BigEndian.Uint64(content), content[8] == 1
	return m, nil
}
