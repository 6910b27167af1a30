package press

import "context"

// Kind is what a job's bytes are.
type Kind string

// The kinds of jobs.
const (
	ESCPOS Kind = "escpos" // commands for a receipt printer
	PDF    Kind = "pdf"
)

// Job is one print.
type Job struct {
	Name string // for people: "AC-01 B042"; a file or a spooler's list shows it
	Kind Kind
	Data []byte
}

// Status is what a printer says about itself.
type Status struct {
	Known     bool // it was asked and answered; the rest means nothing otherwise
	PaperOut  bool
	PaperLow  bool
	CoverOpen bool
	Offline   bool // switched off or paused by hand, or for one of the others
	Fault     bool // a knife that sticks, a head too hot, a jam
}

// Code is what keeps the printer from printing, or "".
func (s Status) Code() Code {
	switch {
	case !s.Known:
		return ""
	case s.CoverOpen: // first: an open cover also looks like no paper
		return CoverOpen
	case s.PaperOut:
		return PaperOut
	case s.Fault:
		return Fault
	case s.Offline:
		return Offline
	}
	return ""
}

// Printer is one printer. It may be used by several goroutines; it prints one
// job at a time and lets the next one wait for as long as its context allows.
type Printer interface {
	// Print prints a job and returns nil once the printer has confirmed it, or,
	// for CUPS and for printers that can't say, once it took all of it. Any
	// error is an *Error. When ctx ends first the code is Busy, or Cut when
	// part of the job is out.
	Print(ctx context.Context, job Job) error
	// Status asks the printer how it is. A printer that can't be asked answers
	// a Status that is not Known, and no error.
	Status(ctx context.Context) (Status, error)
	// Takes reports whether the printer prints jobs of a kind.
	Takes(kind Kind) bool
	// String is the printer's address.
	String() string
}

// Keeper is a Printer that keeps files, as pdf:///folder does: Save prints as
// Print does and answers where the file is.
type Keeper interface {
	Printer
	Save(ctx context.Context, job Job) (file string, err error)
}
