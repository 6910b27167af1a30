package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// longerThanALine is more than a connection holds on its way: who could send it
// knows that the other side has taken what came before.
const longerThanALine = 64 << 20

// breakingOff is a hub that sends the data of a branch and much behind it, and then
// nothing more. taken is told when all was sent.
func breakingOff(t *testing.T, data []byte) (url string, taken <-chan struct{}) {
	sent := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(data)
		nought := make([]byte, 1<<20)
		for n := 0; n < longerThanALine; n += len(nought) {
			if _, err := w.Write(nought); err != nil {
				return
			}
		}
		close(sent)
		<-r.Context().Done()
	}))
	t.Cleanup(s.Close)
	return s.URL, sent
}

// killedAmid begins a backup to a file and kills the program when most has come.
func killedAmid(t *testing.T, data []byte, to string, more ...string) {
	t.Helper()
	url, taken := breakingOff(t, data)
	cmd := command(t, append([]string{"backup", "--hub", url, "--to", to}, more...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		t.Fatalf("it ended by itself: %v %s", err, errs.String())
	case <-taken:
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-ended
}

// A backup that is to be encrypted leaves nothing in plain behind, even where the
// program is killed while it takes the copy in.
func TestAKilledBackupLeavesNothingInPlain(t *testing.T) {
	data, err := os.ReadFile(aBackup(t))
	if err != nil {
		t.Fatal(err)
	}
	work, temp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TURNO_TOKEN", "demo-admin-1")
	recipients, identity := keyPair(t, t.TempDir())
	sealed := filepath.Join(work, "day.db.age")
	killedAmid(t, data, sealed, "--recipients", recipients)
	if left := names(t, temp) + names(t, work); left != "" {
		t.Errorf("there stays %s", left)
	}
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(data) }))
	defer hub.Close()
	if out := done(t, "backup", "--hub", hub.URL, "--to", sealed, "--recipients", recipients); !strings.Contains(out, sealed+": whole") {
		t.Errorf("one that comes to its end says %s", out)
	}
	if left := names(t, temp) + names(t, work); left != "day.db.age" {
		t.Errorf("after it there is %s", left)
	}
	if out := done(t, "check", sealed, "--identity", identity); !strings.Contains(out, "whole") {
		t.Errorf("check says %s", out)
	}
}

// What a killed backup has left is cleared by the next one into the same folder;
// what another one is still filling is not, nor is anybody else's file.
func TestTheNextBackupClearsWhatAKilledOneLeft(t *testing.T) {
	data, err := os.ReadFile(aBackup(t))
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	t.Setenv("TURNO_TOKEN", "demo-admin-1")
	killedAmid(t, data, filepath.Join(work, "monday.db"))
	killed := names(t, work)
	if !strings.HasPrefix(killed, "monday.db.part-") {
		t.Fatalf("the killed backup left %q: the test is about nothing", killed)
	}
	for _, name := range []string{"held.db.part-1", "own.part-x", "own.part-1.db"} {
		lay(t, filepath.Join(work, name), string(data))
	}
	lay(t, filepath.Join(work, "film.mp4.part-1"), strings.Repeat("a film", 10_000))
	held, err := os.Open(filepath.Join(work, "held.db.part-1"))
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if err := syscall.Flock(int(held.Fd()), syscall.LOCK_SH); err != nil {
		t.Fatal(err)
	}
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(data) }))
	defer hub.Close()
	done(t, "backup", "--hub", hub.URL, "--to", filepath.Join(work, "tuesday.db"))
	if got, want := names(t, work), "film.mp4.part-1 held.db.part-1 own.part-1.db own.part-x tuesday.db"; got != want {
		t.Errorf("the folder holds %s, want %s", got, want)
	}
}

// What was decrypted to look into a backup has no name while it is looked into.
func TestADecryptedBackupHasNoName(t *testing.T) {
	work, temp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	recipients, identity := keyPair(t, work)
	sealed := filepath.Join(work, "day.db.age")
	dir := filepath.Join(t.TempDir(), "data")
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	p.end(syscall.SIGTERM)
	done(t, "backup", "--data", dir, "--to", sealed, "--recipients", recipients)
	plain, remove, err := opened(sealed, identity)
	if err != nil {
		t.Fatal(err)
	}
	if left := names(t, temp); left != "" {
		t.Errorf("while it is looked into there is %s", left)
	}
	if foreign(plain) {
		t.Errorf("%s does not lead to the backup", plain)
	}
	remove()
	if _, err := os.Stat(plain); err == nil {
		t.Errorf("%s is still there when all was seen", plain)
	}
}
