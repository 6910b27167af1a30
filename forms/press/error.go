package press

import (
	"errors"
	"fmt"
)

// Code says why something was not printed. Append only.
type Code string

// The codes. After PaperOut, CoverOpen, Offline and Fault somebody must go to
// the printer; after Unreachable and Busy trying again may help; after Cut a
// piece of the job may lie in the tray; Unsuitable never gets better by itself.
const (
	PaperOut    Code = "paper_out"
	CoverOpen   Code = "cover_open"
	Offline     Code = "offline"     // switched off or paused at the printer or in CUPS
	Fault       Code = "fault"       // it says that it is broken, or the folder can't be written
	Unreachable Code = "unreachable" // no such host, device or queue, or nobody listens
	Busy        Code = "busy"        // it is there, and does not answer in time
	Cut         Code = "cut"         // the line broke, or stood still, with part of the job out
	Unsuitable  Code = "unsuitable"  // this printer does not print this kind of job
)

// Error is why a job was not printed.
type Error struct {
	Code    Code
	Printer string // its address
	Sent    int    // bytes of the job that left; not all need have arrived
	Of      int    // bytes of the job; 0 when there was none
	Err     error  // what happened, for operators; may be nil
}

// Error is for logs.
func (e *Error) Error() string {
	s := fmt.Sprintf("printer %s: %s", e.Printer, e.Code)
	if e.Of > 0 && e.Sent > 0 {
		s += fmt.Sprintf(" after %d of %d bytes", e.Sent, e.Of)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives what happened.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of an error of this package, "" for nil, and Fault for an
// error of another kind.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Fault
}
