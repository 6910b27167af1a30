package journal

import (
	"errors"
	"fmt"
	"syscall"
)

// Why a journal refuses. Nothing was changed then, and no number is used up but
// that of ErrLate.
var (
	// ErrNoNumbers: no number of the lease is left for this service and date.
	ErrNoNumbers = errors.New("no number of the lease is left")
	// ErrFull: the disk has no room. It gets better when somebody makes some.
	ErrFull = errors.New("the disk of this kiosk is full")
	// ErrLocked: another process has the folder.
	ErrLocked = errors.New("another kiosk runs on this folder")
	// ErrBroken: the disk failed so that nobody knows what is on it. Mend, or
	// opening the journal anew, goes on.
	ErrBroken = errors.New("the disk of this kiosk fails")
	// ErrLate: the number was written down when nobody waited for it any more. It
	// is struck out and given to nobody.
	ErrLate = errors.New("nobody waits for the number any more")
)

// disked says what a failed write means.
func disked(doing string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%s: %w: %w", doing, ErrFull, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
