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
	{regexp.MustCompile(`is \d+ seconds old`), "is SOME seconds old"},
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
	if err := os.WriteFile(filepath.Join(backups, "monday.turno"), []byte("age-encryption.org/v1\n"), 0o600); err != nil {
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

// beyond starts a hub that others on the network could reach, and gives where it
// listens.
func beyond(t *testing.T, dir, address string, more ...string) (listen string) {
	t.Helper()
	p := serving(t, append([]string{"--data", dir, "--branch", staffed(t), "--listen", address + ":0"}, more...)...)
	_, port, err := net.SplitHostPort(p.url[strings.Index(p.url, "//")+2:])
	if err != nil {
		t.Fatal(err)
	}
	return net.JoinHostPort(address, port)
}

// A hub that speaks plain HTTP to the network is a hub, and not another program.
func TestDoctorKnowsAPlainHub(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	p := well(dir, beyond(t, dir, "0.0.0.0", "--plain"))
	p.branch = ""
	got := examined(t, p)
	if !strings.Contains(got, "ok    hub           it runs, and can store") || !strings.Contains(got, "note  hub           it speaks plain HTTP") || strings.Contains(got, "mend  ") {
		t.Errorf("the doctor says\n%s", got)
	}
}

// A hub at the machine's own address tells its figures to nobody: the doctor says
// that it could not ask, and not that nothing is wrong and nobody live.
func TestDoctorSaysWhatItCouldNotAsk(t *testing.T) {
	address := ""
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() && ip.IP.To4() != nil {
			address = ip.IP.String()
		}
	}
	if address == "" {
		t.Skip("this machine has no address but its own")
	}
	dir := filepath.Join(t.TempDir(), "data")
	p := well(dir, beyond(t, dir, address))
	p.branch = ""
	got := examined(t, p)
	if !strings.Contains(got, "ok    hub           it runs, and can store") || !strings.Contains(got, "can't be asked") || strings.Contains(got, "live: ") {
		t.Errorf("the doctor says\n%s", got)
	}
}

// A branch file that serve would refuse has to be mended before that.
func TestDoctorKnowsTheBranchFileThatServeRefuses(t *testing.T) {
	p := well(t.TempDir(), "0.0.0.0:0")
	if got := examined(t, p); !strings.Contains(got, "mend  branch file   ") || !strings.Contains(got, "PINs that everybody can read") {
		t.Errorf("of the demo's branch for a network the doctor says\n%s", got)
	}
}

// Only what begins as a backup does is one: neither what the folder holds besides,
// nor a part.
func TestDoctorCountsBackupsAlone(t *testing.T) {
	p := well(t.TempDir(), free(t))
	p.backups = t.TempDir()
	for name, text := range map[string]string{"notes.txt": "they are made at night", "empty.db": "", "day.db.part-17": "age-encryption.org/v1\n"} {
		lay(t, filepath.Join(p.backups, name), text)
	}
	if got := examined(t, p); !strings.Contains(got, "mend  backups       BACKUPS holds none") {
		t.Errorf("of a folder without a backup the doctor says\n%s", got)
	}
	backup, err := os.ReadFile(aBackup(t))
	if err != nil {
		t.Fatal(err)
	}
	day := filepath.Join(p.backups, "day.db")
	lay(t, day, string(backup))
	yesterday := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(day, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	p.all = nil
	if got := examined(t, p); !strings.Contains(got, "ok    backups       the newest, day.db, is 25 hours old") {
		t.Errorf("beside other files the doctor says\n%s", got)
	}
}

// What tells PINs, or speaks for the bank, is not for every account to read.
func TestDoctorSeesWhatEveryAccountMayRead(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	served(t, dir, "bank")
	text, err := os.ReadFile(staffed(t))
	if err != nil {
		t.Fatal(err)
	}
	branch, bank := filepath.Join(dir, "branch.toml"), filepath.Join(dir, "bank.key")
	lay(t, branch, string(text))
	const file, key = "mend  branch file   BRANCH may be read by every account", "mend  certificate   DIR"
	for mode, open := range map[os.FileMode]bool{0o644: true, 0o640: false} {
		if err := errors.Join(os.Chmod(branch, mode), os.Chmod(bank, mode)); err != nil {
			t.Fatal(err)
		}
		if open && !openToAll(branch) {
			t.Skip("the folder for temporary files is closed to others")
		}
		p := well(filepath.Join(dir, "data"), free(t))
		p.branch, p.certFile, p.keyFile = branch, filepath.Join(dir, "bank.pem"), bank
		got := strings.ReplaceAll(examined(t, p), dir, "DIR")
		if strings.Contains(got, file) != open || strings.Contains(got, key+"/bank.key may be read by every account") != open {
			t.Errorf("as %v the doctor says\n%s", mode, got)
		}
	}
}
