package hub

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
)

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

// aboutVisit lets in an admin who names a visit, and answers everybody else.
func (h *Hub) aboutVisit(w http.ResponseWriter, r *http.Request) (who principal, in wire.Erasure, ok bool) {
	if who, ok = h.admin(w, r); !ok || !h.readJSON(w, r, &in) {
		return who, in, false
	}
	if field := wrongVisit(in); field != "" {
		h.refuseHTTP(w, r, "", wire.InvalidField, field)
		return who, in, false
	}
	return who, in, true
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

// failed answers that something about a visit or a wish did not go.
func (h *Hub) failed(w http.ResponseWriter, r *http.Request, doing string, err error) {
	var code refusalOf
	switch {
	case errors.As(err, &code):
		h.refuseHTTP(w, r, "", wire.Code(code), "")
	case errors.Is(err, errNobody):
		h.refuseHTTP(w, r, "", wire.UnknownTicket, "")
	default:
		h.log.Error(doing, "err", err)
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
	}
}

// refusalOf is a code on its way out of the writer.
type refusalOf wire.Code

// Error names the code.
func (r refusalOf) Error() string { return string(r) }

// export serves POST /api/v1/exports: all that is kept on the person of a visit,
// for that person.
func (h *Hub) export(w http.ResponseWriter, r *http.Request) {
	who, in, ok := h.aboutVisit(w, r)
	if !ok {
		return
	}
	person, err := h.exportPerson(in, h.today(), who.actor(), h.noteNow)
	if err != nil {
		h.failed(w, r, "gathering what is kept on a visit", err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, person)
}

// askErasure serves POST /api/v1/erasures. Nothing is erased yet. Who asks for
// what waits already gets the wish that waits.
func (h *Hub) askErasure(w http.ResponseWriter, r *http.Request) {
	who, in, ok := h.aboutVisit(w, r)
	if !ok {
		return
	}
	var a wire.Approval
	visit, _, err := h.theVisit(in, h.today())
	if err == nil {
		err = h.onWishes(func() (err error) {
			a, err = h.wish(who, visit, queue.Ticket(in.Ticket))
			return err
		})
	}
	if err != nil {
		h.failed(w, r, "a wish was not stored", err)
		return
	}
	writeJSON(w, http.StatusAccepted, a)
}

// onWishes works on the wishes that wait, in the writer's turn.
func (h *Hub) onWishes(work func() error) (err error) {
	if err = h.recall(); err == nil && !h.inWriter(func() { err = work() }) {
		err = errStopped
	}
	return err
}

// wish puts a wish into the chain. It is the writer's.
func (h *Hub) wish(who principal, visit queue.VisitID, ticket queue.Ticket) (wire.Approval, error) {
	all := h.waiting()
	if i := slices.IndexFunc(all, func(a wire.Approval) bool { return a.Visit == string(visit) }); i >= 0 {
		return h.local(all[i]), nil
	}
	if len(all) >= maxWishes {
		return wire.Approval{}, refusalOf(wire.TooMany)
	}
	b := &batch{}
	h.fallDue(b, h.now())
	if err := h.audited(b, queue.Asked, askedSubject(visit, ticket), who.actor()); err != nil {
		return wire.Approval{}, err
	}
	line := b.Events[len(b.Events)-1]
	if err := h.commit(b); err != nil {
		return wire.Approval{}, err
	}
	h.wishes.see(line)
	return h.local(h.wishes.all[len(h.wishes.all)-1]), nil
}

// local tells a wish's times by the branch's clock.
func (h *Hub) local(a wire.Approval) wire.Approval {
	a.At, a.Until = a.At.In(h.zone), a.Until.In(h.zone)
	return a
}

// listApprovals serves GET /api/v1/approvals.
func (h *Hub) listApprovals(w http.ResponseWriter, r *http.Request) {
	if _, ok := h.admin(w, r); !ok {
		return
	}
	out := []wire.Approval{}
	err := h.onWishes(func() error {
		for _, a := range h.waiting() {
			out = append(out, h.local(a))
		}
		return nil
	})
	if err != nil {
		h.failed(w, r, "reading which wishes wait", err)
		return
	}
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
	err := h.onWishes(func() (err error) {
		done, err = h.second(who, r.PathValue("id"), in.Approve)
		return err
	})
	if err != nil {
		h.failed(w, r, "a second person's word was not stored", err)
		return
	}
	writeJSON(w, http.StatusOK, done)
}

// second carries out what the second person says, in one transaction with its
// lines in the chain. It is the writer's.
func (h *Hub) second(who principal, id string, approve bool) (wire.Approval, error) {
	all := h.waiting()
	i := slices.IndexFunc(all, func(a wire.Approval) bool { return a.ID == id })
	if i < 0 {
		return wire.Approval{}, refusalOf(wire.NotFound)
	}
	a := h.local(all[i])
	if approve && who.Person == a.By {
		return a, refusalOf(wire.Forbidden)
	}
	visit := queue.VisitID(a.Visit)
	b := &batch{}
	h.fallDue(b, h.now())
	var err error
	if approve {
		a.State = pairApproved
		err = h.approved(b, visit, who.actor(), queue.Actor{Role: queue.RoleHub})
	} else {
		a.State = pairRefused
		err = h.audited(b, queue.Denied, wishSubject(visit), who.actor())
	}
	if err == nil {
		err = h.commit(b)
	}
	if err != nil {
		return a, err
	}
	h.wishes.all = slices.Delete(all, i, i+1)
	return a, nil
}
