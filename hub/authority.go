package hub

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"turno/hub/store"
	"turno/hub/wire"
)

// authority knows whom each token stands for. Tokens are looked up by their
// SHA-256, so that neither the store nor a timing tells one. Safe from any
// goroutine.
type authority struct {
	mu     sync.RWMutex
	tokens map[[sha256.Size]byte]granted
	hub    *Hub
	page   string // the token of the public page: numbers only, made at each start
	logins logins
}

type granted struct {
	who   principal
	until time.Time // zero: no end
}

func newAuthority(h *Hub) (*authority, error) {
	a := &authority{tokens: map[[sha256.Size]byte]granted{}, hub: h, page: newCode(), logins: newLogins()}
	a.grant(a.page, principal{ID: "page", Role: wire.Display, Device: "page"}, time.Time{})
	if h.cfg.Demo {
		for token, who := range h.demoTokens() {
			a.grant(token, who, time.Time{})
		}
	}
	kept, err := h.store.Sessions()
	if err != nil {
		return nil, fmt.Errorf("reading the sessions: %w", err)
	}
	for _, s := range kept {
		a.tokens[s.Token] = granted{a.principalOf(s), s.Expires}
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

func (a *authority) grant(token string, who principal, until time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tokens[sha256.Sum256([]byte(token))] = granted{who, until}
}

func (a *authority) revoke(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.tokens, sha256.Sum256([]byte(token)))
}

// who finds the token's principal. A phone's token is the code of its page; it
// dies when the code is erased.
func (a *authority) who(token string) (principal, bool) {
	if token == "" {
		return principal{}, false
	}
	sum := sha256.Sum256([]byte(token))
	a.mu.RLock()
	g, ok := a.tokens[sum]
	a.mu.RUnlock()
	if ok {
		return g.who, g.until.IsZero() || time.Now().Before(g.until)
	}
	visit, ok, err := a.hub.store.VisitByCode(token)
	if err != nil || !ok {
		return principal{}, false
	}
	return principal{ID: "phone-" + string(visit), Role: wire.Phone, Phone: visit}, true
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

// fromElsewhere says that a browser sent the request for another site's page:
// a cookie must not speak for it.
func fromElsewhere(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	_, host, ok := strings.Cut(origin, "://")
	return !ok || subtle.ConstantTimeCompare([]byte(host), []byte(r.Host)) != 1
}
