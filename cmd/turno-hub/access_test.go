package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/cert"
	"turno/hub/dial"
	"turno/hub/wire"
)

// told runs a verb with an environment and input of its own.
func told(t *testing.T, env []string, in string, args ...string) (out, errs string, exit int) {
	t.Helper()
	cmd := command(t, args...)
	var o, e bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &o, &e
	cmd.Env = append(cmd.Env, env...)
	_ = cmd.Run()
	return o.String(), e.String(), cmd.ProcessState.ExitCode()
}

// staffed writes a branch file whose people have real PINs: m1 4711, a1 1111, a2 2222.
func staffed(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../hub/branch/demo.toml")
	if err != nil {
		t.Fatal(err)
	}
	s := strings.Replace(string(text), "demo = true", "", 1)
	cheap := branch.HashPIN("4711")
	for person, pin := range map[string]string{"m1": cheap, "a1": branch.HashPIN("1111")} {
		s = regexp.MustCompile(`(id = "`+person+`"\n(?:.*\n){2})demo_pin = "1234"`).ReplaceAllString(s, "${1}pin = '"+strings.ReplaceAll(pin, "$", "$$")+"'")
	}
	s = strings.ReplaceAll(s, `demo_pin = "1234"`, "pin = '"+cheap+"'")
	s += "\n[[person]]\nid = \"a2\"\nname = \"K. Dahl\"\nrole = \"admin\"\npin = '" + branch.HashPIN("2222") + "'\n"
	path := filepath.Join(t.TempDir(), "branch.toml")
	if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var shownPrint = regexp.MustCompile(`fingerprint +(\S+)`)

// Beyond this machine: quickstart, HTTPS with the branch's own authority, a
// display that is paired with nothing but the fingerprint, and cut off again.
func TestABranchInServiceFromQuickstartToRevocation(t *testing.T) {
	file, dir := staffed(t), filepath.Join(t.TempDir(), "branch")
	out := done(t, "quickstart", "--data", dir, "--branch", file, "--pair")
	m := shownPrint.FindStringSubmatch(out)
	if m == nil || strings.Contains(out, "kiosk-1") {
		t.Fatalf("quickstart says %s", out)
	}
	if shown := done(t, "fingerprint", dir); !strings.HasPrefix(shown, m[1]) {
		t.Errorf("fingerprint says %s, quickstart %s", shown, m[1])
	}
	p := serving(t, "--data", dir, "--branch", file, "--listen", "0.0.0.0:0")
	if !strings.HasPrefix(p.url, "https://") {
		t.Fatalf("beyond this machine it serves %s", p.url)
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(p.url, "https://"), "]:")
	if port == "" {
		port = p.url[strings.LastIndex(p.url, ":")+1:]
	}
	url := "https://127.0.0.1:" + port

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	trusted := func(token string) dial.Config {
		c := dial.Config{URL: url, Token: token, Poll: 5 * time.Millisecond}
		var err error
		if c.TLS, err = (dial.Trust{Pin: m[1]}).For(url); err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, trust := range map[string]dial.Trust{"the system's trust": {}, "another fingerprint": {Pin: m[1][5:] + "-" + m[1][:4]}} {
		c := dial.Config{URL: url}
		c.TLS, _ = trust.For(url)
		if _, err := c.SignIn(ctx, wire.SignIn{Person: "m1", PIN: "4711"}); err == nil || !strings.Contains(err.Error(), "certificate") && !errors.Is(err, cert.ErrOtherHub) {
			t.Errorf("%s lets the hub in: %v", name, err)
		}
	}
	boss, err := trusted("").SignIn(ctx, wire.SignIn{Person: "m1", PIN: "4711"})
	if err != nil {
		t.Fatal(err)
	}

	codes, paired := make(chan wire.Pairing, 1), make(chan wire.Paired, 1)
	go func() {
		got, err := dial.Pair(ctx, trusted(""), wire.PairAsk{Device: "display-7", Role: wire.Display}, func(c wire.Pairing) { codes <- c })
		if err != nil {
			t.Error(err)
		}
		paired <- got
	}()
	code := <-codes
	env := []string{"TURNO_TOKEN=" + boss.Token, "TURNO_PIN=" + m[1]}
	if out, errs, _ := told(t, env, "", "devices", "--hub", url); !strings.Contains(out, code.Code) || !strings.Contains(out, "display-7") {
		t.Fatalf("devices says %s %s", out, errs)
	}
	if out, errs, exit := told(t, env, "", "devices", "--hub", url, "approve", strings.ToLower(strings.ReplaceAll(code.Code, "-", ""))); exit != 0 {
		t.Fatalf("approve: %s %s", out, errs)
	}
	got := <-paired
	if got.Device != "display-7" || got.Role != wire.Display || got.Token == "" {
		t.Fatalf("paired: %+v", got)
	}
	wall := dial.New(trusted(got.Token))
	ended := make(chan error, 1)
	go func() { ended <- wall.Run(ctx) }()
	for u := range wall.Updates() {
		if u.Live {
			break
		}
	}
	all, err := trusted(boss.Token).Devices(ctx)
	if err != nil || len(all) != 1 || all[0].Live != 1 {
		t.Fatalf("devices: %+v %v", all, err)
	}
	if out, errs, exit := told(t, env, "", "devices", "--hub", url, "revoke", all[0].ID); exit != 0 {
		t.Fatalf("revoke: %s %s", out, errs)
	}
	for range wall.Updates() {
	}
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "removed") {
		t.Errorf("the revoked display ends with %v", err)
	}
	p.end(syscall.SIGTERM)
	for _, secret := range []string{boss.Token, got.Token, code.Secret, "4711"} {
		if strings.Contains(p.errs.String(), secret) {
			t.Errorf("the log tells %q", secret)
		}
	}
	report := done(t, "audit", dir)
	for _, want := range []string{"signed_in", "device_added", "display-7", "token_changed", "device_removed", "by m1 (manager)", "branch_loaded"} {
		if !strings.Contains(report, want) {
			t.Errorf("audit says nothing of %s:\n%s", want, report)
		}
	}
	for line := range strings.Lines(done(t, "audit", dir, "-json")) {
		var a audited
		if err := json.Unmarshal([]byte(line), &a); err != nil || a.Seq == 0 || a.What == "" {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestWhatMayBeServedBeyondThisMachine(t *testing.T) {
	file := staffed(t)
	for name, c := range map[string]struct {
		args []string
		says string
		exit int
	}{
		"PINs that everybody knows": {[]string{"--branch", "demo", "--listen", "0.0.0.0:0"}, "for this machine alone", 1},
		"half a certificate":        {[]string{"--branch", file, "--tls-cert", "x"}, "go together", 2},
		"plain and secure":          {[]string{"--branch", file, "--plain", "--tls-cert", "x", "--tls-key", "y"}, "contradict", 2},
		"names for nothing":         {[]string{"--branch", file, "--plain", "--tls-name", "hub"}, "leave it out", 2},
		"no such certificate":       {[]string{"--branch", file, "--tls-cert", "x", "--tls-key", "y", "--listen", "127.0.0.1:0"}, "can't be used", 1},
	} {
		words, exit := refused(t, append([]string{"serve", "--data", t.TempDir()}, c.args...)...)
		if exit != c.exit || !strings.Contains(words, c.says) {
			t.Errorf("%s: exit %d, %q", name, exit, words)
		}
	}
	p := serving(t, "--data", t.TempDir(), "--branch", file, "--listen", "0.0.0.0:0", "--plain")
	p.end(syscall.SIGTERM)
	if !strings.HasPrefix(p.url, "http://") || !strings.Contains(p.errs.String(), "WARN") {
		t.Errorf("plain serving says %s", p.errs.String())
	}
}

// The bank's certificate is taken up when it changes, and lines that stand go on.
func TestANewCertificateDropsNobody(t *testing.T) {
	dir, file := t.TempDir(), staffed(t)
	first, second := served(t, dir, "one"), served(t, dir, "two")
	use := func(name string) {
		for _, end := range []string{".pem", ".key"} {
			b, err := os.ReadFile(filepath.Join(dir, name+end))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "bank"+end), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	use("one")
	p := serving(t, "--data", filepath.Join(dir, "data"), "--branch", file, "--listen", "127.0.0.1:0",
		"--tls-cert", filepath.Join(dir, "bank.pem"), "--tls-key", filepath.Join(dir, "bank.key"))
	serial := func() string {
		t.Helper()
		c, err := tls.Dial("tcp", strings.TrimPrefix(p.url, "https://"), &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS13})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		return c.ConnectionState().PeerCertificates[0].SerialNumber.String()
	}
	if got := serial(); got != first {
		t.Fatalf("it serves %s, not %s", got, first)
	}
	stays := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, MaxConnsPerHost: 1}}
	ask := func() *tls.ConnectionState {
		t.Helper()
		resp, err := stays.Get(p.url + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body) // or the line is not used again
		resp.Body.Close()
		return resp.TLS
	}
	ask()
	use("two")
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(patience); serial() != second; {
		if time.Now().After(until) {
			t.Fatal("the new certificate is never served")
		}
	}
	if got := ask().PeerCertificates[0].SerialNumber.String(); got != first {
		t.Errorf("the line that stood was made anew: %s", got)
	}
}

// served writes a certificate with its key and gives its serial number.
func served(t *testing.T, dir, name string) string {
	t.Helper()
	a, err := cert.Make(filepath.Join(dir, "ca-"+name), "bank", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(dir, "ca-"+name, cert.Folder, "ca.key"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(a.Path)
	if err != nil {
		t.Fatal(err)
	}
	for end, b := range map[string][]byte{".pem": text, ".key": key} {
		if err := os.WriteFile(filepath.Join(dir, name+end), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return a.Cert.SerialNumber.String()
}

func TestPINLines(t *testing.T) {
	out, errs, exit := told(t, nil, "4711\n", "pin")
	line, ok := strings.CutPrefix(strings.TrimSpace(out), "pin = ")
	if exit != 0 || !ok || !strings.HasPrefix(line, `"$argon2id$`) || strings.Contains(out+errs, "4711") {
		t.Errorf("exit %d: %s %s", exit, out, errs)
	}
	for _, in := range []string{"", "\n", "123\n", strings.Repeat("9", 65) + "\n"} {
		if out, _, exit := told(t, nil, in, "pin"); exit != 1 || out != "" {
			t.Errorf("%q: exit %d, %s", in, exit, out)
		}
	}
}

// Nobody replaces a branch's data alone.
func TestARestoreOverDataTakesTwoAdmins(t *testing.T) {
	file, dir := staffed(t), filepath.Join(t.TempDir(), "branch")
	done(t, "quickstart", "--data", dir, "--branch", file)
	copied := filepath.Join(t.TempDir(), "copy")
	done(t, "backup", "--data", dir, "--to", copied)
	print := done(t, "fingerprint", dir)
	over := []string{"restore", "--from", copied, "--data", dir, "--replace", "--branch", file}
	for name, c := range map[string]struct {
		in   string
		args []string
	}{
		"without --replace":  {"a1\n1111\na2\n2222\n", over[:5]},
		"without the branch": {"a1\n1111\na2\n2222\n", over[:6]},
		"one admin":          {"a1\n1111\n", over},
		"the same twice":     {"a1\n1111\na1\n1111\n", over},
		"a wrong PIN":        {"a1\n1111\na2\n1111\n", over},
		"a manager":          {"a1\n1111\nm1\n4711\n", over},
		"nobody":             {"", over},
	} {
		if out, errs, exit := told(t, nil, c.in, c.args...); exit == 0 || out != "" {
			t.Errorf("%s: exit %d %s %s", name, exit, out, errs)
		}
	}
	if names, _ := filepath.Glob(dir + ".*"); len(names) > 0 {
		t.Errorf("something was done: %v", names)
	}
	if out, errs, exit := told(t, nil, "a1\n1111\na2\n2222\n", over...); exit != 0 || strings.Contains(out+errs, "1111") {
		t.Fatalf("two admins: exit %d %s %s", exit, out, errs)
	}
	if names, _ := filepath.Glob(dir + ".before-*"); len(names) != 1 {
		t.Errorf("what was there is kept in %v", names)
	}
	if report := done(t, "audit", dir); !strings.Contains(report, "restored") || !strings.Contains(report, "a1 a2") {
		t.Errorf("audit says %s", report)
	}
	if again := done(t, "fingerprint", dir); again != print {
		t.Errorf("another authority after the restore: %s", again)
	}
}
