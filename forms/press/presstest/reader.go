package presstest

import (
	"bytes"
	"net"
)

// buffer is how much a printer takes while it can't print.
const buffer = 4096

// reader is one connection: real-time questions are answered as they pass,
// everything else is a command of the job.
type reader struct {
	printer *Printer
	line    net.Conn
	job     bytes.Buffer
	held    []byte // the beginning of what may be a question
	command []byte // the command that is being read
	skip    int    // bytes of a picture or a symbol still to come
	stuck   int    // bytes taken since it could not print any more
}

// run reads to the end of the line. It answers false when the line was cut or
// something stayed unprinted.
func (r *reader) run() bool {
	in := make([]byte, 1024)
	for {
		n, err := r.line.Read(in)
		for _, b := range in[:n] {
			if !r.take(b) {
				return false
			}
		}
		if err != nil {
			return r.stuck == 0 && len(r.command) == 0 && r.skip == 0
		}
	}
}

// take takes a byte; it answers false when the line is cut.
func (r *reader) take(b byte) bool {
	r.held = append(r.held, b)
	switch {
	case len(r.held) == 1 && b == 0x10, len(r.held) == 2 && b == 0x04:
		return true
	case len(r.held) == 3:
		r.held = nil
		return r.answer(r.printer.status(b))
	}
	held := r.held
	r.held = nil
	for _, b := range held {
		if !r.print(b) {
			return false
		}
	}
	return true
}

// answer sends a byte, late if it must be.
func (r *reader) answer(b byte) bool {
	r.printer.mu.Lock()
	late, held, chatter := r.printer.late, r.printer.held, r.printer.chatter
	r.printer.mu.Unlock()
	if late != nil {
		select {
		case held <- struct{}{}:
		default:
		}
		select {
		case <-late:
		case <-r.printer.done:
			return false
		}
	}
	_, err := r.line.Write(append(bytes.Clone(chatter), b))
	return err == nil
}

// print takes a byte of the job.
func (r *reader) print(b byte) bool {
	p := r.printer
	p.mu.Lock()
	if p.cutAfter == 0 {
		p.cutAfter = -1
		p.mu.Unlock()
		if tcp, ok := r.line.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a cable does not say goodbye
		}
		return false
	}
	if p.cutAfter > 0 {
		p.cutAfter--
	}
	if p.runOut == 0 {
		p.runOut, p.paperOut = -1, true
	}
	if p.runOut > 0 {
		p.runOut--
	}
	stalls := p.stall == 0
	if p.stall >= 0 {
		p.stall--
	}
	if stalls || p.paperOut || p.cover || p.offline || r.stuck > 0 {
		r.stuck++
	}
	p.mu.Unlock()
	if r.stuck > buffer {
		<-p.done
		return false
	}
	r.job.WriteByte(b)
	if r.stuck > 0 {
		return true
	}
	return r.understand(b)
}

// understand follows the commands as far as their lengths, and answers GS r:
// a byte 1d 72 inside a picture is no question.
func (r *reader) understand(b byte) bool {
	if r.skip > 0 {
		r.skip--
		return true
	}
	r.command = append(r.command, b)
	c := r.command
	at := func(n int) bool { return len(c) == n }
	switch {
	case c[0] != 0x1b && c[0] != 0x1d:
	case at(1):
		return true
	case c[0] == 0x1b && c[1] == '@':
	case c[0] == 0x1b && at(2):
		return true
	case c[0] == 0x1b:
	case c[1] == 'V' && at(3) && (c[2] == 65 || c[2] == 66), at(2), c[1] == 'v' && !at(8), c[1] == '(' && !at(5):
		return true
	case c[1] == 'v':
		r.skip = (int(c[4]) + int(c[5])<<8) * (int(c[6]) + int(c[7])<<8)
	case c[1] == '(':
		r.skip = int(c[3]) + int(c[4])<<8
	case c[1] == 'r':
		r.job.Truncate(r.job.Len() - 3)
		r.command = nil
		return r.answer(0)
	}
	r.command = nil
	return true
}
