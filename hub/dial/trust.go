package dial

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"turno/hub/cert"
)

// Trust says how a hub that is reached over HTTPS is known: by the certificate
// of its authority, by that one's fingerprint, or, with neither, by whom this
// machine trusts anyway.
type Trust struct {
	CAFile string // PEM
	Pin    string // as the hub shows it
}

// Flags lets a program be told by -ca and -pin; TURNO_PIN stands in for the latter.
func (t *Trust) Flags(f *flag.FlagSet) {
	f.StringVar(&t.CAFile, "ca", "", "`file` with the certificate of the hub's authority (PEM)")
	f.StringVar(&t.Pin, "pin", os.Getenv("TURNO_PIN"), "`fingerprint` of the hub's authority, as turno-hub shows it")
}

// For gives the TLS configuration for the hub at the URL, to be put into
// [Config.TLS]; nil for the system's own trust. A fingerprint and plain HTTP
// don't go together: somebody meant the hub to be recognised.
func (t Trust) For(hub string) (*tls.Config, error) {
	u, err := url.Parse(hub)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%q is no URL of a hub, such as https://192.0.2.7:8443", hub)
	}
	if t.CAFile == "" && t.Pin == "" {
		return nil, nil
	}
	if u.Scheme != "https" {
		return nil, fmt.Errorf("%s is plain HTTP, which recognises no hub: use https://, or leave out -ca and -pin", hub)
	}
	if t.Pin == "" {
		return cert.TrustFile(t.CAFile)
	}
	if t.CAFile != "" {
		return nil, errors.New("-ca and -pin say the same in two ways: give one")
	}
	pin, err := cert.ParsePin(t.Pin)
	if err != nil {
		return nil, err
	}
	return cert.TrustPin(pin, u.Hostname(), nil), nil
}

// client makes the single requests of the configuration.
func (c Config) client() *http.Client {
	if c.TLS == nil {
		return plain
	}
	return &http.Client{Timeout: plain.Timeout, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment,
		TLSClientConfig: c.TLS.Clone(), TLSHandshakeTimeout: 5 * time.Second, DisableKeepAlives: true}}
}
