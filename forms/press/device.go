package press

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// device is a receipt printer behind a device file. USB printers of Linux
// (usblp) hold a writer until there is paper; patience ends that too.
type device struct {
	address  string
	path     string
	ask      asking
	patience time.Duration
	turn     turn
}

func (d *device) String() string       { return d.address }
func (d *device) Takes(kind Kind) bool { return kind == ESCPOS }

// open never makes a file and never writes into one that is no device: a wrong
// address must not cost anybody's document.
func (d *device) open() (*os.File, *Error) {
	info, err := os.Stat(d.path)
	if err != nil {
		return nil, deviceError(err, Unreachable)
	}
	if info.Mode()&(fs.ModeCharDevice|fs.ModeNamedPipe) == 0 {
		return nil, &Error{Code: Unsuitable, Err: errors.New("this is no device; pdf:///folder keeps prints in a folder")}
	}
	mode := os.O_WRONLY
	if d.ask != askNone {
		mode = os.O_RDWR
	}
	f, err := os.OpenFile(d.path, mode|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, deviceError(err, Unreachable)
	}
	if err := f.SetWriteDeadline(time.Time{}); err != nil {
		f.Close()
		return nil, &Error{Code: Unsuitable, Err: fmt.Errorf("this device can't be given up on: %w", err)}
	}
	return f, nil
}

// deviceError reads what the kernel's printer driver means.
func deviceError(err error, otherwise Code) *Error {
	code := otherwise
	switch {
	case errors.Is(err, syscall.ENOSPC): // usblp says so
		code = PaperOut
	case errors.Is(err, syscall.EBUSY): // somebody else has it open
		code = Busy
	case errors.Is(err, syscall.EIO):
		code = Fault
	}
	return &Error{Code: code, Err: err}
}

// Print is part of Printer.
func (d *device) Print(ctx context.Context, job Job) error {
	if !d.Takes(job.Kind) {
		return &Error{Code: Unsuitable, Printer: d.address, Of: len(job.Data)}
	}
	if err := d.turn.take(ctx); err != nil {
		return &Error{Code: Busy, Printer: d.address, Of: len(job.Data), Err: err}
	}
	defer d.turn.give()
	sent, e := d.print(ctx, job.Data)
	if e == nil {
		return nil
	}
	e.Printer, e.Sent, e.Of = d.address, sent, len(job.Data)
	return e
}

func (d *device) print(ctx context.Context, data []byte) (int, *Error) {
	f, e := d.open()
	if e != nil {
		return 0, e
	}
	defer f.Close()
	s, done := open(ctx, f, d.ask, d.patience)
	defer done()
	if e = s.print(ctx, data); e == nil {
		return s.sent, nil
	}
	if e.Err != nil {
		e = deviceError(e.Err, e.Code)
	}
	return s.sent, e
}

// Status is part of Printer. It waits for a job that is being printed: a device
// has one line.
func (d *device) Status(ctx context.Context) (Status, error) {
	if err := d.turn.take(ctx); err != nil {
		return Status{}, &Error{Code: Busy, Printer: d.address, Err: err}
	}
	defer d.turn.give()
	f, e := d.open()
	if e != nil {
		e.Printer = d.address
		return Status{}, e
	}
	defer f.Close()
	if d.ask == askNone {
		return Status{}, nil
	}
	s, done := open(ctx, f, d.ask, d.patience)
	defer done()
	status, err := s.status(ctx)
	if err != nil {
		return Status{}, &Error{Code: Busy, Printer: d.address, Err: err}
	}
	return status, nil
}
