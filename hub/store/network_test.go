package store

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

func TestANetworkFileSystemIsSaid(t *testing.T) {
	dir := t.TempDir()
	if kind := network(dir); kind != "" {
		t.Skipf("the folder for temporary files is on %s", kind)
	}
	said := func() string {
		t.Helper()
		var log bytes.Buffer
		s, err := Open(dir, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		closeStore(t, s)
		return log.String()
	}
	if text := said(); strings.Contains(text, "network") {
		t.Errorf("of a disk it is said: %s", text)
	}
	t.Cleanup(func() { networkOf = network })
	networkOf = func(string) string { return "NFS" }
	if text := said(); !strings.Contains(text, "kind=NFS") || !strings.Contains(text, "level=WARN") {
		t.Errorf("it is not said: %s", text)
	}
}
