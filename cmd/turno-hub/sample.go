package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"turno/hub/branch"
)

const sampleAbout = `
Prints the branch file of the demo, to begin one's own with:

  turno-hub sample > branch.toml
  turno-hub pin                     a line for each person, in place of demo_pin
  turno-hub check branch.toml       says line by line what is still wrong

Leave out demo = true at its top: it lets in PINs that everybody knows.`

func sample(_ context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("sample", "", sampleAbout, out)
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	_, err := out.Write(branch.Sample())
	return err
}

// branchFile reads a branch file; who has none yet is told how to begin.
func branchFile(path string) (branch.File, error) {
	b, err := branch.Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w (turno-hub sample prints one to begin with)", err)
	}
	return b, err
}
