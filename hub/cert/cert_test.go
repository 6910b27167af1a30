package cert

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func authority(t *testing.T, now time.Time) *Authority {
	t.Helper()
	a, err := Make(t.TempDir(), "Lipová", now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// shake lets a client and a server of these configurations meet on a real
// socket and gives what each says.
func shake(t *testing.T, server, client *tls.Config) (state tls.ConnectionState, clientErr, serverErr error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	served := make(chan error, 1)
	go func() {
		c, err := ln.Accept()
		if err == nil {
			s := tls.Server(c, server)
			if err = s.Handshake(); err == nil {
				_, _ = s.Write([]byte("x"))
			}
			s.Close()
		}
		served <- err
	}()
	raw, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c := tls.Client(raw, client)
	if clientErr = c.Handshake(); clientErr == nil {
		_, clientErr = io.ReadFull(c, make([]byte, 1)) // in 1.3 the server's last word comes late
	}
	state = c.ConnectionState()
	c.Close()
	return state, clientErr, <-served
}

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

// A device that knows the authority by file or by fingerprint lets in the right
// hub alone.
func TestWhoIsTrusted(t *testing.T) {
	right, wrong := authority(t, noon), authority(t, noon)
	expired := authority(t, noon.AddDate(-1, 0, 0))
	serve := func(a *Authority, when time.Time, names ...string) *tls.Config {
		c, err := a.sign(names, when)
		if err != nil {
			t.Fatal(err)
		}
		return Config(func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c, nil })
	}
	impostor := serve(wrong, noon, "127.0.0.1") // shows the right authority, is signed by another
	c, _ := impostor.GetCertificate(nil)
	c.Certificate[1] = right.Cert.Raw
	alone := serve(right, noon, "127.0.0.1") // the authority itself as a server
	{
		c := &tls.Certificate{Certificate: [][]byte{right.Cert.Raw}, PrivateKey: right.key}
		alone.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c, nil }
	}
	for name, c := range map[string]struct {
		trust  *Authority
		server *tls.Config
		ok     bool
	}{
		"the right one":                   {right, serve(right, noon, "127.0.0.1", "hub.local"), true},
		"another authority":               {right, serve(wrong, noon, "127.0.0.1"), false},
		"another address":                 {right, serve(right, noon, "10.1.2.3", "hub.local"), false},
		"no name at all":                  {right, serve(right, noon), false},
		"it ended":                        {expired, serve(expired, noon.AddDate(0, -6, 0), "127.0.0.1"), false},
		"not valid yet":                   {right, serve(right, noon.AddDate(0, 1, 0), "127.0.0.1"), false},
		"the right authority for show":    {right, impostor, false},
		"the authority as its own server": {right, alone, false},
	} {
		pin, err := ParsePin(strings.ToLower(c.trust.Fingerprint()))
		if err != nil {
			t.Fatal(err)
		}
		byFile, err := TrustFile(c.trust.Path)
		if err != nil {
			t.Fatal(err)
		}
		byFile.ServerName, byFile.Time = "127.0.0.1", at(noon)
		for how, client := range map[string]*tls.Config{"pin": TrustPin(pin, "127.0.0.1", at(noon)), "file": byFile} {
			state, err, _ := shake(t, c.server, client)
			if (err == nil) != c.ok {
				t.Errorf("%s, by %s: %v, want trusted: %v", name, how, err, c.ok)
			}
			if err == nil && state.Version != tls.VersionTLS13 {
				t.Errorf("%s: TLS %x", name, state.Version)
			}
		}
	}
	if _, err, _ := shake(t, serve(right, noon, "127.0.0.1"), TrustPin(Pin{}, "127.0.0.1", at(noon))); !errors.Is(err, ErrOtherHub) {
		t.Errorf("a pin that was never set: %v", err)
	}
}

func TestOlderTLSIsRefused(t *testing.T) {
	a := authority(t, time.Now())
	own := NewOwn(a, nil)
	_, err, _ := shake(t, Config(own.GetCertificate), &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})
	if err == nil || !strings.Contains(err.Error(), "version") {
		t.Errorf("TLS 1.2 got in: %v", err)
	}
}

// A leaf is renewed before it ends, whatever the clock does, and takes up the
// address at which somebody arrived.
func TestCertificatesRenewThemselves(t *testing.T) {
	a := authority(t, noon)
	now := noon
	own := NewOwn(a, func() time.Time { return now }, "Hub.Local", "hub.local.", "[fe80::1]", "")
	get := func() *x509.Certificate {
		t.Helper()
		c, err := own.GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf
	}
	first := get()
	if len(first.DNSNames) != 1 || first.DNSNames[0] != "hub.local" || len(first.IPAddresses) != 1 {
		t.Errorf("names %v %v", first.DNSNames, first.IPAddresses)
	}
	for _, step := range []struct {
		to    time.Time
		fresh bool
	}{
		{noon.AddDate(0, 0, 59), false}, {noon.AddDate(0, 0, 61), true}, {noon.AddDate(0, 0, 62), false},
		{noon.AddDate(5, 0, 0), true}, {noon, true}, // a wrong clock was mended
	} {
		before := get()
		now = step.to
		after := get()
		if fresh := !before.Equal(after); fresh != step.fresh {
			t.Errorf("at %v: a new one: %v, want %v", step.to, fresh, step.fresh)
		}
		if now.Before(after.NotBefore) || !now.Before(after.NotAfter) {
			t.Errorf("at %v it is valid from %v to %v", now, after.NotBefore, after.NotAfter)
		}
	}
	pin, _ := ParsePin(a.Fingerprint())
	state, err, _ := shake(t, Config(own.GetCertificate), TrustPin(pin, "127.0.0.1", at(now)))
	if err != nil {
		t.Fatalf("the address of the line was not taken up: %v", err)
	}
	if names := state.PeerCertificates[0].DNSNames; len(names) != 1 {
		t.Errorf("names %v", names)
	}
}

func TestAnAuthorityIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	a, err := Make(dir, "Lipová", noon)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Make(dir, "Lipová", noon.AddDate(1, 0, 0))
	if err != nil || again.Fingerprint() != a.Fingerprint() {
		t.Fatalf("made anew: %v", err)
	}
	key := filepath.Join(dir, Folder, keyFile)
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v %v", info.Mode(), err)
	}
	if err := os.Chmod(key, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key that others can read: %v", err)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if _, err := Make(dir, "Lipová", noon); err == nil || !strings.Contains(err.Error(), "bring the key back") {
		t.Errorf("a lost key: %v", err)
	}
}

func TestFingerprints(t *testing.T) {
	a, b := authority(t, noon), authority(t, noon)
	print := a.Fingerprint()
	if len(print) != 24 || strings.Trim(print, Letters+"-") != "" || print == b.Fingerprint() || print != Fingerprint(a.Cert) {
		t.Errorf("fingerprints %s and %s", print, b.Fingerprint())
	}
	sum := sha(a.Cert)
	for _, s := range []string{print, strings.ToLower(print), " " + strings.ReplaceAll(print, "-", " "), strings.ReplaceAll(print, "-", ""), sum, strings.ToUpper(sum[:2] + ":" + sum[2:])} {
		if p, err := ParsePin(s); err != nil || !p.Fits(a.Cert) || p.Fits(b.Cert) {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"", print[:23], print + "2", "0" + print[1:], sum[1:], "x"} {
		if _, err := ParsePin(s); !errors.Is(err, ErrNoFingerprint) {
			t.Errorf("%q was taken: %v", s, err)
		}
	}
}

func sha(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// Files that change are taken up; half a change is not, and lines stand.
func TestTheBanksCertificateIsReadAgain(t *testing.T) {
	a, dir := authority(t, noon), t.TempDir()
	certFile, keyFile := filepath.Join(dir, "bank.pem"), filepath.Join(dir, "bank.key")
	put := func(onlyCert bool) *x509.Certificate {
		t.Helper()
		c, err := a.sign([]string{"127.0.0.1"}, noon)
		if err != nil {
			t.Fatal(err)
		}
		key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		if err := write(certFile, "CERTIFICATE", c.Certificate[0], 0o644); err != nil {
			t.Fatal(err)
		}
		if !onlyCert {
			if err := write(keyFile, "PRIVATE KEY", key, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return c.Leaf
	}
	first := put(false)
	now := noon
	var logged bytes.Buffer
	f, err := NewFiles(certFile, keyFile, func() time.Time { return now }, slog.New(slog.NewTextHandler(&logged, nil)))
	if err != nil {
		t.Fatal(err)
	}
	serves := func(want *x509.Certificate, when string) {
		t.Helper()
		if c, err := f.GetCertificate(nil); err != nil || !c.Leaf.Equal(want) {
			t.Errorf("%s another certificate is served (%v)", when, err)
		}
	}
	serves(first, "at first")
	put(true)
	now = now.Add(lookEvery)
	serves(first, "with half a change")
	if !strings.Contains(logged.String(), "stays in force") {
		t.Errorf("nothing was said: %s", &logged)
	}
	third := put(false)
	serves(first, "before the next look")
	now = now.Add(lookEvery)
	serves(third, "after the change")
	fourth := put(false)
	f.Look()
	serves(fourth, "after a signal")
	if err := os.Remove(keyFile); err != nil {
		t.Fatal(err)
	}
	now = now.Add(lookEvery)
	serves(fourth, "without its key")
	if _, err := NewFiles(certFile, keyFile, nil, nil); err == nil {
		t.Error("a certificate without its key was taken")
	}
	block := &pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")}
	if err := os.WriteFile(certFile, pem.EncodeToMemory(block), 0o644); err != nil {
		t.Fatal(err)
	}
	f.Look()
	serves(fourth, "with a broken file")
}

// A pair of files that does not serve is told once, however many devices knock; and
// one that has ended, as when an old copy was put back, leaves the good one in force.
func TestTheBanksFilesThatDoNotServe(t *testing.T) {
	a, dir := authority(t, noon), t.TempDir()
	certFile, keyFile := filepath.Join(dir, "bank.pem"), filepath.Join(dir, "bank.key")
	put := func(when time.Time) *x509.Certificate {
		t.Helper()
		c, err := a.sign([]string{"127.0.0.1"}, when)
		if err != nil {
			t.Fatal(err)
		}
		key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(write(certFile, "CERTIFICATE", c.Certificate[0], 0o644), write(keyFile, "PRIVATE KEY", key, 0o600)); err != nil {
			t.Fatal(err)
		}
		return c.Leaf
	}
	good := put(noon)
	now := noon
	var logged bytes.Buffer
	f, err := NewFiles(certFile, keyFile, func() time.Time { return now }, slog.New(slog.NewTextHandler(&logged, nil)))
	if err != nil {
		t.Fatal(err)
	}
	knock := func(times int) {
		t.Helper()
		for range times {
			now = now.Add(lookEvery)
			if c, err := f.GetCertificate(nil); err != nil || !c.Leaf.Equal(good) {
				t.Fatalf("another certificate is served (%v): %s", err, &logged)
			}
		}
	}
	put(noon.Add(-2 * leafFor))
	knock(50)
	if got := strings.Count(logged.String(), "stays in force"); got != 1 || !strings.Contains(logged.String(), "ended on") {
		t.Errorf("said %d times: %s", got, &logged)
	}
	logged.Reset()
	if err := os.WriteFile(certFile, []byte("-----BEGIN"), 0o644); err != nil {
		t.Fatal(err)
	}
	knock(50)
	f.Look() // an operator asks: it is said again
	if got := strings.Count(logged.String(), "stays in force"); got != 2 {
		t.Errorf("said %d times: %s", got, &logged)
	}
	logged.Reset()
	if err := errors.Join(os.Remove(certFile), os.Remove(keyFile)); err != nil {
		t.Fatal(err)
	}
	knock(50)
	if got := strings.Count(logged.String(), "stays in force"); got != 1 {
		t.Errorf("that both are gone is said %d times: %s", got, &logged)
	}
	good = put(noon)
	knock(1)
}
