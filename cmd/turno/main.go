// Command turno runs a whole branch on this machine: for a demonstration, for
// training, for work on Turno itself.
//
//	go run ./cmd/turno                      the demo branch with its windows
//	go run ./cmd/turno -headless            the hub and its pages alone
//	go run ./cmd/turno -replay FILE -day D  a recorded day of a real bank
//
// It looks for what the windows need and installs it with apt-get if it may,
// builds the programs, starts the hub, opens kiosk, counter and display, and
// stops all of them on Ctrl-C. It is for people, not for a branch in service:
// there each program is started by the system, and none of the demo's tokens
// is known. It imports nothing of the hub or the rooms; it starts programs.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"turno/cmd/internal/toolchain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], world{
		machine:  toolchain.Machine{Env: os.Environ()},
		stdin:    os.Stdin,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		terminal: isTerminal(os.Stdout),
		root:     os.Geteuid() == 0,
		display:  reachDisplay,
		after:    time.After,
	}))
}

// A world is all that the program meets outside itself.
type world struct {
	machine        toolchain.Machine
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool                                 // stdout redraws a line
	root           bool                                 // may install without asking for a password
	display        func(name string) error              // tries an X display
	after          func(time.Duration) <-chan time.Time // the clock
}

// run does what main does, for tests too; it returns the exit status. It ends
// when ctx does, and leaves no process behind.
func run(ctx context.Context, args []string, w world) int {
	opts, status := parse(args, w.stderr)
	if status >= 0 {
		return status
	}
	b := &branch{world: w, opts: opts, say: &printer{w: w.stdout, terminal: w.terminal}}
	if err := b.run(ctx); err != nil {
		b.say.stop(err)
		return 1
	}
	return 0
}

// A branch is one run of the program. It belongs to one goroutine; what its
// children do reaches it over a channel.
type branch struct {
	world
	opts options
	say  *printer

	goTool  string // path of the go command
	module  string // folder of go.mod
	bin     string // where the programs are built
	logs    string // where the programs' own words go
	data    string // the hub's folder
	windows bool   // there is a screen and somebody wants it
}

// run takes the steps in the order in which they are cheapest to fail.
func (b *branch) run(ctx context.Context) error {
	if err := b.findModule(ctx); err != nil {
		return err
	}
	b.findScreen()
	if err := b.checkPort(); err != nil {
		return err
	}
	if err := b.makeFolders(ctx); err != nil {
		return err
	}
	if err := b.install(ctx); err != nil {
		return err
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	return b.serve(ctx)
}
