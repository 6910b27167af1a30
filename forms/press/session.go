package press

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// How much of a printer's word is asked for.
type asking string

const (
	askFull asking = "full" // status before and after, and GS r: has it printed?
	askLive asking = "live" // status before and after
	askNone asking = "none" // nothing: the printer never answers
)

// line is a connection that can be given up on.
type line interface {
	io.ReadWriteCloser
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// session is one conversation with a receipt printer. Patience is how long it
// may keep silent, or take nothing, at any one time.
type session struct {
	line     line
	ask      asking
	patience time.Duration
	sent, of int
}

// open starts a session that ctx can end at any time; the second answer gives
// ctx up and must be called.
func open(ctx context.Context, l line, ask asking, patience time.Duration) (*session, func()) {
	stop := context.AfterFunc(ctx, func() {
		past := time.Unix(1, 0)
		_, _ = l.SetReadDeadline(past), l.SetWriteDeadline(past)
	})
	return &session{line: l, ask: ask, patience: patience}, func() { stop() }
}

// print carries one job through. The error is an *Error without its address.
func (s *session) print(ctx context.Context, data []byte) *Error {
	s.of = len(data)
	if s.ask != askNone {
		if e := s.ready(ctx); e != nil {
			return e
		}
	}
	if e := s.send(ctx, data); e != nil {
		return e
	}
	if s.ask == askFull {
		if e := s.printed(ctx); e != nil {
			return e
		}
	}
	if s.ask != askNone {
		// Paper that ended with this slip may have ended before its last line.
		if e := s.ready(ctx); e != nil {
			return e
		}
	}
	return nil
}

// ready asks for the status and fails unless the printer can print.
func (s *session) ready(ctx context.Context) *Error {
	status, err := s.status(ctx)
	if err != nil {
		return s.broken(err)
	}
	if code := status.Code(); code != "" {
		return &Error{Code: code, Err: errors.New("the printer says so")}
	}
	return nil
}

func (s *session) status(ctx context.Context) (Status, error) {
	if err := s.write(ctx, statusAsks); err != nil {
		return Status{}, err
	}
	answers := make([]byte, 0, 4)
	for len(answers) < cap(answers) {
		b, err := s.read(ctx, isStatus)
		if err != nil {
			return Status{}, err
		}
		answers = append(answers, b)
	}
	return decodeStatus(answers)
}

// chunk is small enough that a printer which prints as it receives takes one
// well within its patience.
const chunk = 4096

func (s *session) send(ctx context.Context, data []byte) *Error {
	for from := 0; from < len(data); from += chunk {
		part := data[from:min(from+chunk, len(data))]
		if err := s.deadline(ctx, s.line.SetWriteDeadline); err != nil {
			return s.broken(err)
		}
		n, err := s.line.Write(part)
		s.sent += n
		if err != nil {
			return s.broken(err)
		}
	}
	return nil
}

// printed waits until the printer says that all before is on paper. When it
// keeps silent it is asked why.
func (s *session) printed(ctx context.Context) *Error {
	err := s.write(ctx, printedAsk)
	if err == nil {
		_, err = s.read(ctx, isPrinted)
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		if err != nil {
			return s.broken(err)
		}
		return nil
	}
	if ctx.Err() == nil {
		if e := s.ready(ctx); e != nil {
			return e
		}
	}
	return &Error{Code: Busy, Err: fmt.Errorf("took all of it and has not said that it is printed: %w", err)}
}

// broken is what a failed read or write means. A line that breaks or stands
// still with part of the job out is cut. With none of it out, or with all of it
// out and silence, the printer has something else to do.
func (s *session) broken(err error) *Error {
	silent := errors.Is(err, os.ErrDeadlineExceeded) && s.sent == s.of
	if s.sent > 0 && !silent {
		return &Error{Code: Cut, Err: err}
	}
	return &Error{Code: Busy, Err: err}
}

func (s *session) write(ctx context.Context, b []byte) error {
	if err := s.deadline(ctx, s.line.SetWriteDeadline); err != nil {
		return err
	}
	_, err := s.line.Write(b)
	return err
}

// maxStray is how many bytes of other kinds a printer may send before its
// answer: automatic status messages, answers to an earlier program.
const maxStray = 256

// read waits for the next byte of a kind and passes over others.
func (s *session) read(ctx context.Context, wanted func(byte) bool) (byte, error) {
	if err := s.deadline(ctx, s.line.SetReadDeadline); err != nil {
		return 0, err
	}
	var b [1]byte
	for range maxStray {
		if _, err := io.ReadFull(s.line, b[:]); err != nil {
			return 0, err
		}
		if wanted(b[0]) {
			return b[0], nil
		}
	}
	return 0, errStatus
}

// deadline gives the next step its patience, unless ctx has ended: its end may
// have set a deadline that must stay.
func (s *session) deadline(ctx context.Context, set func(time.Time) error) error {
	at := time.Now().Add(s.patience)
	if end, ok := ctx.Deadline(); ok && end.Before(at) {
		at = end
	}
	if err := set(at); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return os.ErrDeadlineExceeded
	}
	return nil
}
