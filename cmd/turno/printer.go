package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

// A printer writes lines of two columns, "hub  ready in 0.2s", and keeps one
// line that is drawn again while something is going on. Any goroutine may use it.
type printer struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	open     bool // the last line is one that is drawn again
}

// line writes a line under a label; a label of "" goes on with the one above.
func (p *printer) line(label, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
	fmt.Fprintf(p.w, "%-10s%s\n", label, fmt.Sprintf(format, args...))
}

// plain writes text as it is.
func (p *printer) plain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
	io.WriteString(p.w, text)
}

// draw shows a line that the next one replaces. Where nothing can be redrawn,
// in a log, say, it writes nothing: the caller writes a line now and then.
func (p *printer) draw(label, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.terminal {
		return
	}
	text := []rune(fmt.Sprintf("%-10s%s", label, fmt.Sprintf(format, args...)))
	// A line that wraps can't be taken back.
	if len(text) > 79 {
		text = append(text[:78], '…')
	}
	p.wipe()
	io.WriteString(p.w, string(text))
	p.open = true
}

func (p *printer) wipe() {
	if p.open {
		io.WriteString(p.w, "\r\x1b[K")
		p.open = false
	}
}

// ask puts a question and leaves the answer on its line.
func (p *printer) ask(question string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
	io.WriteString(p.w, question)
}

// stop says why the program ends. The first line is the whole matter; more may
// follow for those who want to know.
func (p *printer) stop(err error) {
	p.plain("\nturno: " + strings.TrimSpace(err.Error()) + "\n")
}

// Write lets a tool speak for itself among our lines.
func (p *printer) Write(text []byte) (int, error) {
	p.plain(string(text))
	return len(text), nil
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
