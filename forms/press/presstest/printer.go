package presstest

import (
	"bytes"
	"net"
	"sync"
	"testing"
)

// Job is what arrived over one connection, without the questions about status.
type Job struct {
	Data    []byte
	Printed bool // all of it was printed, and the line was not cut
}

// Printer is a fake receipt printer. Its methods may be called at any time from
// any goroutine.
type Printer struct {
	listener net.Listener
	jobs     chan Job
	running  sync.WaitGroup
	done     chan struct{} // closed at the test's end

	mu       sync.Mutex
	paperOut bool
	low      bool
	cover    bool
	offline  bool
	sticks   bool
	runOut   int // job bytes until the paper ends; -1 for never
	cutAfter int // job bytes until the line is cut; -1 for never
	stall    int // job bytes until nothing is printed any more; -1 for never
	late     <-chan struct{}
	held     chan struct{}
	chatter  []byte
	asked    int
	lines    map[net.Conn]bool
	closed   bool
}

// New starts a printer that ends with the test.
func New(t testing.TB) *Printer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("presstest: %v", err)
	}
	p := &Printer{listener: l, jobs: make(chan Job, 64), done: make(chan struct{}), runOut: -1, cutAfter: -1, stall: -1, lines: map[net.Conn]bool{}}
	p.running.Go(p.accept)
	t.Cleanup(p.close)
	return p
}

// Address is the printer's address as forms/press takes it.
func (p *Printer) Address() string { return "tcp://" + p.listener.Addr().String() }

// Jobs gives each job when its connection ends, the latest 64 of them.
// Connections that only asked for the status give none.
func (p *Printer) Jobs() <-chan Job { return p.jobs }

// Asked is how many questions about its status it was asked.
func (p *Printer) Asked() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// SetPaper takes the paper out or puts a new roll in. A job that stood still for
// want of it stays lost: its connection takes nothing more.
func (p *Printer) SetPaper(there bool) { p.change(func() { p.paperOut = !there }) }

// SetLow lets the roll run low, or not.
func (p *Printer) SetLow(low bool) { p.change(func() { p.low = low }) }

// SetCover opens or closes the cover.
func (p *Printer) SetCover(open bool) { p.change(func() { p.cover = open }) }

// SetOffline pauses the printer, as its button does.
func (p *Printer) SetOffline(off bool) { p.change(func() { p.offline = off }) }

// SetStuck makes the knife stick.
func (p *Printer) SetStuck(stuck bool) { p.change(func() { p.sticks = stuck }) }

// RunOutAfter lets the paper end after so many bytes of the next job. The
// printer then takes what its buffer of 4 kB holds and no more, and answers.
func (p *Printer) RunOutAfter(bytes int) { p.change(func() { p.runOut = bytes }) }

// CutAfter ends the line, as a pulled cable does, after so many bytes of the
// next job.
func (p *Printer) CutAfter(bytes int) { p.change(func() { p.cutAfter = bytes }) }

// StallAfter lets the printer stop after so many bytes of the next job for no
// reason that it knows of: asked how it is, it says that all is well.
func (p *Printer) StallAfter(bytes int) { p.change(func() { p.stall = bytes }) }

// Chatter makes the printer send these bytes, unasked, before every answer, as
// printers with automatic status do.
func (p *Printer) Chatter(b []byte) { p.change(func() { p.chatter = bytes.Clone(b) }) }

// Late holds every answer back until the channel is closed. The channel that it
// answers tells each time that one is held, up to 64 times.
func (p *Printer) Late(until <-chan struct{}) (held <-chan struct{}) {
	told := make(chan struct{}, 64)
	p.change(func() { p.late, p.held = until, told })
	return told
}

func (p *Printer) change(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
}

func (p *Printer) close() {
	p.change(func() {
		p.closed = true
		close(p.done)
		p.listener.Close()
		for c := range p.lines {
			c.Close()
		}
	})
	p.running.Wait()
}

func (p *Printer) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.change(func() {
			p.lines[c] = true
			if tcp, ok := c.(*net.TCPConn); ok {
				_ = tcp.SetReadBuffer(1 << 18) // the line holds little more than the printer
			}
			if p.closed {
				c.Close()
			}
		})
		p.running.Go(func() { p.serve(c) })
	}
}

// serve reads one connection to its end.
func (p *Printer) serve(c net.Conn) {
	r := &reader{printer: p, line: c}
	whole := r.run()
	c.Close()
	p.change(func() { delete(p.lines, c) })
	if r.job.Len() == 0 {
		return
	}
	job := Job{Data: bytes.Clone(r.job.Bytes()), Printed: whole}
	for {
		select {
		case p.jobs <- job:
			return
		default: // full: the oldest goes
		}
		select {
		case <-p.jobs:
		default:
		}
	}
}

// status is the four answers to DLE EOT 1 to 4, as a TM printer gives them.
func (p *Printer) status(n byte) byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	b := byte(0x12)
	on := func(when bool, bits byte) {
		if when {
			b |= bits
		}
	}
	switch n {
	case 1:
		on(p.paperOut || p.cover || p.offline || p.sticks, 0x08)
	case 2:
		on(p.cover, 0x04)
		on(p.paperOut, 0x20)
		on(p.sticks, 0x40)
	case 3:
		on(p.sticks, 0x08)
	case 4:
		on(p.low, 0x0c)
		on(p.paperOut || p.cover, 0x6c)
	}
	return b
}
