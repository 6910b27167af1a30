package hub

import (
	"sync"
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
)

// ringLength is how many events a client may have missed and still catch up
// without a snapshot.
const ringLength = 256

// keepFor is how long events are kept for clients that were cut, after the last
// one of them left.
const keepFor = 10 * time.Minute

// fan sends every event to every session, as each role sees it. It belongs to
// the writer.
type fan struct {
	hub      *Hub
	sessions map[*session]bool
	shared   [audiences]snapshot
	ring     []*frame // the last events, oldest first, without a gap
	idle     time.Time
	queues   map[queue.ServiceID]wire.Queue // as they were last told
	next     map[queue.CounterID][]string   // whom each counter would call, as the staff was last told
}

// frame is one event for every audience, encoded when first needed.
type frame struct {
	seq    uint64
	at     time.Time
	events [audiences]wire.Event
	once   [audiences]sync.Once
	ready  [audiences]*outgoing
	bare   *outgoing
}

func (f *fan) init(h *Hub) {
	f.hub, f.sessions = h, map[*session]bool{}
	f.refresh()
}

// refresh forgets what was told: after a reload from the store, every session
// starts anew from a snapshot.
func (f *fan) refresh() {
	f.ring, f.shared = nil, [audiences]snapshot{}
	f.queues = map[queue.ServiceID]wire.Queue{}
	f.next = map[queue.CounterID][]string{}
	for _, q := range f.hub.queueRows() {
		f.queues[queue.ServiceID(q.Service)] = q
	}
	for s := range f.sessions {
		s.send(f.snapshotFor(s))
	}
}

// frame builds what the event looks like to each audience, or nothing while
// nobody has listened for a while.
func (f *fan) frame(e queue.Event) *frame {
	if f.hub == nil || len(f.sessions) == 0 && (f.idle.IsZero() || time.Since(f.idle) > keepFor) {
		if f.hub != nil {
			f.ring = nil
		}
		return nil
	}
	out := &frame{seq: e.Seq, at: e.At}
	rows := f.hub.changed(e)
	what := fact(e.Fact)
	for a := public; a < audiences; a++ {
		out.events[a] = wire.Event{Kind: "event", Epoch: f.hub.epoch(), Seq: e.Seq, At: e.At.In(f.hub.zone),
			Event: factFor(a, what), Changed: rows.forAudience(a)}
	}
	return out
}

// message encodes the frame for an audience, once.
func (fr *frame) message(a audience) *outgoing {
	fr.once[a].Do(func() { fr.ready[a] = prepare(fr.events[a]) })
	return fr.ready[a]
}

// send brings a batch's events to every session, after the commit.
func (f *fan) send(frames []*frame) {
	if len(frames) == 0 {
		return
	}
	f.hub.addFigures(frames[len(frames)-1])
	f.hub.addNext(frames[len(frames)-1])
	f.keep(frames)
	for s := range f.sessions {
		if s.who.audience() == phone {
			f.sendPhone(s, frames)
			continue
		}
		for _, fr := range frames {
			if !s.send(fr.message(s.who.audience())) {
				break
			}
		}
	}
}

// sendPhone tells a phone its own row where it changed, and else the seq alone.
func (f *fan) sendPhone(s *session, frames []*frame) {
	for i, fr := range frames {
		if i < len(frames)-1 {
			s.send(fr.seqAlone())
			continue
		}
		row := f.hub.phoneRow(s.who.Phone)
		if row == nil || s.last != nil && samePhoneRow(*row, *s.last) {
			s.send(fr.seqAlone())
			continue
		}
		s.last = row
		e := fr.events[public]
		e.Event, e.Changed = nil, &wire.Changed{Ticket: row}
		s.send(prepare(e))
	}
}

func (fr *frame) seqAlone() *outgoing {
	if fr.bare == nil {
		e := fr.events[public]
		e.Event, e.Changed = nil, nil
		fr.bare = prepare(e)
	}
	return fr.bare
}

func (f *fan) keep(frames []*frame) {
	if n := len(f.ring); n > 0 && f.ring[n-1].seq+1 != frames[0].seq {
		f.ring = nil
	}
	f.ring = append(f.ring, frames...)
	if over := len(f.ring) - ringLength; over > 0 {
		f.ring = append([]*frame(nil), f.ring[over:]...)
	}
}

// join lets a session in: from where its mirror stands, or from a snapshot.
// Between that and the next event nothing can fall, as both are the writer's.
func (f *fan) join(s *session, have *wire.Have) bool {
	if have != nil && have.Epoch != f.hub.epoch() {
		s.end(wire.CloseEpoch, "another log is in place")
		return false
	}
	f.sessions[s] = true
	if frames, ok := f.since(have); ok && s.who.audience() != phone {
		for _, fr := range frames {
			s.send(fr.message(s.who.audience()))
		}
		s.sendJSON(wire.Live{Kind: "live", Seq: f.hub.state.Seq})
		return true
	}
	s.send(f.snapshotFor(s))
	return true
}

// since gives the events after a position, where they are still here.
func (f *fan) since(have *wire.Have) ([]*frame, bool) {
	if have == nil || have.Seq > f.hub.state.Seq {
		return nil, false
	}
	if have.Seq == f.hub.state.Seq {
		return nil, true
	}
	missed := f.hub.state.Seq - have.Seq
	if missed > uint64(len(f.ring)) {
		return nil, false
	}
	return f.ring[uint64(len(f.ring))-missed:], true
}

func (f *fan) leave(s *session) {
	delete(f.sessions, s)
	if len(f.sessions) == 0 {
		f.idle = time.Now()
	}
}

func (f *fan) closeAll(code int, text string) {
	var all sync.WaitGroup
	for s := range f.sessions {
		all.Go(func() { s.end(code, text) })
	}
	all.Wait()
	clear(f.sessions)
}

// closeOf cuts every line of a principal.
func (f *fan) closeOf(id string, code int, text string) {
	for s := range f.sessions {
		if s.who.ID == id {
			go s.end(code, text)
		}
	}
}
