package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// secrets reads what nobody may read over a shoulder. On a terminal it is typed
// without being shown; from a pipe it is one line each.
type secrets struct {
	in    *bufio.Reader
	typed bool // a person types it
	errs  io.Writer
}

func newSecrets(in *os.File, errs io.Writer) *secrets {
	info, err := in.Stat()
	return &secrets{in: bufio.NewReader(in), typed: err == nil && info.Mode()&os.ModeCharDevice != 0, errs: errs}
}

// ask reads one. The terminal shows what is typed again afterwards, also when
// ctx ends meanwhile.
func (s *secrets) ask(ctx context.Context, prompt string) (string, error) {
	if s.typed {
		if err := echo(false); err != nil {
			return "", fmt.Errorf("nobody can type here unseen (%w): give each answer as a line through a pipe, or start this in a terminal", err)
		}
		defer fmt.Fprintln(s.errs)
		defer func() { _ = echo(true) }()
		fmt.Fprint(s.errs, prompt+": ")
	}
	type line struct {
		text string
		err  error
	}
	read := make(chan line, 1)
	go func() {
		text, err := s.in.ReadString('\n')
		read <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", errors.New("given up")
	case l := <-read:
		if l.err != nil && !errors.Is(l.err, io.EOF) {
			return "", l.err
		}
		if text := strings.TrimRight(l.text, "\r\n"); text != "" {
			return text, nil
		}
		return "", fmt.Errorf("nothing was given for: %s", prompt)
	}
}

func echo(on bool) error {
	how := "-echo"
	if on {
		how = "echo"
	}
	c := exec.Command("stty", how)
	c.Stdin = os.Stdin
	return c.Run()
}
