package journal

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	"turno/hub/wire"
)

// heading begins a file; its last letter is the version of the format.
const heading = "TURNOKJ1"

const (
	head      = 8         // length and checksum before a record's content
	maxRecord = 256 << 10 // bytes of one content: two hundred blocks and more
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// kind is what a record says. Append only.
type kind string

const (
	leased  kind = "lease"   // these are the blocks now
	issued  kind = "issue"   // a ticket was given out
	merged  kind = "merged"  // the hub has it
	refused kind = "refused" // the hub does not take it
	skipped kind = "skipped" // one number of each block may be on a slip that the file lost
)

// record is one line of the journal.
type record struct {
	Kind    kind     `json:"kind"`
	Blocks  []block  `json:"blocks,omitempty"`
	Ticket  *Ticket  `json:"ticket,omitempty"`
	ID      string   `json:"id,omitempty"` // merged, refused: of the ticket
	Refusal *Refusal `json:"refusal,omitempty"`
}

// seal writes a record as it stands in the file.
func seal(r record) ([]byte, error) {
	content, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("writing a record: %w", err)
	}
	if len(content) > maxRecord {
		return nil, fmt.Errorf("a record of %d bytes is longer than %d", len(content), maxRecord)
	}
	b := make([]byte, head, head+len(content))
	binary.BigEndian.PutUint32(b, uint32(len(content)))
	b = append(b, content...)
	binary.BigEndian.PutUint32(b[4:], sum(b[:4], content))
	return b, nil
}

func sum(length, content []byte) uint32 {
	return crc32.Update(crc32.Checksum(length, castagnoli), castagnoli, content)
}

// unseal reads the record at the beginning of b, and how long it is. It fails
// on anything that seal did not write.
func unseal(b []byte) (r record, n int, err error) {
	if len(b) < head {
		return r, 0, errors.New("no room for a record")
	}
	length := binary.BigEndian.Uint32(b)
	if length == 0 || length > maxRecord || uint64(len(b)-head) < uint64(length) {
		return r, 0, fmt.Errorf("a record of %d bytes in %d", length, len(b)-head)
	}
	content := b[head : head+int(length)]
	if sum(b[:4], content) != binary.BigEndian.Uint32(b[4:]) {
		return r, 0, errors.New("the checksum of a record is wrong")
	}
	if err := json.Unmarshal(content, &r); err != nil {
		return r, 0, fmt.Errorf("reading a record: %w", err)
	}
	return r, head + int(length), r.check()
}

// check refuses a record that lacks what its kind needs, so that whoever
// applies one asks no more.
func (r record) check() error {
	ok := false
	switch r.Kind {
	case leased, skipped:
		ok = true
	case issued:
		ok = r.Ticket != nil && r.Ticket.ID != "" && r.Ticket.Number > 0
	case merged:
		ok = r.ID != ""
	case refused:
		ok = r.ID != "" && r.Refusal != nil
	}
	if !ok {
		return fmt.Errorf("a record of kind %q lacks something", r.Kind)
	}
	return nil
}

// content is what a file holds.
type content struct {
	records []record
	good    int  // bytes up to the end of the last record of an undamaged run
	torn    int  // bytes after it that an append left behind when it was cut off
	damaged bool // it is no torn end: something that was synced is gone
}

// read takes a file apart. The end of the file may be one append that was cut
// off; nobody was shown its ticket. Anything else that can't be read is damage:
// then it gives every record that can be, wherever it stands.
func read(data []byte) content {
	var c content
	if len(data) < len(heading) && heading[:len(data)] == string(data) {
		c.torn = len(data)
		return c
	}
	if string(data[:min(len(heading), len(data))]) == heading {
		c.good = len(heading)
	} else {
		c.damaged = true
	}
	for at := c.good; at < len(data); {
		r, n, err := unseal(data[at:])
		if err == nil {
			c.records = append(c.records, r)
			at += n
			if !c.damaged {
				c.good = at
			}
			continue
		}
		if next := c.next(data, at); next > 0 {
			c.damaged, at = true, next
			continue
		}
		c.torn = len(data) - c.good
		c.damaged = c.damaged || c.torn > head+maxRecord
		break
	}
	return c
}

// next finds the first record behind a place where none can be read; 0 is none.
func (content) next(data []byte, at int) int {
	for at++; at+head < len(data); at++ {
		if data[at] != 0 { // a length never begins so
			continue
		}
		if _, _, err := unseal(data[at:]); err == nil {
			return at
		}
	}
	return 0
}

// Ticket is one that was given out while the hub was away.
type Ticket struct {
	ID     string     `json:"id"` // of the command that merges it, made once
	Merge  wire.Merge `json:"merge"`
	Series string     `json:"series"`
	Number int        `json:"number"`
}

// Refusal is a ticket that the hub did not take. Somebody holds it: the staff
// must know.
type Refusal struct {
	Ticket  Ticket    `json:"ticket"`
	Code    wire.Code `json:"code"`
	Message string    `json:"message,omitempty"`
}
