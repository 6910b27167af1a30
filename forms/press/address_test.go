package press

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"tcp://192.0.2.7:9100":                  "tcp 192.0.2.7:9100 full 8s",
		"tcp://192.0.2.7":                       "tcp 192.0.2.7:9100 full 8s",
		"tcp://[2001:db8::7]:9101":              "tcp [2001:db8::7]:9101 full 8s",
		"tcp://slip.branch.example?status=live": "tcp slip.branch.example:9100 live 8s",
		"tcp://slip?status=none&patience=2s":    "tcp slip:9100 none 2s",
		"file:///dev/usb/lp0":                   "file /dev/usb/lp0 none 8s",
		"file:///dev/usb/lp0?status=full":       "file /dev/usb/lp0 full 8s",
		"cups://Front_desk-2":                   "cups Front_desk-2 8s",
		"cups://Front?patience=20s":             "cups Front 20s",
		"pdf:///var/lib/turno/prints/":          "pdf /var/lib/turno/prints",
		"pdf:///srv/with%20space":               "pdf /srv/with space",
	} {
		p, err := Open(address)
		if err != nil {
			t.Error(err)
			continue
		}
		got := ""
		switch p := p.(type) {
		case *network:
			got = fmt.Sprintf("tcp %s %s %s", p.host, p.ask, p.patience)
		case *device:
			got = fmt.Sprintf("file %s %s %s", p.path, p.ask, p.patience)
		case *spooler:
			got = fmt.Sprintf("cups %s %s", p.queue, p.patience)
		case *folder:
			got = "pdf " + p.path
		}
		if got != want || p.String() != address {
			t.Errorf("%s is %q, want %q", address, got, want)
		}
	}
}

func TestAddressesRefused(t *testing.T) {
	for _, address := range []string{
		"", "192.0.2.7", "192.0.2.7:9100", "lp0", "http://192.0.2.7", "tcp://", "tcp://:9100", "tcp://a:b", "tcp://a:0", "tcp://a:99999",
		"tcp://a/queue", "tcp://me:secret@a", "tcp://a#x", "tcp:a", "tcp://a?speed=2", "tcp://a?status=maybe", "tcp://a?patience=1h",
		"tcp://a?status=live&status=none", "file://dev/usb/lp0", "file:lp0", "cups://", "cups://-d", "cups://a/b", "cups://a?status=live",
		"pdf://folder", "pdf:///folder?patience=2s", "tcp://\x00",
	} {
		p, err := Open(address)
		if err == nil || p != nil {
			t.Errorf("%q opens %v", address, p)
			continue
		}
		if !strings.Contains(err.Error(), "want tcp://HOST:9100") {
			t.Errorf("error %q does not say what an address is", err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add("tcp://192.0.2.7:9100?status=live")
	f.Add("file:///dev/usb/lp0")
	f.Add("cups://Front")
	f.Add("pdf:///folder")
	f.Fuzz(func(t *testing.T, address string) {
		if p, err := Open(address); (err == nil) != (p != nil) || err == nil && p.String() != address {
			t.Errorf("%q: %v, %v", address, p, err)
		}
	})
}

func TestCodeOf(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Code
	}{
		{nil, ""},
		{errors.New("other"), Fault},
		{fmt.Errorf("slip of B042: %w", &Error{Code: PaperOut}), PaperOut},
	} {
		if got := CodeOf(c.err); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}
