package hub

import (
	"context"
	"net/http"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// sweepEvery is how often sessions that have ended are taken out of the store.
const sweepEvery = time.Minute

// wall is the time by which sessions, codes and limits end: the machine's also
// where the branch has a virtual clock, which stands still.
func (h *Hub) wall() time.Time {
	if _, virtual := h.clock.(*virtualClock); virtual {
		return time.Now()
	}
	return h.clock.Now()
}

// ended is a session that is to be closed, and how.
type ended struct {
	token store.TokenHash
	who   principal
}

// endSessions takes sessions out, as one transaction with its line in the chain,
// and cuts their sockets at once. Nothing has ended where it answers an error.
func (h *Hub) endSessions(all []ended, what queue.What, subject string, by queue.Actor, why string) (err error) {
	if len(all) == 0 {
		return nil
	}
	if !h.inWriter(func() {
		var with store.Batch
		for _, e := range all {
			with.EndSessions = append(with.EndSessions, e.token)
		}
		if err = h.audit(what, subject, by, with); err != nil {
			return
		}
		h.auth.revoke(with.EndSessions...)
		for _, e := range all {
			if !h.auth.has(e.who.ID) { // a device whose old token ends goes on with its new one
				h.fan.closeOf(e.who.ID, wire.CloseUnknown, why)
			}
		}
	}) {
		return errStopped
	}
	return err
}

// sessionsOf finds what f picks.
func (a *authority) sessionsOf(f func(g *granted) bool) (all []ended) {
	a.each(func(t store.TokenHash, g *granted) {
		if f(g) {
			all = append(all, ended{t, g.who})
		}
	})
	return all
}

// signOut ends the session of the token and cuts what it holds open.
func (h *Hub) signOut(w http.ResponseWriter, r *http.Request) {
	who, ok := h.staff(w, r)
	if !ok {
		return
	}
	h.signOutAll(w, r, who, func(g *granted) bool { return g.who.ID == who.ID })
}

// signOutEverywhere ends every session of the person who asks, or of another
// where a manager or an admin does: DELETE /api/v1/sessions?person=…
func (h *Hub) signOutEverywhere(w http.ResponseWriter, r *http.Request) {
	who, ok := h.staff(w, r)
	if !ok {
		return
	}
	person := r.URL.Query().Get("person")
	switch {
	case person == "" || person == who.Person:
		person = who.Person
	case rank[who.Role] < rank[wire.Manager] || h.rankOf(person) > rank[who.Role]:
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	h.signOutAll(w, r, who, func(g *granted) bool { return g.who.Person == person })
}

func (h *Hub) signOutAll(w http.ResponseWriter, r *http.Request, who principal, pick func(*granted) bool) {
	all := h.auth.sessionsOf(pick)
	subject := ""
	if len(all) > 0 {
		subject = all[0].who.Person
	}
	if err := h.endSessions(all, queue.SignedOut, subject, who.actor(), "signed out"); err != nil {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	http.SetCookie(w, h.cookie(r, "", -1))
	w.WriteHeader(http.StatusNoContent)
}

// staff lets in a signed-in person, and answers whoever is none.
func (h *Hub) staff(w http.ResponseWriter, r *http.Request) (principal, bool) {
	who, ok := h.asking(w, r)
	if ok && (who.Person == "" || h.auth.isPublic(r)) {
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return who, false
	}
	return who, ok
}

// isPublic tells a demo's token, which speaks for a person and is no session.
func (a *authority) isPublic(r *http.Request) bool {
	token, _ := bearer(r)
	a.mu.RLock()
	defer a.mu.RUnlock()
	g := a.tokens[store.HashToken(token)]
	return g != nil && g.public
}

// asking lets in whoever has a token of the hub's, and answers whoever has none.
func (h *Hub) asking(w http.ResponseWriter, r *http.Request) (principal, bool) {
	token, _ := bearer(r)
	who, ok := h.auth.who(token)
	if !ok {
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return who, false
	}
	return who, true
}

// rank orders the roles by what they may do to others.
var rank = map[wire.Role]int{wire.Display: 1, wire.Kiosk: 1, wire.Teller: 2, wire.Host: 3, wire.Manager: 4, wire.Admin: 5}

func (h *Hub) rankOf(person string) (n int) {
	h.inWriter(func() {
		if t, ok := h.state.Branch.Teller(queue.TellerID(person)); ok {
			n = rank[roleOf(*t)]
		}
	})
	return n
}

// sweep ends what has ended by itself, until ctx ends: sessions after their time
// or unused for long, tokens that were replaced, and those of people whom the
// branch file no longer has or to whom it gives another role.
func (h *Hub) sweep(ctx context.Context) {
	for {
		clock := h.clock
		if _, virtual := clock.(*virtualClock); virtual {
			clock = SystemClock{}
		}
		wake, stop := clock.Until(clock.Now().Add(sweepEvery))
		select {
		case <-ctx.Done():
			stop()
			return
		case <-wake:
			h.sweepNow()
		}
	}
}

// sweepNow is one round of it.
func (h *Hub) sweepNow() {
	now := h.wall()
	over := h.auth.sessionsOf(func(g *granted) bool {
		return !g.until.IsZero() && !now.Before(g.until) || h.auth.idle(g)
	})
	h.endEach(over, "the session has ended")
	h.pairs.sweep(now)
}

// endEach ends sessions one person at a time, so that the chain says whose.
func (h *Hub) endEach(all []ended, why string) {
	for _, e := range all {
		what, subject := queue.SignedOut, e.who.Person
		if e.who.Person == "" {
			what, subject = queue.TokenChanged, e.who.ID
		}
		if err := h.endSessions([]ended{e}, what, subject, queue.Actor{Role: queue.RoleHub}, why); err != nil {
			h.log.Error("a session that is over was not taken out", "err", err)
			return
		}
	}
}

// dismiss ends the sessions of people whom the branch in force doesn't have, or
// who have another role in it.
func (h *Hub) dismiss() {
	roles := map[string]wire.Role{}
	if !h.inWriter(func() {
		for _, t := range h.state.Branch.Tellers {
			roles[string(t.ID)] = roleOf(t)
		}
	}) {
		return
	}
	h.endEach(h.auth.sessionsOf(func(g *granted) bool {
		return g.who.Person != "" && roles[g.who.Person] != g.who.Role
	}), "the branch has no such person, or with another role")
}
