package hub

import (
	"fmt"
	"sync"
	"testing"
)

func TestAnOutboxIsBoundedAndGivesItsOrder(t *testing.T) {
	var o outbox
	all := make([]*outgoing, queueLength)
	for i := range all {
		all[i] = &outgoing{head: fmt.Append(nil, i)}
		if ok, starts := o.put(all[i]); !ok || starts != (i == 0) {
			t.Fatalf("message %d: taken %v, starts %v", i, ok, starts)
		}
	}
	if ok, starts := o.put(&outgoing{}); ok || starts {
		t.Error("one too many was taken")
	}
	for i, want := range all {
		if o.size() != len(all)-i {
			t.Fatalf("%d wait, want %d", o.size(), len(all)-i)
		}
		if o.next() != want {
			t.Fatalf("message %d is another one", i)
		}
	}
	if o.next() != nil {
		t.Error("there is one more")
	}
	if ok, starts := o.put(all[0]); !ok || !starts {
		t.Error("after the end nobody sends, and a new message starts nobody")
	}
}

// Many put while whoever was told to start takes out: nothing is lost or stays, and
// what one of them put comes in its order.
func TestAnOutboxFromManySides(t *testing.T) {
	const sides, each = 8, 5000
	var o outbox
	var all, senders sync.WaitGroup
	came := map[*outgoing]int{}
	n := 0
	send := func() {
		for m := o.next(); m != nil; m = o.next() {
			n++
			came[m] = n // one at a time: the race detector would tell
		}
	}
	sent := make([][]*outgoing, sides)
	for i := range sides {
		all.Go(func() {
			for range each {
				m := &outgoing{}
				ok, starts := o.put(m)
				if starts {
					senders.Go(send)
				}
				if ok { // else it was full, which it may be
					sent[i] = append(sent[i], m)
				}
			}
		})
	}
	all.Wait()
	senders.Wait()
	total := 0
	for i, mine := range sent {
		last := 0
		for _, m := range mine {
			if came[m] <= last {
				t.Fatalf("side %d: a message came as number %d, after number %d", i, came[m], last)
			}
			last = came[m]
		}
		total += len(mine)
	}
	if total != n || o.size() != 0 {
		t.Errorf("%d were put, %d came, %d are left", total, n, o.size())
	}
}
