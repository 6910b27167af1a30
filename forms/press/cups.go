package press

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// spooler is a printer or a class of CUPS on this machine, reached through its
// own commands: they are on every machine that has a queue, and they know its
// passwords and its servers.
type spooler struct {
	address  string
	queue    string
	patience time.Duration
}

func (s *spooler) String() string       { return s.address }
func (s *spooler) Takes(kind Kind) bool { return kind == PDF || kind == ESCPOS }

// Print is part of Printer. It returns nil once CUPS has the whole job. A queue
// that is paused, out of paper or broken is refused before: a job in it would
// come out whenever somebody mends it, long after its person has gone.
func (s *spooler) Print(ctx context.Context, job Job) error {
	args := []string{"-d", s.queue, "-t", title(job.Name)}
	switch job.Kind {
	case PDF:
		args = append(args, "-o", "media=A4")
	case ESCPOS:
		args = append(args, "-o", "raw")
	default:
		return &Error{Code: Unsuitable, Printer: s.address, Of: len(job.Data)}
	}
	status, err := s.Status(ctx)
	if err != nil {
		return err
	}
	if code := status.Code(); code != "" {
		return &Error{Code: code, Printer: s.address, Of: len(job.Data), Err: errors.New("CUPS says so")}
	}
	if _, e := s.run(ctx, job.Data, "lp", args...); e != nil {
		e.Of = len(job.Data)
		return e
	}
	return nil
}

// Status is part of Printer.
func (s *spooler) Status(ctx context.Context) (Status, error) {
	out, e := s.run(ctx, nil, "lpstat", "-l", "-p", s.queue)
	if e != nil {
		return Status{}, e
	}
	return spoolerStatus(string(out)), nil
}

// run runs one of CUPS's commands, in English, for patience at most.
func (s *spooler) run(ctx context.Context, in []byte, name string, args ...string) ([]byte, *Error) {
	limited, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	c := exec.CommandContext(limited, name, args...)
	c.Env = append(os.Environ(), "LC_ALL=C")
	c.Stdin = bytes.NewReader(in)
	c.WaitDelay = time.Second
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	switch {
	case err == nil:
		return out, nil
	case limited.Err() != nil:
		return nil, &Error{Code: Busy, Printer: s.address, Err: fmt.Errorf("%s: %w", name, limited.Err())}
	case errors.Is(err, exec.ErrNotFound):
		return nil, &Error{Code: Unreachable, Printer: s.address, Err: fmt.Errorf("%s is not installed (Debian: cups-client): %w", name, err)}
	}
	// "Invalid destination name", "The printer or class does not exist",
	// "scheduler not responding": all mean that there is no such printer now.
	return nil, &Error{Code: Unreachable, Printer: s.address, Err: fmt.Errorf("%s: %s: %w", name, firstLine(said.String()), err)}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// title is a job's name as a spooler's list takes it.
func title(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 100 {
		name = string(runes[:100])
	}
	return name
}

// The state reasons of IPP (RFC 8011, 5.4.12) by what they mean here, without
// their endings -report, -warning and -error.
var (
	reasonsPaperOut = []string{"media-empty", "media-needed"}
	reasonsCover    = []string{"cover-open", "door-open", "interlock-open", "input-tray-missing"}
	reasonsOffline  = []string{"offline", "shutdown", "stopped", "paused", "timed-out", "moving-to-paused"}
	reasonsFault    = []string{"media-jam", "marker-supply-empty", "toner-empty", "output-area-full", "fuser-over-temp", "other"}
)

// spoolerStatus reads what lpstat -l -p says in English: a first line with the
// queue's state, and further down a line of alerts.
func spoolerStatus(out string) Status {
	s := Status{Known: true}
	first, rest, _ := strings.Cut(out, "\n")
	if strings.Contains(first, " disabled since ") {
		s.Offline = true
	}
	for line := range strings.SplitSeq(rest, "\n") {
		alerts, ok := strings.CutPrefix(strings.TrimSpace(line), "Alerts:")
		if !ok {
			continue
		}
		for _, reason := range strings.FieldsFunc(alerts, func(r rune) bool { return r == ' ' || r == ',' }) {
			s.alert(reason)
		}
	}
	return s
}

func (s *Status) alert(reason string) {
	name := reason
	for _, ending := range []string{"-report", "-warning", "-error"} {
		name = strings.TrimSuffix(name, ending)
	}
	switch {
	case slices.Contains(reasonsPaperOut, name):
		s.PaperOut = true
	case name == "media-low":
		s.PaperLow = true
	case slices.Contains(reasonsCover, name):
		s.CoverOpen = true
	case slices.Contains(reasonsOffline, name):
		s.Offline = true
	case slices.Contains(reasonsFault, name) && !strings.HasSuffix(reason, "-warning") && !strings.HasSuffix(reason, "-report"):
		s.Fault = true
	}
}
