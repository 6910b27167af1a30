package journal

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/wire"
)

func file0(t testing.TB, records ...record) []byte {
	t.Helper()
	b := []byte(heading)
	for _, r := range records {
		one, err := seal(r)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, one...)
	}
	return b
}

func ticket(n int) *Ticket {
	w := wish("cash")
	w.Ticket = name("A", n)
	return &Ticket{ID: "o-" + w.Ticket, Merge: w, Series: "A", Number: n}
}

// TestEveryCut cuts a file after each of its bytes: what was whole before the
// cut is read, the rest is a torn end, never damage.
func TestEveryCut(t *testing.T) {
	var ends []int
	whole := []byte(heading)
	for n := range 4 {
		whole = append(whole, file0(t, record{Kind: issued, Ticket: ticket(901 + n)})[len(heading):]...)
		ends = append(ends, len(whole))
	}
	for cut := range len(whole) {
		c := read(whole[:cut])
		want := 0
		for _, end := range ends {
			if end <= cut {
				want++
			}
		}
		if len(c.records) != want || c.damaged || c.good+c.torn != cut {
			t.Fatalf("cut at %d: %d records, want %d; %d good, %d torn, damaged %v", cut, len(c.records), want, c.good, c.torn, c.damaged)
		}
	}
}

// TestDamage: a byte that changed before the last record is damage, and all
// other records are still read.
func TestDamage(t *testing.T) {
	one := len(file0(t, record{Kind: issued, Ticket: ticket(901)}))
	whole := file0(t, record{Kind: issued, Ticket: ticket(901)}, record{Kind: issued, Ticket: ticket(902)}, record{Kind: issued, Ticket: ticket(903)})
	for at := range len(whole) - (one - len(heading)) {
		bad := bytes.Clone(whole)
		bad[at] ^= 0x10
		c := read(bad)
		want := 2
		if at < len(heading) {
			want = 3
		}
		if !c.damaged || len(c.records) != want {
			t.Fatalf("byte %d: damaged %v, %d records, want %d", at, c.damaged, len(c.records), want)
		}
	}
}

// FuzzRead: whatever is in the file, reading ends, and what it calls good reads
// the same again.
func FuzzRead(f *testing.F) {
	whole := file0(f, record{Kind: leased, Blocks: []block{{Block: wire.Block{BusinessDate: day, Series: "A", Services: []string{"cash"}, From: 901, To: 940, Next: 901}}}},
		record{Kind: issued, Ticket: ticket(901)}, record{Kind: merged, ID: "o-A901"}, record{Kind: skipped})
	f.Add(whole)
	f.Add(whole[:len(whole)-3])
	f.Add(append(bytes.Clone(whole), 0, 0, 0, 0, 0))
	f.Add([]byte("TURNOKJ2"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		c := read(data)
		if c.damaged {
			return
		}
		if c.good+c.torn != len(data) {
			t.Fatalf("%d good and %d torn of %d", c.good, c.torn, len(data))
		}
		again := read(data[:c.good])
		if d := cmp.Diff(c.records, again.records); d != "" || again.torn > 0 && c.good > 0 {
			t.Fatalf("cut to what is good it reads otherwise: torn %d\n%s", again.torn, d)
		}
		var k book
		for _, r := range c.records {
			k.apply(r)
		}
	})
}
