package hub

import (
	"errors"
	"fmt"
	"net/http"
	"syscall"
	"time"

	"turno/hub/store"
)

// Words of /readyz: why nothing can be stored. Append only.
const (
	notReadyStopping = "stopping" // the hub ends
	notReadyBroken   = "broken"   // the disk failed, and it is not known what it kept: the hub ends, to start anew
	notReadyFull     = "full"     // the disk is full
	notReadyFailing  = "failing"  // the last transaction failed
	notReadyStuck    = "stuck"    // the writer does not answer: a disk that hangs
)

// answersWithin is how long the writer may take to come to a question; tests
// shorten it.
var answersWithin = 2 * time.Second

// roomToGoOn is how much of a disk that was full must be free again, in bytes.
const roomToGoOn = 4 << 20

// readiness says whether the hub could store a command now: "" is yes, else a
// word of /readyz. After a transaction that failed it tries one, so that a disk
// with space again is noticed without a customer.
func (h *Hub) readiness() (reason string, err error) {
	if p := h.dead.Load(); p != nil {
		return notReadyBroken, *p
	}
	select {
	case <-h.done:
		return notReadyStopping, errors.New("the hub has stopped")
	default:
	}
	tried := make(chan struct{})
	late := time.NewTimer(answersWithin)
	defer late.Stop()
	select {
	case h.asks <- func() { h.tryAgain(); close(tried) }:
	case <-h.done:
		return notReadyStopping, errors.New("the hub has stopped")
	case <-late.C:
		return notReadyStuck, fmt.Errorf("the writer has not answered for %v", answersWithin)
	}
	select {
	case <-tried:
	case <-late.C:
		return notReadyStuck, fmt.Errorf("the writer has not answered for %v", answersWithin)
	}
	if t := h.watch.trouble.Load(); t != nil {
		return t.reason, t.err
	}
	return "", nil
}

// tryAgain makes a transaction that changes nothing where the last one failed: the
// disk has to take its pages all the same. It is the writer's.
func (h *Hub) tryAgain() {
	t := h.watch.trouble.Load()
	if t == nil || h.ended != nil {
		return
	}
	if free, _ := h.space(); t.reason == notReadyFull && free < roomToGoOn {
		return // a transaction of nothing would fit where one of somebody's does not
	}
	began := time.Now()
	err := h.store.Commit(store.Batch{DropOutcomesBefore: "0001-01-01"})
	h.watch.stored(time.Since(began), 0, err)
	if err == nil {
		h.log.Info("transactions are stored again")
	}
}

func reasonOf(err error) string {
	switch {
	case errors.Is(err, store.ErrBroken):
		return notReadyBroken
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return notReadyFull
	}
	return notReadyFailing
}

// Ready says whether the hub could store a command now; nil is yes.
func (h *Hub) Ready() error {
	if reason, err := h.readiness(); reason != "" {
		return fmt.Errorf("%s: %w", reason, err)
	}
	return nil
}

// serveReady serves /readyz: "ready", or 503 and one word.
func (h *Hub) serveReady(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	reason, _ := h.readiness()
	if reason == "" {
		fmt.Fprintln(w, "ready")
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	fmt.Fprintln(w, reason)
}

// Alive says whether the hub does its work; nil is yes. A full disk is no reason
// to start it anew, a writer that does not answer is.
func (h *Hub) Alive() error {
	switch reason, err := h.readiness(); reason {
	case notReadyStuck, notReadyBroken, notReadyStopping:
		return fmt.Errorf("%s: %w", reason, err)
	}
	return nil
}
