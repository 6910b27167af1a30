package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"turno/hub"
	"turno/hub/branch"
	"turno/hub/cert"
	"turno/hub/store"
)

// twoAdmins asks two admins of the branch file for their PINs, one after the
// other, and gives who they are. Nobody replaces a branch's data alone.
func twoAdmins(ctx context.Context, file string, from *secrets) (who [2]string, err error) {
	b, err := branch.Load(file)
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

// swapFolders puts a restored folder in place of the one that is there. The old
// one stays beside it under another name, and the hub's certificate authority
// goes along, so that no device has to be told of a new one.
func swapFolders(fresh, dir string, now time.Time) (kept string, err error) {
	for _, name := range []string{"ca.pem", "ca.key"} {
		if err := copyFile(filepath.Join(dir, cert.Folder, name), filepath.Join(fresh, cert.Folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	kept = filepath.Clean(dir) + ".before-" + now.Format("20060102-150405")
	if err := os.Rename(dir, kept); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return "", errors.Join(err, os.Rename(kept, dir))
	}
	return kept, nil
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o600)
}

// noteRestored puts into the chain that this log goes on from a copy, and who
// wanted that.
func noteRestored(dir, who string) error {
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		return err
	}
	_, virtual, err := s.Clock() // a demo's time stands where it stood
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	h, err := hub.Open(hub.Config{Dir: dir, Virtual: virtual})
	if err != nil {
		return err
	}
	return errors.Join(h.Restored(who), h.Close())
}

// holdsData tells whether a folder is there with anything in it.
func holdsData(dir string) bool {
	names, err := os.ReadDir(dir)
	return err == nil && len(names) > 0
}

// replace restores beside the folder that is there and then swaps the two, when
// two admins have said so.
func replace(ctx context.Context, dir, file string, in *os.File, out, errs io.Writer, restored func(to string) error) (who string, err error) {
	if file == "" {
		return "", usage("--replace wants --branch FILE, in which two admins are: both are asked for their PIN")
	}
	if log, err := store.OpenLog(dir); errors.Is(err, store.ErrInUse) {
		return "", err
	} else if err == nil {
		log.Close()
	}
	two, err := twoAdmins(ctx, file, newSecrets(in, errs))
	if err != nil {
		return "", err
	}
	fresh := filepath.Clean(dir) + ".restoring"
	if err := os.RemoveAll(fresh); err != nil {
		return "", err
	}
	if err := restored(fresh); err != nil {
		return "", errors.Join(err, os.RemoveAll(fresh))
	}
	kept, err := swapFolders(fresh, dir, time.Now())
	if err != nil {
		return "", err
	}
	fmt.Fprintf(out, "what %s held before is kept in %s\n", dir, kept)
	return two[0] + " " + two[1], nil
}
