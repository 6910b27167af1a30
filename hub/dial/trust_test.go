package dial

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"turno/hub/cert"
	"turno/hub/wire"
)

// secure is a hub's side over HTTPS with an authority of its own.
func secure(t *testing.T, h http.Handler) (url string, own *cert.Authority) {
	t.Helper()
	own, err := cert.Make(t.TempDir(), "hall", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Listener = tls.NewListener(s.Listener, cert.Config(cert.NewOwn(own, nil).GetCertificate))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "http:", "https:", 1), own
}

func TestTheRightHubIsTrustedAlone(t *testing.T) {
	asked := 0
	url, own := secure(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		_ = json.NewEncoder(w).Encode(wire.State{Epoch: "e"})
	}))
	_, other := secure(t, http.NotFoundHandler())
	byName := strings.Replace(url, "127.0.0.1", "localhost", 1) // the certificate is for the address alone
	for name, c := range map[string]struct {
		url   string
		trust Trust
		ok    bool
	}{
		"its fingerprint":     {url, Trust{Pin: own.Fingerprint()}, true},
		"its file":            {url, Trust{CAFile: own.Path}, true},
		"another fingerprint": {url, Trust{Pin: other.Fingerprint()}, false},
		"another's file":      {url, Trust{CAFile: other.Path}, false},
		"the system's trust":  {url, Trust{}, false},
		"another name":        {byName, Trust{Pin: own.Fingerprint()}, false},
		"another name, file":  {byName, Trust{CAFile: own.Path}, false},
	} {
		before := asked
		trusted, err := c.trust.For(c.url)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Config{URL: c.url, Token: "secret", TLS: trusted}.Fetch(t.Context())
		if (err == nil) != c.ok || (asked > before) != c.ok {
			t.Errorf("%s: %v, asked: %v", name, err, asked > before)
		}
	}
}

func TestTrustThatMeansNothingIsRefused(t *testing.T) {
	a, err := cert.Make(t.TempDir(), "hall", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		url   string
		trust Trust
	}{
		"over plain HTTP": {"http://127.0.0.1:1", Trust{Pin: a.Fingerprint()}},
		"both":            {"https://127.0.0.1:1", Trust{Pin: a.Fingerprint(), CAFile: a.Path}},
		"half a print":    {"https://127.0.0.1:1", Trust{Pin: a.Fingerprint()[:20]}},
		"an empty file":   {"https://127.0.0.1:1", Trust{CAFile: empty}},
		"no file":         {"https://127.0.0.1:1", Trust{CAFile: empty + "x"}},
		"no hub":          {"127.0.0.1", Trust{}},
	} {
		if got, err := c.trust.For(c.url); err == nil || got != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A device waits for a hub that slows it down or is away, and gives up where no
// waiting helps.
func TestPairingWaitsForWhatPasses(t *testing.T) {
	answers := []int{429, 503, 422}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := answers[0]
		answers = answers[1:]
		w.WriteHeader(status)
		code := map[int]wire.Code{429: wire.TooMany, 503: wire.Unavailable, 422: wire.InvalidField}[status]
		_ = json.NewEncoder(w).Encode(wire.Refuse("", code, "no", ""))
	}))
	defer s.Close()
	_, err := Pair(t.Context(), Config{URL: s.URL, Poll: time.Millisecond}, wire.PairAsk{}, func(wire.Pairing) { t.Error("a code was shown") })
	var refused *Refused
	if !errors.As(err, &refused) || refused.Answer.Code != wire.InvalidField || len(answers) != 0 {
		t.Errorf("%v, %d answers left", err, len(answers))
	}
}
