package hub_test

import (
	"testing"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// Nobody listens while a ticket is given out. Who comes then sees it; when it is
// gone, the queue stands as it stood when the hub began, and is told all the same.
func TestWhoCameLaterSeesTheQueuesAsTheyAre(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	newLane(t, b.URL, "demo-kiosk-1").must(t, "i0", `"do":"issue","service":"cash","language":"es"`)
	b.Restart()
	kiosk, host := newLane(t, b.URL, "demo-kiosk-1"), newLane(t, b.URL, "demo-host-1")
	kiosk.must(t, "i1", issueCash)
	wall := open(t, b.URL, hello("demo-display-1", nil), nil)
	var snap wire.Snapshot
	wall.next(&snap)
	if q := queueOf(snap.State.Queues, "cash"); q == nil || q.Waiting != 2 {
		t.Fatalf("two wait, and who comes is told %+v", q)
	}
	host.must(t, "l1", `"do":"leave","ticket":"A002"`)
	var e wire.Event
	wall.next(&e)
	if e.Changed == nil {
		t.Fatal("the wall is not told that one waits again")
	}
	if q := queueOf(e.Changed.Queues, "cash"); q == nil || q.Waiting != 1 {
		t.Errorf("one waits again, and the wall is told %+v", q)
	}
}

func queueOf(rows []wire.Queue, service string) *wire.Queue {
	for i := range rows {
		if rows[i].Service == service {
			return &rows[i]
		}
	}
	return nil
}

// Rows are made for who is here, and for who was and may come back: those catch
// up event by event. Who never was here gets the whole state.
func TestEventsAreMadeForWhoListens(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, host := newLane(t, b.URL, "demo-kiosk-1"), newLane(t, b.URL, "demo-host-1")
	var snap wire.Snapshot
	wall := open(t, b.URL, hello("demo-display-1", nil), nil)
	wall.next(&snap)
	have := &wire.Have{Epoch: snap.Epoch, Seq: snap.Seq}
	kiosk.must(t, "i1", issueCash)
	var e wire.Event
	wall.next(&e)
	if e.Event != nil || e.Changed == nil || len(e.Changed.Visits) > 0 {
		t.Errorf("the wall is told %+v", e)
	}
	wall.Close()
	for b.Hub.Sessions() > 0 { // asks the writer, which is told of the end
	}
	host.must(t, "l1", `"do":"leave","ticket":"A001"`)
	again := open(t, b.URL, hello("demo-display-1", have), nil)
	for n := range 2 {
		var missed wire.Event
		if kind := again.next(&missed); kind != "event" || missed.Seq != have.Seq+uint64(n)+1 || missed.Changed == nil {
			t.Errorf("who comes back is told %s %+v", kind, missed)
		}
	}
	if kind := again.next(nil); kind != "live" {
		t.Errorf("then comes %s", kind)
	}
	desk := open(t, b.URL, hello("demo-counter-1", have), nil)
	if kind := desk.next(nil); kind != "snapshot" {
		t.Errorf("who was not here while it happened is told by %s", kind)
	}
	kiosk.must(t, "i2", issueCash)
	var toDesk, toWall wire.Event
	desk.next(&toDesk)
	if toDesk.Event == nil || toDesk.Changed == nil || len(toDesk.Changed.Visits) != 1 {
		t.Errorf("the desk is told %+v", toDesk)
	}
	again.next(&toWall)
	if toWall.Changed == nil || len(toWall.Changed.Visits) > 0 {
		t.Errorf("the wall is told %+v", toWall)
	}
}
