package press

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStatusIsDecoded(t *testing.T) {
	for _, c := range []struct {
		name  string
		bytes []byte
		want  Status
		code  Code
	}{
		{"ready", []byte{0x12, 0x12, 0x12, 0x12}, Status{Known: true}, ""},
		{"drawer open", []byte{0x16, 0x12, 0x12, 0x12}, Status{Known: true}, ""},
		{"paper low", []byte{0x12, 0x12, 0x12, 0x1e}, Status{Known: true, PaperLow: true}, ""},
		{"paper out", []byte{0x1a, 0x32, 0x12, 0x7e}, Status{Known: true, Offline: true, PaperOut: true, PaperLow: true}, PaperOut},
		{"stopped by the paper's end", []byte{0x1a, 0x32, 0x12, 0x12}, Status{Known: true, Offline: true, PaperOut: true}, PaperOut},
		{"cover open", []byte{0x1a, 0x16, 0x12, 0x72}, Status{Known: true, Offline: true, CoverOpen: true, PaperOut: true}, CoverOpen},
		{"knife", []byte{0x1a, 0x52, 0x1a, 0x12}, Status{Known: true, Offline: true, Fault: true}, Fault},
		{"hot head", []byte{0x1a, 0x12, 0x52, 0x12}, Status{Known: true, Offline: true, Fault: true}, Fault},
		{"paused", []byte{0x1a, 0x12, 0x12, 0x12}, Status{Known: true, Offline: true}, Offline},
	} {
		got, err := decodeStatus(c.bytes)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" || got.Code() != c.code {
			t.Errorf("%s: code %q, want %q (-want +got):\n%s", c.name, got.Code(), c.code, diff)
		}
	}
	for _, b := range [][]byte{nil, {0x12}, {0x12, 0x12, 0x12}, {0x12, 0x12, 0x12, 0}, {0x12, 0x12, 0xff, 0x12}, {0x12, 0x12, 0x12, 0x12, 0x12}} {
		if got, err := decodeStatus(b); err == nil || got.Known {
			t.Errorf("% x is a status: %+v", b, got)
		}
	}
}

func TestUnknownStatusStopsNobody(t *testing.T) {
	if code := (Status{PaperOut: true}).Code(); code != "" {
		t.Errorf("code %q of a printer that was not asked", code)
	}
}

// Whatever a line brings, a status is known only when all four bytes are of its
// form, and one byte is never both kinds of answer.
func FuzzStatus(f *testing.F) {
	f.Add([]byte{0x12, 0x12, 0x12, 0x12})
	f.Add([]byte{0x1a, 0x32, 0x12, 0x7e})
	f.Add([]byte("HTTP"))
	f.Fuzz(func(t *testing.T, b []byte) {
		status, err := decodeStatus(b)
		form := len(b) == 4
		for _, c := range b {
			form = form && c&0x93 == 0x12
			if isStatus(c) && isPrinted(c) {
				t.Errorf("%#x answers both questions", c)
			}
		}
		if form != (err == nil) || form != status.Known {
			t.Errorf("% x: %+v, %v", b, status, err)
		}
		if status.PaperOut && status.Code() == "" || !status.Known && status.Code() != "" {
			t.Errorf("% x: %+v has code %q", b, status, status.Code())
		}
	})
}
