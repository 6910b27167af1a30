package store

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRecordRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := record{
			Seq:  rapid.Uint64().Draw(t, "seq"),
			At:   time.Unix(0, rapid.Int64().Draw(t, "at")).UTC(),
			Type: rapid.StringN(1, 40, 255).Draw(t, "type"),
			JSON: rapid.SliceOf(rapid.Byte()).Draw(t, "json"),
		}
		copy(r.Prev[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "prev"))
		v, err := r.encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeRecord(seqKey(r.Seq), v)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got); diff != "" {
			t.Fatalf("-stored +read\n%s", diff)
		}
		if at := rapid.IntRange(0, len(v)-1).Draw(t, "flip"); true {
			spoiled := bytes.Clone(v)
			spoiled[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
			if _, err := decodeRecord(seqKey(r.Seq), spoiled); err == nil {
				t.Fatalf("byte %d was changed and nothing noticed", at)
			}
		}
		if _, err := decodeRecord(seqKey(r.Seq+1), v); err == nil {
			t.Fatal("a value under another key was taken")
		}
	})
}

// The stored bytes of version 1 are a promise to every later program: this
// value and its hash never change.
func TestRecordBytesOfVersion1(t *testing.T) {
	r := record{Seq: 258, At: time.Date(2026, 3, 2, 8, 15, 0, 42, time.UTC), Type: "TicketIssued", JSON: []byte(`{"fact":{}}`)}
	for i := range r.Prev {
		r.Prev[i] = byte(i)
	}
	v, err := r.encode()
	if err != nil {
		t.Fatal(err)
	}
	const wantHead = "\x01" + "\x3c\xb3\xff\x89" // version, checksum
	want := "" +
		"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f" +
		"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f" +
		"\x18\x98\xf8\x27\x0e\x71\x28\x2a" + "\x0cTicketIssued" + `{"fact":{}}`
	if got := string(v); got != wantHead+want {
		t.Errorf("stored value\n%q\nwant\n%q", got, wantHead+want)
	}
	const hash = "2cea2278a3289b5cf4c727cf4b20e3977193f126a07ef644eb161756cacc88ea"
	if got := r.hash(Epoch{1, 2, 3}, "2026-03-02").String(); got != hash {
		t.Errorf("hash %s, want %s", got, hash)
	}
}

func FuzzDecodeRecord(f *testing.F) {
	r := record{Seq: 7, At: time.Unix(1772439300, 0).UTC(), Type: "DayOpened", JSON: []byte(`{"fact":{"date":"2026-03-02"}}`)}
	v, err := r.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seqKey(7), v)
	f.Add(seqKey(8), v)
	f.Add(seqKey(7), v[:len(v)-1])
	f.Add(seqKey(7), []byte{2, 0, 0, 0, 0})
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, key, value []byte) {
		r, err := decodeRecord(key, value)
		if err == nil {
			again, err := r.encode()
			if err != nil || !bytes.Equal(again, value) {
				t.Errorf("read without an error, written again %q %v; was %q", again, err, value)
			}
		}
		if content, err := unseal(key, value); err == nil && !bytes.Equal(seal(key, content)[1:], value[1:]) {
			t.Error("a seal was taken that seal does not make")
		}
		// The same bytes behind a right checksum reach the parts behind it.
		if r, err := decodeRecord(key, seal(key, value)); err == nil {
			if _, err := eventOf(r, "2026-03-02"); err == nil && r.Type == "" {
				t.Error("an event without a type was read")
			}
		}
	})
}

// encode is a record's stored value.
func (r record) encode() ([]byte, error) {
	content, err := r.appendTo(nil)
	return seal(seqKey(r.Seq), content), err
}
