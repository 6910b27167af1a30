package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"turno/hub/branch"
)

const pinAbout = `
Makes the line that stands for a person's PIN or password in a branch file. It is
typed twice and not shown; from a pipe one line is read. The PIN itself is kept
nowhere. Put the line into the person's part of the file and send the hub SIGHUP.`

// leastPIN is how short a PIN may be: pauses between wrong tries protect it.
const leastPIN = 4

func pin(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("pin", "", pinAbout, out)
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	return makePIN(ctx, newSecrets(os.Stdin, errs), out)
}

func makePIN(ctx context.Context, from *secrets, out io.Writer) error {
	first, err := from.ask(ctx, "PIN or password")
	if err != nil {
		return err
	}
	if len([]rune(first)) < leastPIN || len(first) > 64 {
		return fmt.Errorf("a PIN or password has from %d to 64 characters", leastPIN)
	}
	if from.typed {
		again, err := from.ask(ctx, "the same again")
		if err != nil {
			return err
		}
		if again != first {
			return fmt.Errorf("the two are not the same; nothing was made")
		}
	}
	fmt.Fprintf(out, "pin = %q\n", branch.HashPIN(first))
	return nil
}
