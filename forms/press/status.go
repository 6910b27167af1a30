package press

import "errors"

// The status of a receipt printer is four bytes, one for each DLE EOT n. Of
// each, four bits are fixed, so that it can be told from other answers: bits 0
// and 7 are 0, bits 1 and 4 are 1.
const (
	statusMask = 0b1001_0011
	statusBits = 0b0001_0010
)

// statusAsks are the four questions in the order of their answers.
var statusAsks = []byte{0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4}

// printedAsk is GS r 1. Unlike DLE EOT it waits in line: it is answered only
// after all that was sent before it has been printed. The answer has bits 4
// and 7 clear.
var printedAsk = []byte{0x1d, 'r', 1}

// errStatus is for bytes that are no status.
var errStatus = errors.New("no printer status")

// isStatus reports whether a byte can be an answer to DLE EOT.
func isStatus(b byte) bool { return b&statusMask == statusBits }

// isPrinted reports whether a byte can be the answer to GS r.
func isPrinted(b byte) bool { return b&0b1001_0000 == 0 }

// decodeStatus reads the four answers, in the order of statusAsks.
func decodeStatus(b []byte) (Status, error) {
	if len(b) != 4 {
		return Status{}, errStatus
	}
	for _, c := range b {
		if !isStatus(c) {
			return Status{}, errStatus
		}
	}
	printer, cause, fault, paper := b[0], b[1], b[2], b[3]
	return Status{
		Known:     true,
		Offline:   printer&0x08 != 0,
		CoverOpen: cause&0x04 != 0,
		PaperOut:  cause&0x20 != 0 || paper&0x60 != 0,
		PaperLow:  paper&0x0c != 0,
		// The knife, what never recovers, what recovers by itself (a hot head).
		Fault: cause&0x40 != 0 || fault&(0x08|0x20|0x40) != 0,
	}, nil
}
