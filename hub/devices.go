package hub

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

var (
	errStopped = errors.New("the hub has stopped")
	errGone    = errors.New("what was asked for is not there any more")
)

// oldTokenFor is how long a device's old token goes on after it asked for
// another one and has not used that yet.
const oldTokenFor = 10 * time.Minute

// accessRoutes are the routes of who may: sessions, devices, four eyes.
func (h *Hub) accessRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /api/v1/session", h.signIn)
	mux.HandleFunc("DELETE /api/v1/session", h.signOut)
	mux.HandleFunc("DELETE /api/v1/sessions", h.signOutEverywhere)
	mux.HandleFunc("POST /api/v1/pair", h.askPair)
	mux.HandleFunc("GET /api/v1/pair", h.servePair)
	mux.HandleFunc("GET /api/v1/pairings", h.listPairs)
	mux.HandleFunc("POST /api/v1/pairings/{code}", h.decidePair)
	mux.HandleFunc("GET /api/v1/devices", h.listDevices)
	mux.HandleFunc("POST /api/v1/devices/token", h.rotate)
	mux.HandleFunc("DELETE /api/v1/devices/{id}", h.removeDevice)
	mux.HandleFunc("GET /api/v1/comments", h.serveComments)
	mux.HandleFunc("GET /api/v1/clock", h.serveClock)
	mux.HandleFunc("POST /api/v1/clock", h.sayClock)
	mux.HandleFunc("POST /api/v1/erasures", h.askErasure)
	mux.HandleFunc("POST /api/v1/exports", h.export)
	mux.HandleFunc("GET /api/v1/approvals", h.listApprovals)
	mux.HandleFunc("POST /api/v1/approvals/{id}", h.decideApproval)
}

// chief lets in who has at least the role, and answers everybody else.
func (h *Hub) chief(w http.ResponseWriter, r *http.Request, least wire.Role) (principal, bool) {
	who, ok := h.asking(w, r)
	if ok && rank[who.Role] < rank[least] {
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return who, false
	}
	return who, ok
}

// devices are those with a token, each once, by name.
func (a *authority) devices() []wire.Enrolled {
	byID := map[string]wire.Enrolled{}
	a.each(func(_ store.TokenHash, g *granted) {
		if g.who.Device == "" || g.who.Person != "" {
			return
		}
		e := wire.Enrolled{ID: g.who.ID, Device: g.who.Device, Role: g.who.Role, Counter: g.who.Counter, Since: g.since, Live: a.lines[g.who.ID]}
		if o, ok := byID[e.ID]; ok && o.Since.Before(e.Since) {
			e.Since = o.Since
		}
		byID[e.ID] = e
	})
	out := []wire.Enrolled{}
	for _, e := range byID {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b wire.Enrolled) int { return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.ID, b.ID)) })
	return out
}

func (a *authority) deviceNamed(name string) bool {
	return slices.ContainsFunc(a.devices(), func(e wire.Enrolled) bool { return e.Device == name })
}

// listDevices serves GET /api/v1/devices.
func (h *Hub) listDevices(w http.ResponseWriter, r *http.Request) {
	if _, ok := h.chief(w, r, wire.Manager); !ok {
		return
	}
	all := h.auth.devices()
	for i := range all {
		all[i].Since = all[i].Since.In(h.zone)
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, all)
}

// removeDevice serves DELETE /api/v1/devices/{id}: its tokens are dead and its
// lines cut. Nobody removes what may do more than they.
func (h *Hub) removeDevice(w http.ResponseWriter, r *http.Request) {
	who, ok := h.chief(w, r, wire.Manager)
	if !ok {
		return
	}
	id := r.PathValue("id")
	all := h.auth.sessionsOf(func(g *granted) bool { return g.who.ID == id && g.who.Device != "" && g.who.Person == "" })
	switch {
	case len(all) == 0:
		h.refuseHTTP(w, r, "", wire.NotFound, "")
		return
	case rank[all[0].who.Role] > rank[who.Role]:
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	if err := h.endSessions(all, queue.DeviceRemoved, all[0].who.Device+" "+id, who.actor(), "this device was removed"); err != nil {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// rotate serves POST /api/v1/devices/token: a device asks for another token
// while its own is valid. What it asked for before and never used is dropped.
func (h *Hub) rotate(w http.ResponseWriter, r *http.Request) {
	who, ok := h.asking(w, r)
	if !ok {
		return
	}
	if who.Device == "" || who.Person != "" || who.Role == wire.Phone || h.auth.isPublic(r) {
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	old, _ := bearer(r)
	token := newCode()
	until := h.wall().Add(oldTokenFor)
	if err := h.replaceToken(who, store.HashToken(old), store.HashToken(token), until); err != nil {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, wire.Rotated{Token: token, OldUntil: until.In(h.zone)})
}

func (h *Hub) replaceToken(who principal, old, fresh store.TokenHash, until time.Time) (err error) {
	if !h.inWriter(func() {
		var with store.Batch
		for _, e := range h.auth.sessionsOf(func(g *granted) bool { return g.who.ID == who.ID }) {
			if e.token != old {
				with.EndSessions = append(with.EndSessions, e.token)
			}
		}
		s := store.Session{Token: fresh, ID: who.ID, Role: string(who.Role), Device: who.Device, Counter: who.Counter, Created: h.wall()}
		ending := s
		ending.Token, ending.Expires = old, until
		with.Sessions = []store.Session{s, ending}
		if err = h.audit(queue.TokenChanged, who.ID, who.actor(), with); err != nil {
			return
		}
		h.auth.revoke(with.EndSessions...)
		h.auth.grant(ending)
		h.auth.grant(s).replaces.Store(&old)
	}) {
		return errStopped
	}
	return err
}

// settle does what hangs on the first use of a token: the one before it dies,
// and a pairing that brought it is over.
func (a *authority) settle(g *granted) {
	if code := g.first.Swap(nil); code != nil {
		a.hub.pairs.used(*code)
	}
	old := g.replaces.Swap(nil)
	if old == nil {
		return
	}
	a.revoke(*old)
	go a.hub.inWriter(func() { // it ends by itself soon should this not be stored
		if err := a.hub.store.Commit(store.Batch{EndSessions: []store.TokenHash{*old}}); err != nil {
			a.hub.log.Error("a token that was replaced was not taken out of the store", "err", err)
		}
	})
}

// has tells whether a principal still has a token.
func (a *authority) has(id string) (found bool) {
	a.each(func(_ store.TokenHash, g *granted) { found = found || g.who.ID == id })
	return found
}
