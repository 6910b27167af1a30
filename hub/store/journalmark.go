package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

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
