package hub

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

const (
	// sessionFor is how long a staff session lives: one long working day.
	sessionFor = 14 * time.Hour
	// freeTries wrong PINs in a row are free; each more doubles a pause that
	// starts at firstPause, so that four digits can't be tried through.
	freeTries  = 5
	firstPause = 15 * time.Second
	longestPin = 64
)

// logins counts wrong PINs for each person and lets only two proofs be
// computed at once: each takes 19 MiB on purpose.
type logins struct {
	mu    *sync.Mutex
	wrong map[string]tries
	slots chan struct{}
}

type tries struct {
	n     int
	until time.Time
}

func newLogins() logins {
	return logins{mu: &sync.Mutex{}, wrong: map[string]tries{}, slots: make(chan struct{}, 2)}
}

func (l logins) wait(person string) (time.Duration, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	left := time.Until(l.wrong[person].until)
	return left, left > 0
}

func (l logins) failed(person string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.wrong) > 10_000 { // made-up names must not fill the memory
		clear(l.wrong)
	}
	t := l.wrong[person]
	if t.n++; t.n >= freeTries {
		t.until = time.Now().Add(firstPause << min(t.n-freeTries, 8))
	}
	l.wrong[person] = t
}

func (l logins) passed(person string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.wrong, person)
}

// signIn opens a staff session. Who the person is not, or that the PIN is
// wrong, is one answer that takes the same time.
func (h *Hub) signIn(w http.ResponseWriter, r *http.Request) {
	if fromElsewhere(r) {
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	body, ok := h.read(w, r)
	if !ok {
		return
	}
	var in wire.SignIn
	if err := json.Unmarshal(body, &in); err != nil {
		h.refuseHTTP(w, r, "", wire.Malformed, "")
		return
	}
	if in.Person == "" || len(in.Person) > longestPin || in.PIN == "" || len(in.PIN) > longestPin {
		h.refuseHTTP(w, r, "", wire.InvalidField, "person")
		return
	}
	if _, wait := h.auth.logins.wait(in.Person); wait && !h.cfg.Demo { // the demo has no limits
		h.refuseHTTP(w, r, "", wire.TooMany, "")
		return
	}
	if in.Counter != "" && !h.knowsCounter(in.Counter) {
		h.refuseHTTP(w, r, "", wire.UnknownCounter, "counter")
		return
	}
	var person queue.Teller
	proves := h.proves.Load()
	if ok = proves != nil; ok {
		h.auth.logins.slots <- struct{}{}
		person, ok = (*proves)(in.Person, in.PIN)
		<-h.auth.logins.slots
	}
	if !ok {
		h.auth.logins.failed(in.Person)
		h.refuseHTTP(w, r, "", wire.WrongPIN, "")
		return
	}
	h.auth.logins.passed(in.Person)
	s := wire.Session{Token: newCode(), Role: roleOf(person), Person: string(person.ID), Name: person.Name, Counter: in.Counter,
		Until: time.Now().Add(sessionFor).In(h.zone)}
	if s.Role != wire.Teller {
		s.Counter = ""
	}
	if !h.openSession(s) {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: s.Token, Path: "/", HttpOnly: true,
		Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode, Expires: s.Until})
	writeJSON(w, http.StatusOK, s)
}

// openSession stores the session's hash before anyone gets the token.
func (h *Hub) openSession(s wire.Session) bool {
	kept := store.Session{Token: store.HashToken(s.Token), ID: "s-" + newCode()[:16], Role: string(s.Role), Person: s.Person,
		Counter: s.Counter, Created: time.Now(), Expires: s.Until}
	var err error
	if !h.inWriter(func() { err = h.store.Commit(store.Batch{Sessions: []store.Session{kept}}) }) || err != nil {
		h.log.Error("the session was not stored", "err", err)
		return false
	}
	who := principal{ID: kept.ID, Role: s.Role, Person: s.Person, Name: s.Name, Counter: s.Counter}
	h.auth.grant(s.Token, who, s.Until)
	return true
}

// signOut ends the session of the token and cuts what it holds open.
func (h *Hub) signOut(w http.ResponseWriter, r *http.Request) {
	token, cookie := bearer(r)
	who, ok := h.auth.who(token)
	if !ok || who.Person == "" || cookie && fromElsewhere(r) {
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	}
	var err error
	if !h.inWriter(func() {
		err = h.store.Commit(store.Batch{EndSessions: []store.TokenHash{store.HashToken(token)}})
		h.fan.closeOf(who.ID, wire.CloseUnknown, "signed out")
	}) || err != nil {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	h.auth.revoke(token)
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.WriteHeader(http.StatusNoContent)
}

// roleOf is what a person of the staff may do; who has no role stated serves.
func roleOf(t queue.Teller) wire.Role {
	switch r := wire.Role(t.Role); r {
	case wire.Host, wire.Manager, wire.Admin:
		return r
	}
	return wire.Teller
}

func (h *Hub) knowsCounter(id string) (ok bool) {
	h.inWriter(func() { ok = h.hasCounter(id) })
	return ok
}
