package cert

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

// A leaf lives for leafFor and is renewed when renewBefore is left.
const (
	leafFor     = 90 * 24 * time.Hour
	renewBefore = 30 * 24 * time.Hour
	maxNames    = 100
)

// Own serves with certificates of the branch's authority. They are made in
// memory when they are wanted, renewed by themselves before they end, and take
// up each address of this machine under which somebody reached it. Safe from any
// goroutine.
type Own struct {
	authority *Authority
	now       func() time.Time

	mu      sync.Mutex
	names   []string // host names and addresses
	current *tls.Certificate
}

// NewOwn serves for the host names and addresses given. now is the clock; nil is
// the machine's.
func NewOwn(a *Authority, now func() time.Time, names ...string) *Own {
	if now == nil {
		now = time.Now
	}
	o := &Own{authority: a, now: now}
	for _, n := range names {
		o.add(n)
	}
	return o
}

// add takes a name into the next certificate and tells whether it is new.
func (o *Own) add(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if ip := net.ParseIP(name); ip != nil {
		name = ip.String()
	}
	if name == "" || len(o.names) >= maxNames || slices.Contains(o.names, name) {
		return false
	}
	o.names = append(o.names, name)
	return true
}

// GetCertificate is for a tls.Config. The address at which a client arrived is
// this machine's, so it is taken up; the name that a client asks for is the
// client's word, so it is not.
func (o *Own) GetCertificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	fresh := false
	if hello != nil && hello.Conn != nil {
		if host, _, err := net.SplitHostPort(hello.Conn.LocalAddr().String()); err == nil {
			fresh = o.add(host)
		}
	}
	now := o.now()
	if c := o.current; c != nil && !fresh && !now.Before(c.Leaf.NotBefore) && now.Before(c.Leaf.NotAfter.Add(-renewBefore)) {
		return c, nil
	}
	c, err := o.authority.sign(o.names, now)
	if err != nil {
		if o.current != nil {
			return o.current, nil // the old one serves better than none
		}
		return nil, err
	}
	o.current = c
	return c, nil
}

// sign makes a certificate for the names. The authority goes along in the
// chain, so that a device that knows its fingerprint alone can judge it.
func (a *Authority) sign(names []string, now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: "Turno hub"},
		NotBefore: now.Add(-ahead), NotAfter: now.Add(leafFor),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	if template.NotAfter.After(a.Cert.NotAfter) {
		template.NotAfter = a.Cert.NotAfter
	}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, n)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.Cert, &key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, a.Cert.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

// Config is the TLS configuration that a hub serves with: version 1.3 alone.
func Config(get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	return &tls.Config{GetCertificate: get, MinVersion: tls.VersionTLS13, NextProtos: []string{"http/1.1"}}
}
