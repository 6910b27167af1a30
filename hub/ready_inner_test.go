package hub

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/store"
)

// running is a hub that runs until stop.
func running(t *testing.T) (h *Hub, stop func()) {
	t.Helper()
	file, err := branch.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	if h, err = Open(Config{Dir: t.TempDir(), Branch: &file.Branch, Demo: true}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var ended sync.WaitGroup
	ended.Go(func() { _ = h.Run(ctx) })
	stop = func() { cancel(); ended.Wait() }
	t.Cleanup(stop)
	return h, stop
}

func TestReasonsOfReadyz(t *testing.T) {
	for want, err := range map[string]error{
		notReadyFull:    fmt.Errorf("the batch was not stored: %w", syscall.ENOSPC),
		notReadyBroken:  &store.Problem{Kind: store.ErrBroken, Err: syscall.EIO},
		notReadyFailing: errors.New("a rule of the file system's"),
	} {
		if got := reasonOf(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// A transaction that failed makes the hub unready until one succeeds, which it
// tries by itself when it is asked.
func TestReadyHealsByItself(t *testing.T) {
	h, stop := running(t)
	h.inWriter(func() {
		h.watch.stored(time.Millisecond, 1, errors.New("once"))
		if h.watch.trouble.Load() == nil {
			t.Error("no trouble is remembered")
		}
	})
	if err := h.Ready(); err != nil {
		t.Errorf("with a store that works again: %v", err)
	}
	h.inWriter(func() { h.ended = errors.New("gone"); h.dead.Store(&h.ended) })
	if reason, _ := h.readiness(); reason != notReadyBroken {
		t.Errorf("with a store that is gone: %q", reason)
	}
	stop()
	h.dead.Store(nil)
	if reason, _ := h.readiness(); reason != notReadyStopping {
		t.Errorf("after the end: %q", reason)
	}
}
