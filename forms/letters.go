package forms

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// letters is a value as it goes into the cells: capitals, composed, without
// the signs that the groups stand for. It expects a value without fault.
func (f Field) letters(value string) string {
	value = norm.NFC.String(strings.TrimSpace(value))
	switch f.Type {
	case TypeDate:
		day, err := time.Parse(time.DateOnly, value)
		if err != nil {
			return ""
		}
		return day.Format("02012006")
	case TypePhone:
		return squeeze(value)
	case TypeID, TypeIBAN:
		return strings.ToUpper(squeeze(value))
	case TypeEmail: // the part before @ may tell capitals apart
		return value
	case TypeMoney:
		cents, err := Cents(value)
		if err != nil {
			return ""
		}
		return fmt.Sprintf("%d%02d", cents/100, cents%100)
	default:
		return strings.ToUpper(strings.Join(strings.Fields(value), " "))
	}
}

// inCells spreads the letters over the field's cells, one rune each, 0 for an
// empty cell. It answers false when there are more letters than cells.
func (f Field) inCells(value string) ([]rune, bool) {
	letters := []rune(f.letters(value))
	if len(letters) > f.Cells {
		return nil, false
	}
	out := make([]rune, f.Cells)
	if f.Type == TypeMoney { // to the right, as sums are written
		copy(out[f.Cells-len(letters):], letters)
	} else {
		copy(out, letters)
	}
	return out, true
}

// ticked answers the keys that a choice's value ticks.
func ticked(value string) map[string]bool {
	out := map[string]bool{}
	for key := range strings.SplitSeq(value, ",") {
		out[strings.TrimSpace(key)] = true
	}
	return out
}
