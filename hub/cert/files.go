package cert

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// lookEvery bounds how often the files are looked at.
const lookEvery = 5 * time.Second

// Files serves with a certificate and a key of the bank's, and takes new ones
// when the files change. Lines that stand go on; files that don't fit each other
// (one was replaced and the other not yet) leave the old certificate in force.
// Safe from any goroutine.
type Files struct {
	cert, key string
	now       func() time.Time
	log       *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	seen    [2]os.FileInfo // the files as they were taken; nil: not there
	told    bool           // that they do not serve, as they were then:
	wrong   [2]os.FileInfo
	looked  time.Time
}

// NewFiles reads the two files. now is the clock, nil the machine's; log gets
// what is wrong with later ones, nil is silent.
func NewFiles(certFile, keyFile string, now func() time.Time, log *slog.Logger) (*Files, error) {
	f := &Files{cert: certFile, key: keyFile, now: now, log: log}
	if f.now == nil {
		f.now = time.Now
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	f.looked, f.seen = f.now(), f.infos()
	c, err := f.load()
	if err != nil {
		return nil, err
	}
	f.current = c
	return f, nil
}

// load reads the files as they are now.
func (f *Files) load() (*tls.Certificate, error) {
	c, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return nil, fmt.Errorf("the certificate can't be used: %w", err)
	}
	if f.now().After(c.Leaf.NotAfter) {
		return nil, fmt.Errorf("the certificate %s ended on %s: get a new one", f.cert, c.Leaf.NotAfter.Format(time.DateOnly))
	}
	return &c, nil
}

func (f *Files) infos() (all [2]os.FileInfo) {
	for i, name := range []string{f.cert, f.key} {
		all[i], _ = os.Stat(name)
	}
	return all
}

// same tells whether a file is as it was: times alone are too coarse to tell.
func same(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// GetCertificate is for a tls.Config.
func (f *Files) GetCertificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.now(); now.Sub(f.looked) >= lookEvery || now.Before(f.looked) {
		f.looked = now
		f.look()
	}
	return f.current, nil
}

// Look reads the files again now if they changed; for an operator's signal.
func (f *Files) Look() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = false // whoever asks is told
	f.look()
}

func (f *Files) look() {
	now := f.infos()
	if same(now[0], f.seen[0]) && same(now[1], f.seen[1]) {
		return
	}
	c, err := f.load()
	if err != nil { // looked at again after a while: its other half may come
		if !f.told || !same(now[0], f.wrong[0]) || !same(now[1], f.wrong[1]) {
			f.told, f.wrong = true, now
			f.log.Error("the new certificate can't be used; the old one stays in force", "file", f.cert, "err", err)
		}
		return
	}
	f.seen, f.current, f.told = now, c, false
	f.log.Info("a new certificate is in force", "file", f.cert, "until", c.Leaf.NotAfter)
}

// Until is when the certificate in force ends.
func (f *Files) Until() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current.Leaf.NotAfter
}
