package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"turno/hub"
	"turno/hub/cert"
	"turno/hub/store"
)

// restoring is one restore into a folder. Everything is made and proved in a
// folder below it, so that it may be a disk of its own; what a restore that was
// cut off has left there is cleared by the next one.
type restoring struct {
	from, dir  string
	identities []store.Identity
	report     store.Report
	fresh      bool // the folder was not there
}

// making is where a restore works. A hub that opens the folder clears it.
const making = leftover + "restored"

// leftover is how the names begin of what a program that was killed leaves.
const leftover = "turno.new-"

// besideData are the files without which the data file is not whole.
var besideData = []string{store.RingName, store.JournalName}

// run fills a folder that holds no data. who wanted it is noted; before, where
// there is one, is called when all is made and nothing is in place yet.
func (r *restoring) run(who string, before func() error) (err error) {
	work := filepath.Join(r.dir, making)
	if r.report, err = store.Restore(r.from, work, r.identities...); err != nil {
		return errors.Join(err, os.RemoveAll(work))
	}
	r.report.Path = filepath.Join(r.dir, store.FileName)
	if err := errors.Join(noteRestored(work, who), hub.HandOver(work, r.dir)); err != nil {
		return errors.Join(err, os.RemoveAll(work))
	}
	if before != nil {
		if err := before(); err != nil {
			return errors.Join(err, os.RemoveAll(work))
		}
	}
	return r.place(work)
}

// place puts what was made into the folder, the data file last: without it no hub
// starts on what lies beside it.
func (r *restoring) place(work string) error {
	for _, name := range besideData {
		err := os.Rename(filepath.Join(work, name), filepath.Join(r.dir, name))
		if errors.Is(err, fs.ErrNotExist) { // then no other data's may lie there
			err = os.Remove(filepath.Join(r.dir, name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(filepath.Join(work, store.FileName), filepath.Join(r.dir, store.FileName)); err != nil {
		return err
	}
	return errors.Join(syncFolder(r.dir), os.RemoveAll(work))
}

// take makes the folder where it is not there, and has it for this restore alone
// until release is called. What one that was cut off has left is cleared.
func (r *restoring) take() (release func(), err error) {
	_, err = os.Lstat(r.dir)
	r.fresh = errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(r.dir, 0o700); err != nil {
		return nil, err
	}
	d, err := os.Open(r.dir)
	if err != nil {
		return nil, err
	}
	release = func() {
		if r.fresh {
			_ = os.Remove(r.dir) // stays unless it is empty
		}
		_ = d.Close()
	}
	if err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		r.fresh = false
		err = fmt.Errorf("another restore works on %s: wait for its end", r.dir)
	} else {
		err = clearCutOff(r.dir)
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// clearCutOff removes what a restore left that did not come to its end: it is
// known by the folder it worked in, beside no data file. What lies beside that came
// out of it, or is kept elsewhere, too (see keepBeside).
func clearCutOff(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, store.FileName)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, making)); err == nil {
		for _, name := range besideData {
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, leftover+"*"))
	for _, path := range left {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

// holds is the first thing in the folder that has to give way to a restore: all
// but the certificate authority, which may be there before the data, and what the
// file system itself keeps. "" is nothing.
func holds(dir string) (name string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if !stays(e.Name()) {
			return e.Name(), nil
		}
	}
	return "", err
}

func stays(name string) bool {
	return name == cert.Folder || name == "lost+found" || strings.HasPrefix(name, leftover)
}

// keepBeside moves what a folder holds out of it, but for the certificate
// authority, with which the restored hub goes on. What tells a hub that there was
// data is copied and stays: wherever this is cut off, no hub begins anew.
func keepBeside(dir, kept string) error {
	err := os.Mkdir(kept, 0o700)
	for _, name := range besideData {
		if err == nil {
			err = copyFile(filepath.Join(dir, name), filepath.Join(kept, name))
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return fmt.Errorf("what %s holds can't be kept in %s, and nothing was changed: %w", dir, kept, err)
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if err == nil && !stays(e.Name()) && !slices.Contains(besideData, e.Name()) {
			err = os.Rename(filepath.Join(dir, e.Name()), filepath.Join(kept, e.Name()))
		}
	}
	if err != nil {
		return fmt.Errorf("moving what %s holds to %s: %w", dir, kept, err)
	}
	return errors.Join(syncFolder(kept), syncFolder(filepath.Dir(kept)), syncFolder(dir))
}

// copyFile makes a copy that outlives a power cut.
func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
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

// syncFolder brings the names in a folder to the disk.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// replace restores into a folder that holds data, when two admins have said so.
// It tells where what was there is kept.
func (r *restoring) replace(ctx context.Context, file string, in *os.File, errs io.Writer) (kept string, err error) {
	if file == "" {
		return "", usage("--replace wants --branch FILE, in which two admins are: both are asked for their PIN")
	}
	if log, err := store.OpenLog(r.dir); errors.Is(err, store.ErrInUse) {
		return "", err
	} else if err == nil {
		log.Close()
	}
	two, err := twoAdmins(ctx, file, newSecrets(in, errs))
	if err != nil {
		return "", err
	}
	kept = filepath.Clean(r.dir) + ".before-" + time.Now().Format("20060102-150405")
	return kept, r.run(two[0]+" "+two[1], func() error { return keepBeside(r.dir, kept) })
}
