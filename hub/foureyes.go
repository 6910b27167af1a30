package hub

import (
	"net/http"
	"slices"
	"sync"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

const (
	wishFor   = 8 * time.Hour // how long a wish waits for the second person
	maxWishes = 100
)

// wishes need a second person. They are kept in memory: after a restart of the
// hub they are to be asked for again, and the chain tells that they were.
type wishes struct {
	mu  sync.Mutex
	all []wire.Approval // oldest first
}

func (w *wishes) sweep(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = slices.DeleteFunc(w.all, func(a wire.Approval) bool { return !now.Before(a.Until) })
}

// admin lets in a signed-in admin: a person, as a token of a device is nobody's
// eyes.
func (h *Hub) admin(w http.ResponseWriter, r *http.Request) (principal, bool) {
	who, ok := h.chief(w, r, wire.Admin)
	if ok && (who.Person == "" || h.auth.isPublic(r)) {
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return who, false
	}
	return who, ok
}

// askErasure serves POST /api/v1/erasures. Nothing is erased yet.
func (h *Hub) askErasure(w http.ResponseWriter, r *http.Request) {
	who, ok := h.admin(w, r)
	if !ok {
		return
	}
	var in wire.Erasure
	if !h.readJSON(w, r, &in) {
		return
	}
	if field := wrongVisit(in); field != "" {
		h.refuseHTTP(w, r, "", wire.InvalidField, field)
		return
	}
	a := wire.Approval{ID: "e-" + newCode()[:16], What: "erase", Visit: in.Visit, Ticket: in.Ticket, By: who.Person,
		At: h.wall().In(h.zone), Until: h.wall().Add(wishFor).In(h.zone), State: pairWaiting}
	var code wire.Code
	if !h.inWriter(func() { code = h.keepWish(who, in, &a) }) {
		code = wire.Unavailable
	}
	if code != "" {
		h.refuseHTTP(w, r, "", code, "")
		return
	}
	writeJSON(w, http.StatusAccepted, a)
}

// wrongVisit names the field that does not name a visit.
func wrongVisit(in wire.Erasure) string {
	if (in.Ticket == "") == (in.Visit == "") || len(in.Ticket) > longestPin || len(in.Visit) > longestPin {
		return "ticket"
	}
	if _, err := time.Parse(time.DateOnly, in.BusinessDate); err != nil && in.BusinessDate != "" {
		return "business_date"
	}
	return ""
}

// theVisit finds the visit that is meant, of today or of a day that was.
func (h *Hub) theVisit(in wire.Erasure) (queue.VisitID, queue.Date, wire.Code) {
	date := queue.Date(in.BusinessDate)
	if date == "" {
		date = h.dateNow()
	}
	if in.Visit != "" {
		return queue.VisitID(in.Visit), date, ""
	}
	if date == h.state.Date {
		if v, ok := h.state.Ticket(queue.Ticket(in.Ticket)); ok {
			return v.ID, date, ""
		}
	}
	v, ok, err := h.store.FindVisit(date, queue.Ticket(in.Ticket))
	switch {
	case err != nil:
		h.log.Error("looking for a visit", "err", err)
		return "", date, wire.Unavailable
	case !ok:
		return "", date, wire.UnknownTicket
	}
	return v, date, ""
}

// export serves POST /api/v1/exports: all that is kept on the person of a visit,
// for that person. That it was handed out stands in the chain before it is.
func (h *Hub) export(w http.ResponseWriter, r *http.Request) {
	who, ok := h.admin(w, r)
	if !ok {
		return
	}
	var in wire.Erasure
	if !h.readJSON(w, r, &in) {
		return
	}
	if field := wrongVisit(in); field != "" {
		h.refuseHTTP(w, r, "", wire.InvalidField, field)
		return
	}
	var visit queue.VisitID
	var date queue.Date
	var code wire.Code
	if !h.inWriter(func() {
		if visit, date, code = h.theVisit(in); code != "" {
			return
		}
		if err := h.audit(queue.Exported, string(visit), who.actor(), store.Batch{}); err != nil {
			code = wire.Unavailable
		}
	}) {
		code = wire.Unavailable
	}
	if code != "" {
		h.refuseHTTP(w, r, "", code, "")
		return
	}
	person, err := h.store.PersonOf(date, visit)
	switch {
	case err != nil:
		h.log.Error("gathering what is kept on a visit", "err", err)
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	case len(person.Events) == 0:
		h.refuseHTTP(w, r, "", wire.UnknownTicket, "")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, person)
}

func (h *Hub) keepWish(who principal, in wire.Erasure, a *wire.Approval) wire.Code {
	visit, _, code := h.theVisit(in)
	if code != "" {
		return code
	}
	a.Visit = string(visit)
	h.wishes.sweep(h.wall())
	h.wishes.mu.Lock()
	defer h.wishes.mu.Unlock()
	if len(h.wishes.all) >= maxWishes {
		return wire.TooMany
	}
	if err := h.audit(queue.Asked, a.What+" "+a.Visit, who.actor(), store.Batch{}); err != nil {
		return wire.Unavailable
	}
	h.wishes.all = append(h.wishes.all, *a)
	return ""
}

// listApprovals serves GET /api/v1/approvals.
func (h *Hub) listApprovals(w http.ResponseWriter, r *http.Request) {
	if _, ok := h.admin(w, r); !ok {
		return
	}
	h.wishes.sweep(h.wall())
	h.wishes.mu.Lock()
	out := append([]wire.Approval{}, h.wishes.all...)
	h.wishes.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, out)
}

// decideApproval serves POST /api/v1/approvals/{id}. Who asked may take the wish
// back, and never approve it.
func (h *Hub) decideApproval(w http.ResponseWriter, r *http.Request) {
	who, ok := h.admin(w, r)
	if !ok {
		return
	}
	var in wire.ApprovalVerdict
	if !h.readJSON(w, r, &in) {
		return
	}
	var done wire.Approval
	var code wire.Code
	if !h.inWriter(func() { done, code = h.second(who, r.PathValue("id"), in.Approve) }) {
		code = wire.Unavailable
	}
	if code != "" {
		h.refuseHTTP(w, r, "", code, "")
		return
	}
	writeJSON(w, http.StatusOK, done)
}

// second carries out what the second person says, in one transaction with its
// lines in the chain.
func (h *Hub) second(who principal, id string, approve bool) (wire.Approval, wire.Code) {
	h.wishes.mu.Lock()
	defer h.wishes.mu.Unlock()
	i := slices.IndexFunc(h.wishes.all, func(a wire.Approval) bool { return a.ID == id })
	if i < 0 || !h.wall().Before(h.wishes.all[i].Until) {
		return wire.Approval{}, wire.NotFound
	}
	a := h.wishes.all[i]
	subject := a.What + " " + a.Visit
	b := &batch{}
	var err error
	switch {
	case !approve:
		a.State = pairRefused
		err = h.audited(b, queue.Denied, subject, who.actor())
	case who.Person == a.By:
		return a, wire.Forbidden
	default:
		a.State = pairApproved
		b.Erase = append(b.Erase, store.PersonalKey{Visit: queue.VisitID(a.Visit)})
		if err = h.audited(b, queue.Approved, subject, who.actor()); err == nil {
			err = h.audited(b, queue.Erased, a.Visit, queue.Actor{Role: queue.RoleHub})
		}
	}
	if err == nil {
		err = h.commit(b)
	}
	if err != nil {
		h.log.Error("a second person's word was not stored", "err", err)
		return a, wire.Unavailable
	}
	h.wishes.all = slices.Delete(h.wishes.all, i, i+1)
	return a, ""
}
