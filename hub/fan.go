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
	ring     []*frame                       // the last events, oldest first, without a gap
	here     [audiences]int                 // sessions, by what they see
	left     [audiences]time.Time           // when the last one of them left
	queues   map[queue.ServiceID]wire.Queue // as they were last told
	next     map[queue.CounterID][]string   // whom each counter would call, as the staff was last told
}

// wanted says which audiences are to be told of events.
type wanted [audiences]bool

func (w wanted) staff() bool { return w[staff] || w[managing] }
func (w wanted) open() bool  { return w[public] || w[kiosks] }

// frame is one event for every audience that listens, encoded when first needed.
type frame struct {
	seq    uint64
	at     time.Time
	made   wanted
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

// wants says who is told: audiences of which somebody is here, or was not long
// ago and may come back.
func (f *fan) wants() (w wanted) {
	for a := range w {
		w[a] = f.here[a] > 0 || !f.left[a].IsZero() && time.Since(f.left[a]) <= keepFor
	}
	return w
}

// frame builds what the event looks like to each audience that is to be told, or
// nothing while nobody has listened for a while.
func (f *fan) frame(e queue.Event) *frame {
	if f.hub == nil {
		return nil
	}
	out := &frame{seq: e.Seq, at: e.At, made: f.wants()}
	if len(f.sessions) == 0 && out.made == (wanted{}) {
		f.ring = nil
		return nil
	}
	rows := f.hub.changed(e, out.made)
	what := fact(e.Fact)
	for a := range out.events {
		out.events[a] = wire.Event{Kind: "event", Epoch: f.hub.epoch(), Seq: e.Seq, At: e.At.In(f.hub.zone)}
		if out.made[a] {
			out.events[a].Event, out.events[a].Changed = factFor(audience(a), what), rows.forAudience(audience(a))
		}
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
	last := frames[len(frames)-1]
	f.hub.addFigures(last)
	if last.made.staff() {
		f.hub.addNext(last)
	}
	f.keep(frames)
	var idle []*session
	for s := range f.sessions {
		if s.who.audience() == phone {
			f.sendPhone(s, frames)
			continue
		}
		for _, fr := range frames {
			ok, starts := s.queue.put(fr.message(s.who.audience()))
			if starts {
				idle = append(idle, s)
			}
			if !ok {
				s.tooSlow()
				break
			}
		}
	}
	deliver(idle)
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
	if a := s.who.audience(); a != phone {
		f.here[a]++
	}
	if frames, ok := f.since(have, s.who.audience()); ok {
		for _, fr := range frames {
			s.send(fr.message(s.who.audience()))
		}
		s.sendJSON(wire.Live{Kind: "live", Seq: f.hub.state.Seq})
		return true
	}
	s.send(f.snapshotFor(s))
	return true
}

// since gives the events after a position, where they are still here and were
// made for the audience. Phones have none: each is told its own.
func (f *fan) since(have *wire.Have, a audience) ([]*frame, bool) {
	if a == phone || have == nil || have.Seq > f.hub.state.Seq {
		return nil, false
	}
	if have.Seq == f.hub.state.Seq {
		return nil, true
	}
	missed := f.hub.state.Seq - have.Seq
	if missed > uint64(len(f.ring)) {
		return nil, false
	}
	frames := f.ring[uint64(len(f.ring))-missed:]
	for _, fr := range frames {
		if !fr.made[a] {
			return nil, false
		}
	}
	return frames, true
}

func (f *fan) leave(s *session) {
	if a := s.who.audience(); f.sessions[s] && a != phone {
		if f.here[a]--; f.here[a] == 0 {
			f.left[a] = time.Now()
		}
	}
	delete(f.sessions, s)
}

func (f *fan) closeAll(code int, text string) {
	var all sync.WaitGroup
	for s := range f.sessions {
		all.Go(func() { s.end(code, text) })
	}
	all.Wait()
	clear(f.sessions)
	f.here = [audiences]int{}
}

// closeOf cuts every line of a principal.
func (f *fan) closeOf(id string, code int, text string) {
	for s := range f.sessions {
		if s.who.ID == id {
			go s.end(code, text)
		}
	}
}
