package cert

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"math/big"
	"strings"
)

// Letters are the characters of codes that people read off a screen and type:
// none looks like another (no 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B,
// U and V).
const Letters = "23456789ACDEFGHJKMNPQRTVWXY"

// marks is how many characters a fingerprint has, in groups of four: 95 bits of
// the SHA-256, far more than anybody can find a second certificate for.
const marks = 20

// Fingerprint is what a person compares, and a device is told, to know the
// authority of a hub: 20 characters of [Letters] made of the SHA-256 over the
// certificate, "KX4M-27AC-...". The same certificate gives the same one always.
func Fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	n, base, digit := new(big.Int).SetBytes(sum[:]), big.NewInt(int64(len(Letters))), new(big.Int)
	var b strings.Builder
	for i := range marks {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n.DivMod(n, base, digit)
		b.WriteByte(Letters[digit.Int64()])
	}
	return b.String()
}

// ErrNoFingerprint says that a text is no fingerprint.
var ErrNoFingerprint = errors.New("a fingerprint has five groups of four letters and digits, such as KX4M-27AC-..., or 64 hexadecimal digits")

// A Pin is a fingerprint that somebody typed: the grouped one, in any case and
// with any spaces, or the whole SHA-256 in hexadecimal as other tools show it.
type Pin struct{ text string }

// ParsePin reads a fingerprint as people write it.
func ParsePin(s string) (Pin, error) {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -:.\t", r) {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(s)))
	if len(s) == marks && strings.Trim(s, Letters) == "" {
		return Pin{s}, nil
	}
	if b, err := hex.DecodeString(s); err == nil && len(b) == sha256.Size {
		return Pin{s}, nil
	}
	return Pin{}, ErrNoFingerprint
}

// Fits tells whether the certificate is the one.
func (p Pin) Fits(c *x509.Certificate) bool {
	if len(p.text) == marks {
		return strings.ReplaceAll(Fingerprint(c), "-", "") == p.text
	}
	sum := sha256.Sum256(c.Raw)
	return p.text != "" && strings.EqualFold(hex.EncodeToString(sum[:]), p.text)
}
