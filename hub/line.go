package hub

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// line is one TCP connection to the hub, below TLS. It is an ordinary one until it
// becomes a socket's (see promptly). From then on Write never waits: what the
// system does not take at once is kept, in order, until flush has sent it. So a few
// goroutines can write to all sockets, and one that is not read holds up nobody.
//
// Its methods are safe from any goroutine.
type line struct {
	net.Conn
	raw  syscall.RawConn
	done func() // called once, when it is closed
	once sync.Once
	met  func(who string, most int) bool // see lineListener; nil where nobody listens
	sure atomic.Bool                     // met said yes

	prompt   atomic.Bool
	end      atomic.Pointer[time.Time] // when the last flush is over, nil while it is not known
	flushing sync.Mutex                // one flush at a time; taken before mu

	mu   sync.Mutex
	rest []byte // what the system has not taken yet, oldest first
	now  []byte // what push is to write, for once without an allocation
	took int
	err  error // of push; once there is one, the line is dead
	push func(fd uintptr) bool
}

var errNotALine = errors.New("the connection is not one of TCP")

// newLine makes a line of a connection that was accepted; done, which may be nil,
// is called when it is closed.
func newLine(c net.Conn, done func()) (*line, error) {
	under, ok := c.(syscall.Conn)
	if !ok {
		return nil, errNotALine
	}
	raw, err := under.SyscallConn()
	if err != nil {
		return nil, err
	}
	l := &line{Conn: c, raw: raw, done: done}
	l.push = l.writeNow
	return l, nil
}

// lineUnder finds the line under a connection, nil where there is none.
func lineUnder(c net.Conn) *line {
	for {
		switch over := c.(type) {
		case *line:
			return over
		case interface{ NetConn() net.Conn }:
			c = over.NetConn()
		default:
			return nil
		}
	}
}

// promptly makes the line a socket's. The system then holds up to about room bytes
// of what it was given; by itself it would take megabytes.
func (l *line) promptly(room int) {
	if tcp, ok := l.Conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(room)
	}
	l.prompt.Store(true)
}

// Write takes all of p, of a socket without waiting.
func (l *line) Write(p []byte) (int, error) {
	if !l.prompt.Load() {
		return l.Conn.Write(p)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return 0, l.err
	}
	if len(l.rest) == 0 {
		l.now, l.took = p, 0
		if err := l.raw.Write(l.push); l.err == nil {
			l.err = err
		}
		l.now = nil
		if l.err != nil {
			return l.took, l.err
		}
		p = p[l.took:]
	}
	l.rest = append(l.rest, p...)
	return l.took + len(p), nil
}

// writeNow gives the system what it takes at once of what is to be written.
func (l *line) writeNow(fd uintptr) bool {
	for l.took < len(l.now) {
		n, err := syscall.Write(int(fd), l.now[l.took:])
		switch {
		case n > 0:
			l.took += n
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN):
			return true
		default:
			l.err = &net.OpError{Op: "write", Net: "tcp", Addr: l.Conn.RemoteAddr(), Err: err}
			return true
		}
	}
	return true
}

// behind tells whether something is left for flush.
func (l *line) behind() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.rest) > 0
}

// flush sends what is left, and fails where that takes longer than within.
func (l *line) flush(within time.Duration) error {
	l.flushing.Lock()
	defer l.flushing.Unlock()
	_ = l.Conn.SetWriteDeadline(time.Now().Add(within))
	defer func() { _ = l.Conn.SetWriteDeadline(time.Time{}) }()
	if end := l.end.Load(); end != nil {
		_ = l.Conn.SetWriteDeadline(*end)
	}
	for {
		l.mu.Lock()
		left, err := l.rest, l.err
		l.mu.Unlock()
		if err != nil || len(left) == 0 {
			return err
		}
		n, err := l.Conn.Write(left) // others add behind it meanwhile
		l.mu.Lock()
		l.rest = l.rest[n:]
		if len(l.rest) == 0 {
			l.rest = nil
		}
		l.err = err
		l.mu.Unlock()
	}
}

// hurry ends every flush within a time, also the one that is under way: the line
// is about to be closed.
func (l *line) hurry(within time.Duration) {
	end := time.Now().Add(within)
	l.end.Store(&end)
	_ = l.Conn.SetWriteDeadline(end)
}

// SetWriteDeadline bounds writes that may wait; a socket's don't.
func (l *line) SetWriteDeadline(t time.Time) error {
	if l.prompt.Load() {
		return nil
	}
	return l.Conn.SetWriteDeadline(t)
}

// known says that somebody speaks on the line whom the hub knows (see
// lineListener.met).
func (l *line) known(who string, most int) {
	if l.met != nil && !l.sure.Load() && l.met(who, most) {
		l.sure.Store(true)
	}
}

// drop ends the line at once: nothing of it is kept, not even its end.
func (l *line) drop() {
	if tcp, ok := l.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = l.Close()
}

// Close ends the line; what is left is not sent any more.
func (l *line) Close() error {
	if l.done != nil {
		l.once.Do(l.done)
	}
	return l.Conn.Close()
}
