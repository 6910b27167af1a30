package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"turno/hub/store"
)

const checkAbout = `
Verifies a data folder or a backup file: the file's pages, each event's checksum,
the hash chain over all of them, that no event is missing, and that the kept
snapshots are what the events make. The hub of the folder must be stopped; a
backup can be checked at any time. With a file that ends in .toml it reads a branch
file and says what is wrong in it, by line. Nothing is changed.`

func check(_ context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("check", "DIR | BACKUP | BRANCH.toml", checkAbout, out)
	dir := f.String("data", "", "`folder` to verify; the same as naming it")
	identity := f.String("identity", "", "`file` of the age identity that opens an encrypted backup")
	words, err := f.parse(args, 1)
	if err != nil {
		return err
	}
	path := *dir
	if len(words) == 1 {
		path = words[0]
	}
	if path == "" {
		return usage("what is to be checked? Name a data folder, a backup, or a branch file")
	}
	if strings.HasSuffix(path, ".toml") {
		b, err := branchFile(path)
		if err != nil {
			return err
		}
		if b.LeftOut != nil {
			fmt.Fprintf(out, "%v\n%s: the rest is taken and this is left out\n", b.LeftOut, path)
		}
		fmt.Fprintf(out, "%s: a branch with %d services and %d counters; its rules hold together\n", path, len(b.Branch.Services), len(b.Branch.Counters))
		return nil
	}
	plain, done, err := opened(path, *identity)
	if err != nil {
		return err
	}
	defer done()
	if foreign(plain) {
		return fmt.Errorf("%s does not begin as a hub's data or a backup does: is it the right file? If it is, it is damaged: restore another backup", path)
	}
	report, err := store.Check(plain)
	if err != nil {
		return err
	}
	report.Path = path
	fmt.Fprintln(out, report)
	return report.Err()
}

// foreign says that a file has neither of the two marks with which a data file
// begins. A folder, and what can't be read, is for others to judge.
func foreign(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	begin := make([]byte, 2*os.Getpagesize())
	if _, err := io.ReadFull(f, begin); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return false
	}
	const mark, at = 0xED0CDAED, 16 // bbolt's, in each of its first two pages
	for page := 0; page < len(begin); page += os.Getpagesize() {
		if binary.NativeEndian.Uint32(begin[page+at:]) == mark {
			return false
		}
	}
	return true
}

// identitiesOf reads an identity file; "" has none.
func identitiesOf(path string) ([]store.Identity, error) {
	if path == "" {
		return nil, nil
	}
	return store.Identities(path)
}

// opened gives a file that can be looked into; done ends that. What has to be
// decrypted for it has no name meanwhile.
func opened(path, identity string) (plain string, done func(), err error) {
	identities, err := identitiesOf(identity)
	if err != nil {
		return "", nil, err
	}
	return store.Decrypted(path, os.TempDir(), identities...)
}
