// Command turno-hub is the operator's program: it serves a branch and looks
// after its data. Each verb is one file; all of them say what they do with
// -help, and every refusal is one line that says what to do.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal ends at once what does not heed the first
	setMemory(os.Getenv)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// verb is one thing that the program does.
type verb struct {
	name, about string
	do          func(ctx context.Context, args []string, out, errs io.Writer) error
}

var verbs = []verb{
	{"serve", "run the hub of a branch", serve},
	{"quickstart", "make a data folder, its certificate authority and the devices' tokens", quickstart},
	{"sample", "print a branch file to begin one's own with", sample},
	{"check", "verify a data folder, a backup, or a branch file", check},
	{"backup", "copy the data of a running or stopped hub, verified", backup},
	{"restore", "make a data folder from a backup; a new epoch begins", restore},
	{"verify", "prove a log: every decision again, nobody overtaken unexplained", verify},
	{"replay", "rebuild a day from the log alone: its state and its figures", replay},
	{"explain", "tell for one ticket who was called before it, and why", explain},
	{"audit", "list who changed the hub, and who looked at what is kept on people", audit},
	{"export", "print all that is kept on one person", export},
	{"erase", "erase what is kept on one person, in every backup, too", erase},
	{"devices", "list, let in and remove the devices of a running hub", devices},
	{"fingerprint", "show by what devices know this hub", fingerprint},
	{"pin", "make the line that stands for a PIN in the branch file", pin},
	{"simulate", "play a recorded day of a bank through a running hub", simulate},
	{"doctor", "look at all that a hub needs, and say what to mend", doctor},
	{"install", "write the unit file with which systemd runs the hub", install},
	{"version", "say which program this is", version},
}

// run carries out one verb and gives the exit status: 0 done, 1 not, 2 asked wrongly.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-help" || args[0] == "--help" || args[0] == "-h" {
		if len(args) > 1 {
			return run(ctx, []string{args[1], "-help"}, out, errs)
		}
		help(out)
		return 0
	}
	for _, v := range verbs {
		if v.name != args[0] {
			continue
		}
		switch err := v.do(ctx, args[1:], out, errs).(type) {
		case nil:
			return 0
		case usage:
			if err != "" {
				fmt.Fprintf(errs, "turno-hub %s: %s (turno-hub help %s says more)\n", v.name, string(err), v.name)
				return 2
			}
			return 0
		default:
			fmt.Fprintf(errs, "turno-hub %s: %v\n", v.name, err)
			return 1
		}
	}
	fmt.Fprintf(errs, "turno-hub: there is no verb %q; turno-hub help lists them\n", args[0])
	return 2
}

func help(out io.Writer) {
	fmt.Fprint(out, "turno-hub owns the truth of one bank branch: who waits, who is called, who is served.\n\nusage: turno-hub VERB [flags]\n\n")
	for _, v := range verbs {
		fmt.Fprintf(out, "  %-12s%s\n", v.name, v.about)
	}
	fmt.Fprint(out, "\nturno-hub help VERB tells the flags of a verb. To try a whole branch on this machine:\n  turno-hub serve --data ./branch --demo\n")
}
