// Package systemd tells the service manager how a program of Turno fares: that
// it is ready, that it stops, and, only while it proves itself alive, that it
// need not be started anew. Without a service manager every call does nothing.
//
// It speaks the few datagrams of sd_notify(3) by itself, for which no library
// is worth having. Only the commands of this module may use it; it never
// decides what alive means.
package systemd

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Manager is the service manager that started this program. The zero value is
// none. Its methods may be called from any goroutine.
type Manager struct {
	socket   string
	patience time.Duration // how long it waits for a sign of life; 0: for ever
}

// Find reads from the environment who started this program, whose process id
// is pid.
func Find(getenv func(string) string, pid int) Manager {
	m := Manager{socket: getenv("NOTIFY_SOCKET")}
	if m.socket == "" {
		return Manager{}
	}
	if of := getenv("WATCHDOG_PID"); of != "" && of != strconv.Itoa(pid) {
		return m // it watches another process
	}
	if us, err := strconv.ParseInt(getenv("WATCHDOG_USEC"), 10, 64); err == nil && us > 0 {
		m.patience = time.Duration(us) * time.Microsecond
	}
	return m
}

// Ready says that the program serves; status is a line for who looks.
func (m Manager) Ready(status string) error { return m.tell("READY=1", "STATUS="+status) }

// Stopping says that the program ends, and may take its time.
func (m Manager) Stopping() error { return m.tell("STOPPING=1", "STATUS=stops") }

// Watch gives signs of life until ctx ends, three in the time that the manager
// waits, and none while alive answers an error: then the manager starts the
// program anew. It returns at once where nobody waits for signs.
func (m Manager) Watch(ctx context.Context, alive func() error) {
	if m.patience == 0 {
		return
	}
	tick := time.NewTicker(m.patience / 3)
	defer tick.Stop()
	m.watch(ctx, tick.C, alive)
}

func (m Manager) watch(ctx context.Context, tick <-chan time.Time, alive func() error) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		if err := alive(); err != nil {
			_ = m.tell("STATUS=" + err.Error())
			continue
		}
		_ = m.tell("WATCHDOG=1") // if it is lost, the next one is not
	}
}

// tell sends one datagram of lines.
func (m Manager) tell(lines ...string) error {
	if m.socket == "" {
		return nil
	}
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ") // a line is a line
	}
	// A name that begins with @ is abstract, in Go as in the environment.
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: m.socket, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("telling the service manager: %w", err)
	}
	defer c.Close()
	if _, err := c.Write([]byte(strings.Join(lines, "\n"))); err != nil {
		return fmt.Errorf("telling the service manager: %w", err)
	}
	return nil
}
