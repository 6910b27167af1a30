package hub

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/store"
	"turno/hub/wire"
)

const (
	pingEvery   = 20 * time.Second
	silentFor   = 50 * time.Second // a line that says nothing for so long is broken
	writeWithin = 10 * time.Second
	helloWithin = 10 * time.Second
	inFlight    = 64 // commands of one session that may wait for their answer
)

var upgrader = websocket.Upgrader{
	HandshakeTimeout: 5 * time.Second,
	WriteBufferPool:  new(sync.Pool), // a line holds a buffer while it writes, and else none
	CheckOrigin:      func(r *http.Request) bool { return !fromElsewhere(r) },
}

// session is one live connection. Its queue is bounded: who does not keep up is
// cut and resumes, and never delays another.
type session struct {
	who   principal
	token store.TokenHash
	ws    *websocket.Conn
	line  *line // under ws
	queue outbox
	gone  chan struct{} // closed when the session ends
	once  sync.Once
	pings *time.Timer
	hub   *Hub
	last  *wire.Visit // role phone: its row as it was last told; the writer's
}

// stream serves /api/v1/stream.
func (h *Hub) stream(w http.ResponseWriter, r *http.Request) {
	token, cookie := bearer(r)
	if token != "" {
		if _, ok := h.auth.who(token); !ok {
			if !cookie {
				h.refuseHTTP(w, r, "", wire.Unauthorized, "")
				return
			}
			token = ""
		}
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	ws.SetReadLimit(wire.MaxCommand)
	s := &session{ws: ws, line: lineUnder(ws.NetConn()), gone: make(chan struct{}), hub: h}
	if s.line == nil {
		h.log.Error("a socket came over a connection that Listen has not accepted")
		_ = ws.Close()
		return
	}
	s.pings = time.AfterFunc(time.Hour, s.ping)
	hello, ok := h.greet(s, token)
	if !ok {
		if s.who.ID == "" {
			h.guessed(r)
		}
		return
	}
	switch s.who.Role {
	case wire.Phone:
		s.line.known(s.who.ID, ticketLines)
	default:
		if s.who.ID != everybody {
			s.line.known(s.who.ID, 0)
		}
	}
	s.line.promptly(kernelBuffer)
	joined, code := false, 0
	if !h.inWriter(func() {
		if joined, code = h.auth.join(s); joined {
			joined = h.fan.join(s, hello.Have)
			defer func() {
				if !joined {
					h.auth.leave(s)
				}
			}()
		}
	}) {
		s.end(wire.CloseRestart, "the hub stops")
		return
	}
	if !joined {
		if code != 0 {
			s.end(code, "the token is dead, or has too many lines")
		}
		return
	}
	s.pings.Reset(pingEvery)
	h.readCommands(s)
	s.end(websocket.CloseNormalClosure, "")
	h.inWriter(func() { h.fan.leave(s); h.auth.leave(s) })
}

// greet reads the hello and settles who speaks.
func (h *Hub) greet(s *session, token string) (wire.Hello, bool) {
	_ = s.ws.SetReadDeadline(time.Now().Add(h.helloWithin))
	var hello wire.Hello
	_, b, err := s.ws.ReadMessage()
	if err != nil {
		s.end(wire.CloseProtocol, "a hello is wanted first")
		return hello, false
	}
	if json.Unmarshal(b, &hello) != nil || hello.Kind != "hello" {
		s.end(wire.CloseProtocol, "a hello is wanted first")
		return hello, false
	}
	if hello.Protocol != wire.Protocol {
		s.end(wire.CloseProtocol, "this hub speaks protocol 1")
		return hello, false
	}
	if hello.Token != "" {
		token = hello.Token
	}
	var ok bool
	s.token = store.HashToken(token)
	if s.who, ok = h.auth.who(token); !ok {
		s.end(wire.CloseUnknown, "the token is not known")
		return hello, false
	}
	return hello, true
}

// readCommands reads frames until the line ends.
func (h *Hub) readCommands(s *session) {
	alive := func() { _ = s.ws.SetReadDeadline(time.Now().Add(silentFor)) }
	alive()
	s.ws.SetPongHandler(func(string) error { alive(); return nil })
	s.ws.SetPingHandler(func(data string) error {
		if s.line.behind() { // who does not read gets nothing more to read
			return nil
		}
		return s.ws.WriteControl(websocket.PongMessage, []byte(data), time.Time{})
	})
	room := make(chan struct{}, inFlight)
	for {
		kind, b, err := s.ws.ReadMessage()
		if err != nil {
			return
		}
		alive()
		if kind != websocket.TextMessage {
			s.end(wire.CloseProtocol, "text frames are wanted")
			return
		}
		select {
		case room <- struct{}{}:
		case <-s.gone:
			return
		}
		if h.frameTooOften(s.who) {
			<-room
			raw, _ := wire.Parse(b)
			a := wire.Refuse(raw.ID(), wire.TooMany, message("", wire.TooMany), "")
			a.Kind = "answer"
			s.sendJSON(a)
			continue
		}
		h.submit(s.who, b, "", func(a wire.Answer) {
			<-room
			a.Kind = "answer"
			s.sendJSON(a)
		})
	}
}

// submit takes a command as it came in and sees that reply is called once.
// The order of the checks is the contract's.
func (h *Hub) submit(who principal, body []byte, lang string, reply func(wire.Answer)) {
	raw, err := wire.Parse(body)
	refuse := func(code wire.Code, field, detail string) {
		h.watch.came(raw.Do)
		h.watch.refused(raw.Do, code)
		a := wire.Refuse(raw.ID(), code, message(lang, code, field), field)
		if detail != "" {
			a.Message += " (" + detail + ")"
		}
		reply(a)
	}
	if err != nil {
		p := err.(*wire.Problem)
		refuse(p.Code, p.Field, p.Detail)
		return
	}
	if !may[who.Role][raw.Do] || who.ID == everybody {
		refuse(wire.Forbidden, "", "")
		return
	}
	cmd, err := raw.Command()
	if who.Role == wire.Teller {
		if c, ok := counterOf(cmd.Body); ok && c != "" && c != who.Counter {
			refuse(wire.Forbidden, "counter", "")
			return
		}
	}
	if err != nil {
		p := err.(*wire.Problem)
		refuse(p.Code, p.Field, p.Detail)
		return
	}
	j := &job{who: who, cmd: cmd, body: canonical(cmd), lang: lang, reply: reply}
	select {
	case h.jobs <- j:
		select {
		case <-h.done: // nobody may be left to answer
			h.drain()
		default:
		}
	case <-h.done:
		refuse(wire.Unavailable, "", "")
	}
}

// drain answers what came in while the hub ended.
func (h *Hub) drain() {
	for {
		select {
		case j := <-h.jobs:
			j.reply(h.refusal(j, wire.Unavailable, ""))
		default:
			return
		}
	}
}

// canonical is the fingerprint of a wish: the same for the same fields in
// another order or with other spaces.
func canonical(c wire.Command) store.Hash {
	b, err := c.MarshalJSON()
	if err != nil {
		panic(err) // structs of strings and times: they can't
	}
	return store.HashBody(b)
}

func (s *session) sendJSON(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		return
	}
	s.send(&outgoing{head: b})
}

// send never blocks: a session that is too far behind ends.
func (s *session) send(m *outgoing) bool {
	select {
	case <-s.gone:
		return false
	default:
	}
	ok, starts := s.queue.put(m)
	if !ok {
		s.tooSlow()
	}
	if starts {
		go s.write()
	}
	return ok
}

func (s *session) tooSlow() { go s.end(wire.CloseSlow, "too far behind") }

// write sends what waits, without waiting itself: where the line does not take all
// at once, catchUp goes on. One of the two runs at a time (see outbox).
func (s *session) write() {
	for m := s.queue.next(); m != nil; m = s.queue.next() {
		if m.write(s.ws) != nil {
			s.end(wire.CloseSlow, "the line broke")
			return
		}
		if s.line.behind() {
			go s.catchUp()
			return
		}
	}
}

// catchUp waits for a line that does not take what it is given.
func (s *session) catchUp() {
	if s.line.flush(writeWithin) != nil {
		s.end(wire.CloseSlow, "the line broke")
		return
	}
	s.write()
}

// ping is done every pingEvery until the session ends.
func (s *session) ping() {
	select {
	case <-s.gone:
		return
	default:
	}
	if !s.line.behind() && s.ws.WriteControl(websocket.PingMessage, nil, time.Time{}) != nil {
		s.end(wire.CloseSlow, "the line broke")
		return
	}
	s.pings.Reset(pingEvery)
}

// end closes the line with a code, once.
func (s *session) end(code int, text string) {
	s.once.Do(func() {
		close(s.gone)
		s.pings.Stop()
		s.hub.watch.ended(code)
		if code == wire.CloseSlow {
			s.hub.log.Warn("a line was cut", "role", s.who.Role, "device", s.who.Device, "reason", text)
		}
		_ = s.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), time.Now().Add(time.Second))
		if s.line.behind() { // the code comes behind what it has not read yet, if it reads
			s.line.hurry(time.Second)
			_ = s.line.flush(writeWithin)
		}
		_ = s.ws.Close()
	})
}
