package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/voice"
	"turno/hub/wire"
)

// fakeHub serves the pages and speaks the contract to them as a test tells it.
type fakeHub struct {
	*httptest.Server
	t        *testing.T
	mu       sync.Mutex
	state    wire.State
	sockets  map[*websocket.Conn]bool
	refuse   int // close code for every hello; 0 takes them
	down     bool
	hellos   chan wire.Hello
	commands chan map[string]any
	muted    chan string
	pin      string
	answer   wire.Answer
	noVoice  string
	doubt    wire.ClockDoubt
	words    chan wire.ClockWord
	api      http.Handler // what else is asked under /api/v1/
}

func newFakeHub(t *testing.T, state wire.State, change func(*Config)) *fakeHub {
	h := &fakeHub{t: t, state: state, sockets: map[*websocket.Conn]bool{}, hellos: make(chan wire.Hello, 64),
		commands: make(chan map[string]any, 64), muted: make(chan string, 64), words: make(chan wire.ClockWord, 8), answer: wire.Answer{OK: true}}
	c := Config{
		Branch:       func() wire.Branch { return *state.Branch },
		DisplayToken: func() string { return "numbers-only" },
		Phone: func(code string) (Phone, bool) {
			return Phone{Token: code, Language: "pt"}, code == "Kf7"
		},
		Announce: func(_ context.Context, ticket, counter, _ string) ([]byte, string, error) {
			if ticket == "" || counter == "" {
				return nil, "", errors.New("nothing to say")
			}
			h.mu.Lock()
			defer h.mu.Unlock()
			return voice.Chime(), h.noVoice, nil
		},
		Chime: voice.Chime(),
		Muted: func(reason, _ string) { h.muted <- reason },
	}
	if change != nil {
		change(&c)
	}
	mux := http.NewServeMux()
	for _, p := range Patterns {
		mux.Handle(p, Handler(c))
	}
	mux.HandleFunc("GET /api/v1/stream", h.stream)
	mux.HandleFunc("POST /api/v1/commands", h.command)
	mux.HandleFunc("POST /api/v1/session", h.signIn)
	mux.HandleFunc("/api/v1/", func(w http.ResponseWriter, r *http.Request) {
		if h.api == nil {
			http.NotFound(w, r)
			return
		}
		h.api.ServeHTTP(w, r)
	})
	mux.HandleFunc("/api/v1/clock", h.clock)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	h.Server = httptest.NewServer(mux)
	t.Cleanup(func() {
		h.cut(websocket.CloseNormalClosure)
		h.Close()
	})
	return h
}

// clock answers what the hub thinks of its machine's clock, and takes a word on it.
func (h *fakeHub) clock(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r.Method == http.MethodPost {
		var in wire.ClockWord
		_ = json.NewDecoder(r.Body).Decode(&in)
		h.words <- in
		h.doubt.Denied = !in.Right
		if in.Right {
			h.doubt.Concern = ""
		}
		w.WriteHeader(http.StatusNoContent)
		return
	}
	_ = json.NewEncoder(w).Encode(h.doubt)
}

func (h *fakeHub) stream(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	down := h.down
	h.mu.Unlock()
	if down {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	upgrader := websocket.Upgrader{}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	var hello wire.Hello
	if ws.ReadJSON(&hello) != nil {
		return
	}
	h.hellos <- hello
	h.mu.Lock()
	if h.refuse != 0 {
		_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(h.refuse, ""), time.Now().Add(time.Second))
		h.mu.Unlock()
		_ = ws.Close()
		return
	}
	h.sockets[ws] = true
	_ = ws.WriteJSON(wire.Snapshot{Kind: "snapshot", Epoch: h.state.Epoch, Seq: h.state.Seq, State: h.state})
	h.mu.Unlock()
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			h.mu.Lock()
			delete(h.sockets, ws)
			h.mu.Unlock()
			return
		}
	}
}

// tell sends the next event to every page; its state follows.
func (h *fakeHub) tell(c wire.Changed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state.Seq++
	if c.Board != nil {
		h.state.Board = *c.Board
	}
	for _, n := range c.Counters {
		for i, old := range h.state.Counters {
			if old.Counter == n.Counter {
				h.state.Counters[i] = n
			}
		}
	}
	if c.Ticket != nil {
		h.state.Ticket = c.Ticket
	}
	h.send(wire.Event{Kind: "event", Epoch: h.state.Epoch, Seq: h.state.Seq, At: h.state.At, Changed: &c})
}

func (h *fakeHub) send(v any) {
	for ws := range h.sockets {
		_ = ws.WriteJSON(v)
	}
}

// cut closes every line with a code; 0 just drops them.
func (h *fakeHub) cut(code int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ws := range h.sockets {
		if code != 0 {
			_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		}
		_ = ws.Close()
		delete(h.sockets, ws)
	}
}

func (h *fakeHub) set(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

func (h *fakeHub) command(w http.ResponseWriter, r *http.Request) {
	var c map[string]any
	_ = json.NewDecoder(r.Body).Decode(&c)
	c["token"] = r.Header.Get("Authorization")
	h.mu.Lock()
	answer := h.answer
	h.mu.Unlock()
	h.commands <- c
	if !answer.OK {
		w.WriteHeader(answer.Code.Status())
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func (h *fakeHub) signIn(w http.ResponseWriter, r *http.Request) {
	var in wire.SignIn
	body, _ := io.ReadAll(r.Body)
	if json.Unmarshal(body, &in) != nil || in.PIN != h.pin || h.pin == "" {
		w.WriteHeader(http.StatusUnauthorized)
		_ = json.NewEncoder(w).Encode(wire.Refuse("", wire.WrongPIN, "wrong", ""))
		return
	}
	h.set(func() { h.refuse = 0 })
	http.SetCookie(w, &http.Cookie{Name: "turno_session", Value: "x", Path: "/", HttpOnly: true})
	_ = json.NewEncoder(w).Encode(wire.Session{Token: "x", Role: wire.Manager, Person: in.Person})
}

// next takes what a page sent, or fails the test when nothing comes.
func next[T any](t *testing.T, from chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(40 * time.Second):
		t.Fatal("the page sent nothing")
	}
	return v
}
