package forms

import (
	"errors"
	"fmt"

	"github.com/boombuler/barcode/qr"
)

// maxQR is the longest text that a code may carry, in bytes. A code of more
// modules than this needs is too fine for a slip and for a phone at arm's
// length, and whoever asks for one has mixed up two values.
const maxQR = 300

// QR answers the modules of a QR code (ISO/IEC 18004, error correction level M:
// about 15 % of it may be smudged) as rows of columns, true for dark, without
// the quiet zone: whoever draws it leaves four modules of paper around it. It
// refuses an empty text and one of more than 300 bytes.
func QR(text string) ([][]bool, error) {
	if text == "" {
		return nil, errors.New("qr: nothing to encode")
	}
	if len(text) > maxQR {
		return nil, fmt.Errorf("qr: %d bytes are more than %d", len(text), maxQR)
	}
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	n := code.Bounds().Dx()
	rows := make([][]bool, n)
	for y := range rows {
		rows[y] = make([]bool, n)
		for x := range rows[y] {
			r, _, _, _ := code.At(x, y).RGBA()
			rows[y][x] = r < 0x8000
		}
	}
	return rows, nil
}
