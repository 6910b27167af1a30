package press

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

// network is a receipt printer on raw TCP.
type network struct {
	address  string // as written
	host     string // host:port
	ask      asking
	patience time.Duration
	turn     turn
}

func (n *network) String() string       { return n.address }
func (n *network) Takes(kind Kind) bool { return kind == ESCPOS }

// dialTime is how long a printer may take to accept: on the branch's own
// network a printer that needs longer is off.
const dialTime = 3 * time.Second

func (n *network) dial(ctx context.Context) (net.Conn, *Error) {
	d := net.Dialer{Timeout: min(dialTime, n.patience)}
	conn, err := d.DialContext(ctx, "tcp", n.host)
	if err != nil {
		return nil, &Error{Code: Unreachable, Err: err}
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		// Little on its way: what counts as sent has nearly arrived.
		_ = tcp.SetWriteBuffer(16 * chunk)
	}
	return conn, nil
}

// Print is part of Printer.
func (n *network) Print(ctx context.Context, job Job) error {
	if !n.Takes(job.Kind) {
		return &Error{Code: Unsuitable, Printer: n.address, Of: len(job.Data)}
	}
	if err := n.turn.take(ctx); err != nil {
		return &Error{Code: Busy, Printer: n.address, Of: len(job.Data), Err: err}
	}
	defer n.turn.give()
	sent, e := n.print(ctx, job.Data)
	if e == nil {
		return nil
	}
	e.Printer, e.Sent, e.Of = n.address, sent, len(job.Data)
	return e
}

func (n *network) print(ctx context.Context, data []byte) (int, *Error) {
	conn, e := n.dial(ctx)
	if e != nil {
		return 0, e
	}
	defer conn.Close()
	s, done := open(ctx, conn, n.ask, n.patience)
	defer done()
	e = s.print(ctx, data)
	if e != nil && s.sent > 0 && errors.Is(e.Err, os.ErrDeadlineExceeded) && ctx.Err() == nil {
		// It stopped taking the job, or answering. The line is full, so it is
		// asked why on another one; many printers answer there.
		if why := n.why(ctx); why != "" {
			e.Code = why
		}
	}
	return s.sent, e
}

func (n *network) why(ctx context.Context) Code {
	status, err := n.Status(ctx)
	if err != nil {
		return ""
	}
	return status.Code()
}

// Status is part of Printer. It does not wait for a job that is being printed.
func (n *network) Status(ctx context.Context) (Status, error) {
	if n.ask == askNone {
		return Status{}, nil
	}
	conn, e := n.dial(ctx)
	if e != nil {
		e.Printer = n.address
		return Status{}, e
	}
	defer conn.Close()
	s, done := open(ctx, conn, n.ask, n.patience)
	defer done()
	status, err := s.status(ctx)
	if err != nil {
		return Status{}, &Error{Code: Busy, Printer: n.address, Err: err}
	}
	return status, nil
}
