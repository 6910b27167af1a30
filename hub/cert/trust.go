package cert

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"
)

// ErrOtherHub says that whoever answered does not have the pinned authority.
var ErrOtherHub = errors.New("this is not the hub with that fingerprint")

// TrustFile makes a client trust the authorities of a PEM file and no other.
func TrustFile(path string) (*tls.Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the authority's certificate can't be read: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", path)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS13}, nil
}

// TrustPin makes a client trust the one authority with this fingerprint, for the
// host that it dials. The system's own check is replaced, not left out: the
// authority has to be in the chain that the hub shows, and the hub's certificate
// must be signed by it, be valid now, for a server, and for that host. now is the
// clock; nil is the machine's.
func TrustPin(p Pin, host string, now func() time.Time) *tls.Config {
	if now == nil {
		now = time.Now
	}
	return &tls.Config{
		MinVersion:         tls.VersionTLS13,
		InsecureSkipVerify: true, // VerifyConnection does all of it, on resumed lines too
		VerifyConnection: func(s tls.ConnectionState) error {
			for _, c := range s.PeerCertificates {
				if c.IsCA && p.Fits(c) {
					return signedBy(c, s.PeerCertificates, host, now())
				}
			}
			return ErrOtherHub
		},
	}
}

func signedBy(authority *x509.Certificate, chain []*x509.Certificate, host string, now time.Time) error {
	if host == "" {
		return errors.New("the host that was dialled is not known")
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(authority)
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: host,
		CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
	return err
}
