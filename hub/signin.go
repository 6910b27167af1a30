package hub

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

const (
	// sessionFor is how long a staff session lives: one long working day.
	sessionFor = 14 * time.Hour
	// idleFor ends one earlier that has no line open and asks for nothing.
	idleFor    = 30 * time.Minute
	longestPin = 64
)

// signIn opens a staff session. Who the person is not, or that the PIN is
// wrong, is one answer that takes the same work.
func (h *Hub) signIn(w http.ResponseWriter, r *http.Request) {
	from := addressOf(r.RemoteAddr)
	if wait := h.limits.signIn.take(from); wait > 0 {
		h.slowDown(w, r, wait)
		return
	}
	var in wire.SignIn
	if !h.readJSON(w, r, &in) {
		return
	}
	if in.Person == "" || len(in.Person) > longestPin || in.PIN == "" || len(in.PIN) > longestPin {
		h.refuseHTTP(w, r, "", wire.InvalidField, "person")
		return
	}
	person, ok, locked, wait := h.tried(in, from)
	switch {
	case wait > 0:
		h.slowDown(w, r, wait)
		return
	case !ok:
		h.wrongPIN(w, r, in.Person, locked)
		return
	}
	if in.Counter != "" && !h.knowsCounter(in.Counter) {
		h.refuseHTTP(w, r, "", wire.UnknownCounter, "counter")
		return
	}
	s := wire.Session{Token: newCode(), Role: roleOf(person), Person: string(person.ID), Name: person.Name, Counter: in.Counter,
		Until: h.wall().Add(sessionFor).In(h.zone)}
	if s.Role != wire.Teller {
		s.Counter = ""
	}
	if !h.openSession(s) {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	http.SetCookie(w, h.cookie(r, s.Token, int(sessionFor.Seconds())))
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, s)
}

// cookie carries a session for pages: no script reads it, no other site sends it.
func (h *Hub) cookie(r *http.Request, token string, seconds int) *http.Cookie {
	return &http.Cookie{Name: sessionCookie, Value: token, Path: "/", MaxAge: seconds, HttpOnly: true,
		Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode}
}

// tried asks the branch file whose PIN this is, one of two at a time, and counts
// it. A pause is looked for when its turn has come: a volley of PINs, sent before
// the first is answered, is as many tries as those sent one by one.
func (h *Hub) tried(in wire.SignIn, from string) (person queue.Teller, ok, locked bool, wait time.Duration) {
	l := h.auth.logins
	if wait = l.wait(in.Person, from); wait > 0 {
		return person, false, false, wait // it need not stand in the line
	}
	l.slots <- struct{}{}
	defer func() { <-l.slots }()
	if wait = l.wait(in.Person, from); wait > 0 {
		return person, false, false, wait
	}
	if proves := h.proves.Load(); proves != nil {
		person, ok = (*proves)(in.Person, in.PIN)
	}
	if ok {
		l.passed(in.Person, from)
	} else {
		locked = l.failed(in.Person, from)
	}
	return person, ok, locked, 0
}

// wrongPIN answers a try that failed. It goes into the chain: as the person's
// where there is one, and else as nobody's, since what strangers type may be
// anything, a PIN in the wrong field among it.
func (h *Hub) wrongPIN(w http.ResponseWriter, r *http.Request, person string, locked bool) {
	h.inWriter(func() {
		subject := "nobody"
		if t, ok := h.state.Branch.Teller(queue.TellerID(person)); ok {
			subject = string(t.ID)
		}
		b := &batch{}
		err := h.audited(b, queue.SignInFailed, subject, queue.Actor{Role: queue.RoleHub})
		if err == nil && locked {
			err = h.audited(b, queue.PersonLocked, subject, queue.Actor{Role: queue.RoleHub})
		}
		if err == nil {
			err = h.commit(b)
		}
		if err != nil {
			h.log.Error("a failed sign-in was not noted", "err", err)
		}
	})
	h.refuseHTTP(w, r, "", wire.WrongPIN, "")
}

// readJSON takes the body of a request that is no command.
func (h *Hub) readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	var body bytes.Buffer // of its own: it may hold a PIN
	if !h.read(w, r, &body) {
		return false
	}
	if body.Len() == 0 {
		body.WriteString("{}")
	}
	if json.Unmarshal(body.Bytes(), into) != nil {
		h.refuseHTTP(w, r, "", wire.Malformed, "")
		return false
	}
	return true
}

// openSession stores the session's hash before anyone gets the token.
func (h *Hub) openSession(s wire.Session) bool {
	kept := store.Session{Token: store.HashToken(s.Token), ID: "s-" + newCode()[:16], Role: string(s.Role), Person: s.Person,
		Counter: s.Counter, Created: h.wall(), Expires: s.Until}
	by := principal{ID: kept.ID, Role: s.Role, Person: s.Person, Counter: s.Counter}
	var err error
	if !h.inWriter(func() {
		if err = h.audit(queue.SignedIn, s.Person, by.actor(), store.Batch{Sessions: []store.Session{kept}}); err == nil {
			h.auth.grant(kept)
		}
	}) || err != nil {
		h.log.Error("the session was not stored", "err", err)
		return false
	}
	return true
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
