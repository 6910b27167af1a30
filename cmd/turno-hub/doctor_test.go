package main

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"turno/hub/store"
	"turno/hub/wire"
)

// well is a patient on a machine that has everything.
func well(dir, listen string) *patient {
	return &patient{dir: dir, listen: listen, branch: "demo", now: time.Now,
		getenv: func(k string) string { return map[string]string{"LANG": "es_ES.UTF-8"}[k] },
		look:   func(string) (string, error) { return "/usr/bin/espeak-ng", nil },
		run:    func(string, ...string) (string, error) { return "yes\n", nil }}
}

// masks hide what differs from machine to machine and from run to run.
var masks = []struct {
	find *regexp.Regexp
	put  string
}{
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d`), "NOW"},
	{regexp.MustCompile(`[\d.]+ [GMK]iB`), "SIZE"},
	{regexp.MustCompile(`stands \d{5} days`), "stands MANY days"},    // since 1970: more with every day
	{regexp.MustCompile(`left at least \d+`), "left at least BYTES"}, // as many pages as the store takes
	{regexp.MustCompile(`([0-9A-Z]{4}-){4}[0-9A-Z]{4}`), "FINGERPRINT"},
	{regexp.MustCompile(`one of: .*`), "one of: THESE"},
	{regexp.MustCompile(`/\S*/branch\.toml`), "BRANCH"},
	{regexp.MustCompile(`until \d{4}-\d\d-\d\d`), "until DATE"},
}

// examined is what the doctor says, and its error.
func examined(t *testing.T, p *patient) string {
	t.Helper()
	var out strings.Builder
	err := p.examine(t.Context(), &out)
	text := strings.ReplaceAll(out.String(), p.dir, "DIR")
	if p.backups != "" {
		text = strings.ReplaceAll(text, p.backups, "BACKUPS")
	}
	for _, m := range masks {
		text = m.find.ReplaceAllString(text, m.put)
	}
	if err != nil {
		text += "error: " + err.Error() + "\n"
	}
	return text
}

// free is an address that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

func TestDoctorTranscript(t *testing.T) {
	var told strings.Builder
	tell := func(title string, p *patient) { told.WriteString("# " + title + "\n" + examined(t, p) + "\n") }

	tell("no folder", well(filepath.Join(t.TempDir(), "none"), free(t)))

	dir := filepath.Join(t.TempDir(), "data")
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	kiosk := client(t, p.url, "demo-kiosk-1")
	ask(t, kiosk, wire.Issue{Service: "cash", Language: "es"})
	listen := strings.TrimPrefix(p.url, "http://")
	running := well(dir, listen)
	backups := t.TempDir()
	running.backups = backups
	if err := os.WriteFile(filepath.Join(backups, "monday.turno"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tell("a running hub", running)
	ask(t, kiosk, wire.Report{Printer: "paper_out"})
	lost := well(dir, listen)
	lost.token, lost.run = "demo-manager-1", func(string, ...string) (string, error) { return "no\n", nil }
	tell("a printer without paper, a clock that nobody sets, a manager's token", lost)
	other := well(dir, free(t))
	tell("the wrong port", other)
	p.kill()

	stopped := well(dir, free(t))
	stopped.look = func(string) (string, error) { return "", errors.New("not there") }
	stopped.getenv = func(k string) string { return map[string]string{"LANG": "C"}[k] }
	stopped.now = func() time.Time { return time.Now().Add(-26 * time.Hour) }
	stopped.printers = free(t)
	stopped.backups = backups
	old := time.Now().Add(-40 * 24 * time.Hour)
	if err := errors.Join(os.Chtimes(filepath.Join(backups, "monday.turno"), old, old), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	tell("stopped, with a clock that was set back and a door that stands open", stopped)

	later := well(dir, free(t))
	later.now = func() time.Time { return time.Now().Add(13*24*time.Hour + time.Hour) }
	later.run = lost.run
	later.backups = backups
	tell("stopped for a fortnight, with a clock that nobody sets", later)

	battery := well(dir, free(t))
	battery.now = func() time.Time { return time.Unix(3600, 0) }
	battery.backups = t.TempDir()
	battery.branch = filepath.Join(t.TempDir(), "branch.toml")
	if err := os.WriteFile(battery.branch, []byte("name = 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tell("a flat battery, no backup, a branch file that can't be read", battery)

	file := filepath.Join(dir, store.FileName)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data[:3<<12], 0o600); err != nil {
		t.Fatal(err)
	}
	someone := httptest.NewServer(http.NotFoundHandler())
	defer someone.Close()
	hurt := well(dir, strings.TrimPrefix(someone.URL, "http://"))
	tell("a file that was cut off, and another program on the port", hurt)

	held(t, "doctor.txt", told.String())
}

// The program itself gives the exit status.
func TestDoctorsStatus(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if words, status := refused(t, "doctor", "--data", dir, "--listen", free(t)); status != 1 || !strings.Contains(words, "to be mended: 1 thing") {
		t.Errorf("%d %s", status, words)
	}
	if words, status := refused(t, "doctor"); status != 2 || !strings.Contains(words, "--data") {
		t.Errorf("%d %s", status, words)
	}
}

// A hub with the bank's certificate is known by the file, whatever names it has and
// whoever has signed it; one that serves another is told apart.
func TestDoctorKnowsTheBanksCertificate(t *testing.T) {
	dir, file := t.TempDir(), staffed(t)
	served(t, dir, "bank")
	bank, key := filepath.Join(dir, "bank.pem"), filepath.Join(dir, "bank.key")
	p := serving(t, "--data", filepath.Join(dir, "data"), "--branch", file, "--listen", "127.0.0.1:0", "--tls-cert", bank, "--tls-key", key)
	sick := well(filepath.Join(dir, "data"), strings.TrimPrefix(p.url, "https://"))
	sick.certFile, sick.keyFile = bank, key
	if got := examined(t, sick); !strings.Contains(got, "ok    hub           it runs, and can store") {
		t.Errorf("the doctor says\n%s", got)
	}
	served(t, dir, "other")
	sick = well(filepath.Join(dir, "data"), strings.TrimPrefix(p.url, "https://"))
	sick.certFile, sick.keyFile = filepath.Join(dir, "other.pem"), filepath.Join(dir, "other.key")
	if got := examined(t, sick); !strings.Contains(got, "has another certificate than") || strings.Contains(got, "is in use: another program") {
		t.Errorf("of a hub with another certificate the doctor says\n%s", got)
	}
}
