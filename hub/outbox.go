package hub

import "sync"

// queueLength is how many messages a session may be behind before it is cut.
const queueLength = 512

// outbox is what a session is to be sent, oldest first. At most one goroutine
// takes things out at a time, and there is none while it is empty. Its methods are
// safe from any goroutine.
type outbox struct {
	mu    sync.Mutex
	all   []*outgoing
	first int  // of all that is still to go
	taken bool // somebody sends
}

// put adds a message; ok is false where the session is too far behind. Where
// starts is true nobody sends yet, and who put it has to see to it.
func (o *outbox) put(m *outgoing) (ok, starts bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.all)-o.first >= queueLength {
		return false, false
	}
	o.all = append(o.all, m)
	starts, o.taken = !o.taken, true
	return true, starts
}

// next takes the oldest message out. nil: there is none, and who asked sends no more.
func (o *outbox) next() *outgoing {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.first == len(o.all) {
		o.taken, o.first = false, 0
		if o.all = o.all[:0]; cap(o.all) > 16 { // it was behind, which is rare
			o.all = nil
		}
		return nil
	}
	m := o.all[o.first]
	o.all[o.first] = nil
	o.first++
	return m
}

// size is how many messages wait.
func (o *outbox) size() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.all) - o.first
}

// deliver sends what waits for sessions to which nobody sends yet. One goroutine for
// each would be woken for a write of some microseconds; so one takes them in turns,
// as none of the writes waits (see line). It leaves the other processors to whoever
// has something to ask meanwhile.
func deliver(to []*session) {
	if len(to) == 0 {
		return
	}
	go func() {
		for _, s := range to {
			s.write()
		}
	}()
}
