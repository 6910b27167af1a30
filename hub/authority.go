package hub

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/store"
	"turno/hub/wire"
)

// authority knows whom each token stands for. Tokens are looked up by their
// SHA-256, so that neither the store nor a timing tells one. Safe from any
// goroutine.
type authority struct {
	mu     sync.RWMutex
	tokens map[store.TokenHash]*granted
	lines  map[string]int // live sockets of each principal
	hub    *Hub
	page   string // the token of the public page: numbers only, made at each start
	logins logins
}

// everybody is the principal of the public page: whoever opens that has its
// token, so it sees numbers and does nothing.
const everybody = "page"

// granted is what a token gives, until when.
type granted struct {
	who      principal
	since    time.Time
	until    time.Time                       // zero: no end
	used     atomic.Int64                    // when it was last used, in Unix nanoseconds
	replaces atomic.Pointer[store.TokenHash] // the token that dies at this one's first use
	first    atomic.Pointer[string]          // the pairing that its first use ends
	public   bool                            // a demo's, or the page's: known to everybody, stored nowhere
}

func newAuthority(h *Hub) (*authority, error) {
	a := &authority{tokens: map[store.TokenHash]*granted{}, lines: map[string]int{}, hub: h, page: newCode(), logins: newLogins(h)}
	a.publish(a.page, principal{ID: everybody, Role: wire.Display, Device: "page"})
	if h.cfg.Demo {
		for token, who := range h.demoTokens() {
			a.publish(token, who)
		}
	}
	kept, err := h.store.Sessions()
	if err != nil {
		return nil, fmt.Errorf("reading the sessions: %w", err)
	}
	for _, s := range kept {
		a.grant(s)
	}
	return a, nil
}

func (a *authority) principalOf(s store.Session) principal {
	p := principal{ID: s.ID, Role: wire.Role(s.Role), Device: s.Device, Person: s.Person, Counter: s.Counter}
	for _, t := range a.hub.state.Branch.Tellers {
		if string(t.ID) == s.Person {
			p.Name = t.Name
		}
	}
	return p
}

// demoTokens are public: the contract names them. Each counter's token speaks
// for one of the demo's tellers, so that the screens show people at work.
func (h *Hub) demoTokens() map[string]principal {
	m := map[string]principal{}
	put := func(token string, p principal) {
		p.ID = token
		m[token] = p
	}
	for _, role := range []wire.Role{wire.Kiosk, wire.Display, wire.Host, wire.Manager, wire.Admin} {
		put("demo-"+string(role)+"-1", principal{Role: role, Device: string(role) + "-1"})
	}
	tellers := h.state.Branch.Tellers
	for i, c := range h.state.Branch.Counters {
		p := principal{Role: wire.Teller, Device: "counter-" + string(c.ID), Counter: string(c.ID)}
		if i < len(tellers) && roleOf(tellers[i]) == wire.Teller {
			p.Person, p.Name = string(tellers[i].ID), tellers[i].Name
		}
		put("demo-counter-"+string(c.ID), p)
	}
	return m
}

// publish lets in a token that everybody may know.
func (a *authority) publish(token string, who principal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tokens[store.HashToken(token)] = &granted{who: who, public: true}
}

// grant lets in a stored session. The writer calls it, or whoever opened the hub.
func (a *authority) grant(s store.Session) *granted {
	g := &granted{who: a.principalOf(s), since: s.Created, until: s.Expires}
	g.used.Store(a.hub.wall().UnixNano())
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tokens[s.Token] = g
	return g
}

func (a *authority) revoke(tokens ...store.TokenHash) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range tokens {
		delete(a.tokens, t)
	}
}

// who finds the token's principal. A phone's token is the code of its page; it
// dies when the code is erased.
func (a *authority) who(token string) (principal, bool) {
	if token == "" || len(token) > longestToken {
		return principal{}, false
	}
	if who, ok, known := a.held(store.HashToken(token)); known {
		return who, ok
	}
	visit, ok, err := a.hub.store.VisitByCode(token)
	if err != nil || !ok {
		return principal{}, false
	}
	return principal{ID: "phone-" + string(visit), Role: wire.Phone, Phone: visit}, true
}

// longestToken is above every token that the hub makes.
const longestToken = 128

// held looks a device's or a person's token up, and notes that it was used.
func (a *authority) held(token store.TokenHash) (who principal, ok, known bool) {
	a.mu.RLock()
	g := a.tokens[token]
	idle := g != nil && a.idle(g)
	a.mu.RUnlock()
	if g == nil {
		return principal{}, false, false
	}
	if !g.until.IsZero() && !a.hub.wall().Before(g.until) || idle {
		return principal{}, false, true // the sweep takes it out of the store
	}
	g.used.Store(a.hub.wall().UnixNano())
	if g.replaces.Load() != nil || g.first.Load() != nil {
		a.settle(g)
	}
	return g.who, true, true
}

// holder is who a token counts for, without using it.
func (a *authority) holder(token string) (id string, ok bool) {
	if token == "" || len(token) > longestToken {
		return "", false
	}
	sum := store.HashToken(token)
	a.mu.RLock()
	defer a.mu.RUnlock()
	g := a.tokens[sum]
	if g == nil {
		return "", false
	}
	return g.who.ID, true
}

// idle tells that a person's session was left: no line and no request for long.
// The lock is held.
func (a *authority) idle(g *granted) bool {
	return g.who.Person != "" && !g.public && a.lines[g.who.ID] == 0 && a.hub.wall().UnixNano()-g.used.Load() > int64(idleFor)
}

// join counts a line of a principal's that opens; false says that it has too
// many, or that its token died while the line was made. Phones are counted, too.
func (a *authority) join(s *session) (ok bool, code int) {
	limit := a.hub.limits.Lines
	if s.who.Role == wire.Phone {
		limit = a.hub.limits.PhoneTabs
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.tokens[s.token] == nil && s.who.Role != wire.Phone {
		return false, wire.CloseUnknown
	}
	if a.hub.limits.on && a.lines[s.who.ID] >= limit && s.who.ID != everybody {
		return false, websocket.CloseTryAgainLater
	}
	a.lines[s.who.ID]++
	return true, 0
}

// leave counts a line that ended; leaving is the last use.
func (a *authority) leave(s *session) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lines[s.who.ID]--; a.lines[s.who.ID] <= 0 {
		delete(a.lines, s.who.ID)
	}
	if g := a.tokens[s.token]; g != nil {
		g.used.Store(a.hub.wall().UnixNano())
	}
}

// each calls f with every token that is stored, under the lock.
func (a *authority) each(f func(store.TokenHash, *granted)) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for t, g := range a.tokens {
		if !g.public {
			f(t, g)
		}
	}
}

// sessionCookie carries a staff session for pages; scripts can't read it.
const sessionCookie = "turno_session"

// bearer takes the token of a request: the header, else the cookie.
func bearer(r *http.Request) (token string, cookie bool) {
	if h := r.Header.Get("Authorization"); h != "" {
		scheme, token, _ := strings.Cut(h, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return "", false
		}
		return strings.TrimSpace(token), false
	}
	if c, err := r.Cookie(sessionCookie); err == nil {
		return c.Value, true
	}
	return "", false
}
