package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"turno/hub/cert"
)

const restoreAbout = `
Makes a data folder from a backup file; the data begins a new epoch, so that no screen
mixes what it saw before with what is true now. A folder that is empty or not there
is filled; where a restore was cut off, the same words begin it anew. To take the place
of data that is there, stop its hub and add --replace: two admins of the branch file
are asked for their user names and PINs, and what was there is kept beside, under
another name.`

func restore(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("restore", "--from FILE --data DIR [--replace --branch FILE]", restoreAbout, out)
	from := f.String("from", "", "backup `file`")
	identity := f.String("identity", "", "`file` of the age identity that opens an encrypted backup")
	dir := f.String("data", "", "`folder` to make")
	over := f.Bool("replace", false, "take the place of the data that is there, if two admins say so")
	file := f.String("branch", "", "branch `file` with the admins, for --replace")
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if *from == "" || *dir == "" {
		return usage("--from FILE and --data DIR are wanted")
	}
	identities, err := identitiesOf(*identity)
	if err != nil {
		return err
	}
	r := &restoring{from: *from, dir: *dir, identities: identities}
	release, err := r.take()
	if err != nil {
		return err
	}
	defer release()
	there, err := holds(*dir)
	kept := ""
	switch {
	case err != nil:
	case there == "":
		err = r.run("", nil)
	case *over:
		kept, err = r.replace(ctx, *file, os.Stdin, errs)
	default:
		err = fmt.Errorf("%s holds %s already: restore into a folder that is empty or not there, or add --replace, which asks two admins", *dir, there)
	}
	if err != nil {
		return err
	}
	if kept != "" {
		fmt.Fprintf(out, "what %s held before is kept in %s\n", *dir, kept)
	}
	fmt.Fprintf(out, "%v\n%s holds what %s held; start the hub with --data %s\n", r.report, *dir, *from, *dir)
	if r.fresh && os.Geteuid() == 0 {
		fmt.Fprintf(out, "%s is new and root's: where the hub runs as another account, chown -R ACCOUNT %s before it starts\n", *dir, *dir)
	}
	if _, err := cert.Load(*dir); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(out, "A backup holds no certificate authority: copy tls from the old folder into this one before the hub starts, or tell every device the new fingerprint. With the bank's certificate nothing is to be done.")
	}
	return nil
}

// twoAdmins asks two admins of the branch file for their PINs, one after the
// other, and gives who they are. Nobody replaces a branch's data alone.
func twoAdmins(ctx context.Context, file string, from *secrets) (who [2]string, err error) {
	b, err := branchFile(file)
	if err != nil {
		return who, err
	}
	for i, which := range []string{"first", "second"} {
		person, err := from.ask(ctx, "user name of the "+which+" admin")
		if err != nil {
			return who, err
		}
		pin, err := from.ask(ctx, "PIN")
		if err != nil {
			return who, err
		}
		t, ok := b.SignIn(person, pin)
		if !ok || t.Role != "admin" {
			return who, errors.New("the name or the PIN does not match an admin's; nothing was changed")
		}
		who[i] = string(t.ID)
	}
	if who[0] == who[1] {
		return who, errors.New("two different admins are wanted; nothing was changed")
	}
	return who, nil
}

// holdsData tells whether a folder is there with anything in it.
func holdsData(dir string) bool {
	names, err := os.ReadDir(dir)
	return err == nil && len(names) > 0
}
