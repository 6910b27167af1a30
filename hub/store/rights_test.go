//go:build linux

package store

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A folder in which the hub's account may not write is refused at the start, and not
// with the first ticket; one in which it may is opened.
func TestAFolderWithoutTheRightToWrite(t *testing.T) {
	const nobody = 65534
	root, err := os.MkdirTemp("", "turno-rights-") // others may go into it, unlike a test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, dir := filepath.Join(root, "program"), filepath.Join(root, "data")
	if err := errors.Join(exec.Command("cp", self, program).Run(), os.Chmod(root, 0o755), os.Mkdir(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	open := func() (string, error) {
		cmd := child(t, "open", dir)
		if os.Getuid() == 0 { // who may everything
			cmd.Path, cmd.Args = program, []string{program}
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if os.Getuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Skip(err)
		}
	}
	if out, err := open(); err != nil {
		t.Fatalf("with the right to write: %v %s", err, out)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	out, err := open()
	if err == nil || !strings.Contains(out, dir) || !strings.Contains(out, "may write there") {
		t.Errorf("without: %v %q", err, out)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := open(); err != nil {
		t.Errorf("with the right again: %v %s", err, out)
	}
}
