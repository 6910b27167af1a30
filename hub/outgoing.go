package hub

import (
	"encoding/json"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/wire"
)

// outgoing is what a session sends. What goes to many is encoded once and
// shared: an event whole, with its frame, and of a snapshot all but the few
// words about who asked.
type outgoing struct {
	whole      *websocket.PreparedMessage // or else:
	head, tail []byte
}

// write is called by who sends for the session alone.
func (m *outgoing) write(ws *websocket.Conn) error {
	if m.whole != nil {
		return ws.WritePreparedMessage(m.whole)
	}
	w, err := ws.NextWriter(websocket.TextMessage)
	if err != nil {
		return err
	}
	for _, part := range [][]byte{m.head, m.tail} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return w.Close()
}

func prepare(v any) *outgoing {
	m, err := websocket.NewPreparedMessage(websocket.TextMessage, textOf(v))
	if err != nil {
		panic(err) // text of any length is one
	}
	return &outgoing{whole: m}
}

func textOf(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs: they can't
	}
	return b
}

// snapshot is an encoded state that all sessions of an audience may share.
type snapshot struct {
	seq  uint64
	at   time.Time
	text []byte // without its last two braces
}

// sharedFor is how long a state that no event has changed is good for who comes
// next: waits and open hours move on with the clock. After a restart every screen
// comes back within seconds.
const sharedFor = time.Second

// snapshotFor gives the snapshot message of a session.
func (f *fan) snapshotFor(s *session) *outgoing {
	a := s.who.audience()
	if a == phone {
		st := f.hub.stateFor(s.who)
		s.last = st.Ticket
		return &outgoing{head: textOf(wire.Snapshot{Kind: "snapshot", Epoch: st.Epoch, Seq: st.Seq, State: st})}
	}
	have := &f.shared[a]
	now := f.hub.now()
	if age := now.Sub(have.at); have.text == nil || have.seq != f.hub.state.Seq || age < 0 || age >= sharedFor {
		st := f.hub.stateFor(s.who)
		f.differs(&st, a)
		st.You = nil
		text := textOf(wire.Snapshot{Kind: "snapshot", Epoch: st.Epoch, Seq: st.Seq, State: st})
		*have = snapshot{st.Seq, now, text[:len(text)-2]} // the state is last, and You the last word to add to it
		f.hub.watch.snapshots.Inc()
	}
	return &outgoing{head: have.text, tail: append(append([]byte(`,"you":`), textOf(s.who.you())...), "}}"...)}
}

// kernelBuffer bounds what the system holds for a line that is not read, in
// bytes; by itself it would take megabytes for each.
const kernelBuffer = 64 << 10
