package forms

import (
	"strings"
	"testing"
)

func TestQRReadsBack(t *testing.T) {
	for _, text := range []string{
		"TURNO:AC-01:3:1:k7Qm2x",
		"https://turno.alameda.example/t/k7Qm2x",
		"1234567890123456789012345",
		"ALL CAPITALS 42",
		"pobočka Lipová, příští týden",
		strings.Repeat("x", 100),
	} {
		modules, err := QR(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		got, err := readQR(modules)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got != text {
			t.Errorf("reads %q, want %q", got, text)
		}
	}
}

func TestQRRefuses(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("x", maxQR+1)} {
		if _, err := QR(text); err == nil {
			t.Errorf("%d bytes were encoded", len(text))
		}
	}
}
