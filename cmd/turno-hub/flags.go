package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// usage is a mistake in how a verb was asked; "" after help was shown.
type usage string

func (u usage) Error() string { return string(u) }

// flags reads a verb's flags. Words that are no flags are refused unless the
// verb takes them.
type flags struct {
	*flag.FlagSet
	synopsis, about string
	out             io.Writer
}

func newFlags(name, synopsis, about string, out io.Writer) *flags {
	f := &flags{flag.NewFlagSet(name, flag.ContinueOnError), synopsis, about, out}
	f.SetOutput(io.Discard)
	f.Usage = func() {} // a mistake is one line; only who asks for help gets all of it
	return f
}

// help tells what the verb does, and its flags.
func (f *flags) help() {
	fmt.Fprintf(f.out, "usage: %s\n\n%s\n", strings.TrimSpace("turno-hub "+f.Name()+" "+f.synopsis), strings.TrimSpace(f.about))
	any := false
	f.VisitAll(func(*flag.Flag) { any = true })
	if any {
		fmt.Fprintln(f.out, "\nflags:")
		f.SetOutput(f.out)
		f.PrintDefaults()
		f.SetOutput(io.Discard)
	}
}

// parse reads args and allows up to words of them that are no flags; flags may
// stand before and after.
func (f *flags) parse(args []string, words int) ([]string, error) {
	var rest []string
	for {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			f.help()
			return nil, usage("")
		} else if err != nil {
			return nil, usage(err.Error())
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, f.Arg(0))
		if len(rest) > words {
			return nil, usage(fmt.Sprintf("%q is one word too many", f.Arg(0)))
		}
		args = f.Args()[1:]
	}
}
