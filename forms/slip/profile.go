package slip

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"golang.org/x/text/encoding/charmap"
)

// Profile says what one model of receipt printer can do. Models differ most in
// the numbers of their code pages; a wrong one prints "Zbo×í".
type Profile struct {
	Name      string          `json:"name"`
	Columns   int             `json:"columns"`    // letters of font A, 12 dots each, in a line
	CodePages map[string]byte `json:"code_pages"` // PC852, PC858 → n of ESC t n
	QR        bool            `json:"qr"`         // draws codes by itself (GS ( k)
	Cut       Cut             `json:"cut"`
	Feed      int             `json:"feed"` // dots from the head to the knife, fed before the cut
	Band      int             `json:"band"` // rows of one raster command: what its buffer holds
}

// Cut is what the printer's knife does.
type Cut string

// The ways to end a slip.
const (
	CutPartial Cut = "partial" // leaves a bridge, so that the slip does not fall
	CutFull    Cut = "full"
	CutNone    Cut = "none" // torn off by hand
)

// Epson is the profile of Epson's TM series with 80 mm paper, whose numbers
// most other makers follow.
func Epson() Profile {
	return Profile{
		Name: "epson-tm-80", Columns: 48, CodePages: map[string]byte{"PC852": 18, "PC858": 19},
		QR: true, Cut: CutPartial, Feed: 64, Band: 128,
	}
}

// tables are the code pages that text is written in.
var tables = map[string]*charmap.Charmap{"PC852": charmap.CodePage852, "PC858": charmap.CodePage858}

// ReadProfile reads a printer's profile from JSON, strictly, and checks it.
func ReadProfile(data []byte) (Profile, error) {
	var p Profile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Profile{}, fmt.Errorf("printer profile: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Profile{}, fmt.Errorf("printer profile: more after the end")
	}
	return p, p.check()
}

func (p Profile) check() error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("printer profile %q: %s", p.Name, fmt.Sprintf(format, args...))
	}
	if p.Columns < 24 || p.Columns > Width/cellW {
		return fault("%d columns, want 24 to %d", p.Columns, Width/cellW)
	}
	for _, name := range slices.Sorted(maps.Keys(p.CodePages)) {
		if tables[name] == nil {
			return fault("code page %q is neither PC852 nor PC858", name)
		}
	}
	if p.Feed < 0 || p.Feed > 255 {
		return fault("feeds %d dots, want 0 to 255", p.Feed)
	}
	if p.Band < 8 || p.Band > 2047 {
		return fault("bands of %d rows, want 8 to 2047", p.Band)
	}
	if !slices.Contains([]Cut{CutPartial, CutFull, CutNone}, p.Cut) {
		return fault("cut %q is none of partial, full, none", p.Cut)
	}
	return nil
}
