package systemd

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"
)

// listen is a service manager's socket.
func listen(t *testing.T) (name string, next func() string) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "notify")
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return name, func() string {
		t.Helper()
		_ = c.SetReadDeadline(time.Now().Add(time.Minute))
		b := make([]byte, 4096)
		n, err := c.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
}

func env(of map[string]string) func(string) string { return func(k string) string { return of[k] } }

func TestManagerIsTold(t *testing.T) {
	name, next := listen(t)
	m := Find(env(map[string]string{"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"}), 7)
	if m.patience != 30*time.Second {
		t.Errorf("patience %v", m.patience)
	}
	if err := m.Ready("https://0.0.0.0:8443\nREADY=0"); err != nil {
		t.Fatal(err)
	}
	if got := next(); got != "READY=1\nSTATUS=https://0.0.0.0:8443 READY=0" {
		t.Errorf("%q", got)
	}
	if err := m.Stopping(); err != nil {
		t.Fatal(err)
	}
	if got := next(); got != "STOPPING=1\nSTATUS=stops" {
		t.Errorf("%q", got)
	}
}

// While the program is not alive, nothing keeps the manager from starting it anew.
func TestNoSignOfLifeWithoutLife(t *testing.T) {
	name, next := listen(t)
	ctx, cancel := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	var dead error
	go func() {
		defer close(ended)
		Manager{socket: name}.watch(ctx, ticks, func() error { return dead })
	}()
	for _, c := range []struct {
		dead error
		want string
	}{{nil, "WATCHDOG=1"}, {errors.New("stuck: the writer does not answer"), "STATUS=stuck: the writer does not answer"}, {nil, "WATCHDOG=1"}} {
		dead = c.dead
		ticks <- time.Time{}
		if got := next(); got != c.want {
			t.Errorf("%v: %q, want %q", c.dead, got, c.want)
		}
	}
	cancel()
	<-ended
}

func TestWithoutAManager(t *testing.T) {
	none := Find(env(nil), 7)
	if err := errors.Join(none.Ready("x"), none.Stopping()); err != nil {
		t.Error(err)
	}
	none.Watch(t.Context(), func() error { t.Error("asked"); return nil })
	other := Find(env(map[string]string{"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "8"}), 7)
	if other.patience != 0 {
		t.Error("it watches another process")
	}
	if err := other.Ready("x"); err == nil {
		t.Error("a socket that is not there")
	}
	for _, us := range []string{"", "-3", "soon", "99999999999999999999"} {
		if m := Find(env(map[string]string{"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": us}), 7); m.patience != 0 {
			t.Errorf("%q: %v", us, m.patience)
		}
	}
}
