package hub

import (
	"syscall"
	"testing"
)

// The kernel's word decides whether days ahead are believed without a manager, so a
// clock of which it says anything bad is nobody's.
func TestTheKernelsWordOnItsClock(t *testing.T) {
	for status, want := range map[int32]bool{
		0x0000: true,
		0x0001: true,  // a server steers its phase
		0x2001: true,  // in nanoseconds
		0x0040: false, // never set, or not for long
		0x2041: false,
		0x1000: false, // its source has failed
	} {
		if got := synchronized(status); got != want {
			t.Errorf("status %#04x: %v, want %v", status, got, want)
		}
	}
	var now syscall.Timex
	if _, err := syscall.Adjtimex(&now); err != nil {
		t.Skipf("this system does not tell: %v", err)
	}
	if got, want := (SystemClock{}).Vouched(), synchronized(now.Status); got != want {
		t.Errorf("the machine's clock is vouched for: %v, its kernel says %v", got, want)
	}
}
