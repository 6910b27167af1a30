package cert

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// Folder is where an authority lies inside a data folder.
const Folder = "tls"

const (
	caFile, keyFile = "ca.pem", "ca.key"
	caYears         = 20
	// ahead is how far a certificate is valid before it was made: clocks of a
	// branch differ.
	ahead = 48 * time.Hour
)

// Authority is a branch's own: it signs the certificate that its hub serves
// with, and nothing else. Safe from any goroutine.
type Authority struct {
	Cert *x509.Certificate
	Path string // of its certificate, to be given to devices and browsers
	key  *ecdsa.PrivateKey
}

// Make makes the authority of a data folder, where there is none, and gives the
// one that is there. The key is the owner's alone (0600) and never leaves the
// folder.
func Make(dir, name string, now time.Time) (*Authority, error) {
	a, err := Load(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return a, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: "Turno " + name, OrganizationalUnit: []string{"branch authority"}},
		NotBefore: now.Add(-ahead), NotAfter: now.AddDate(caYears, 0, 0),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, Folder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	// The key first: a certificate without its key would be taken for damage.
	if err := write(filepath.Join(folder, keyFile), "PRIVATE KEY", secret, 0o600); err != nil {
		return nil, err
	}
	if err := write(filepath.Join(folder, caFile), "CERTIFICATE", der, 0o644); err != nil {
		return nil, err
	}
	// The names, too: its fingerprint is told to devices from here on.
	for _, path := range []string{folder, dir} {
		if err := syncFolder(path); err != nil {
			return nil, err
		}
	}
	return Load(dir)
}

// Load reads the authority of a data folder. Its error is fs.ErrNotExist where
// there is none, and says what to do where it can't be used.
func Load(dir string) (*Authority, error) {
	a := &Authority{Path: filepath.Join(dir, Folder, caFile)}
	der, err := read(a.Path, "CERTIFICATE")
	if err != nil {
		return nil, err
	}
	keyPath := filepath.Join(dir, Folder, keyFile)
	secret, err := read(keyPath, "PRIVATE KEY")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is there and its key %s is not: bring the key back from where the folder was kept, or remove the folder %s and pair every device again", a.Path, keyPath, Folder)
	}
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(keyPath); err != nil {
		return nil, err
	} else if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by other accounts of this machine: chmod 600 it, and if somebody may have copied it, remove the folder and pair every device again", keyPath)
	}
	if a.Cert, err = x509.ParseCertificate(der); err != nil {
		return nil, fmt.Errorf("%s: %w", a.Path, err)
	}
	key, err := x509.ParsePKCS8PrivateKey(secret)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", keyPath, err)
	}
	var ok bool
	if a.key, ok = key.(*ecdsa.PrivateKey); !ok || !a.key.PublicKey.Equal(a.Cert.PublicKey) {
		return nil, fmt.Errorf("%s is not the key of %s", keyPath, a.Path)
	}
	return a, nil
}

// Fingerprint is what devices and people know the authority by.
func (a *Authority) Fingerprint() string { return Fingerprint(a.Cert) }

func serial() *big.Int {
	b := make([]byte, 16)
	rand.Read(b)
	return new(big.Int).SetBytes(b)
}

// write puts a PEM file in place, whole or not at all, and synced: a power cut
// must not leave half a key.
func write(path, kind string, der []byte, mode fs.FileMode) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	err = pem.Encode(f, &pem.Block{Type: kind, Bytes: der})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// syncFolder brings the names in a folder to the disk.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func read(path, kind string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != kind {
		return nil, fmt.Errorf("%s holds no %s in PEM form", path, kind)
	}
	return block.Bytes, nil
}
