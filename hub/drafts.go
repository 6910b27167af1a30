package hub

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"turno/hub/queue"
	"turno/hub/wire"
)

// serveDrafts serves GET /api/v1/drafts: the forms that a visit carries, for the
// counter where the visit is. Each look is an event before the answer goes out.
func (h *Hub) serveDrafts(w http.ResponseWriter, r *http.Request) {
	token, _ := bearer(r)
	who, ok := h.auth.who(token)
	ticket := r.URL.Query().Get("ticket")
	switch {
	case !ok:
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	case who.Role != wire.Teller:
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	case ticket == "":
		h.refuseHTTP(w, r, "", wire.InvalidField, "ticket")
		return
	}
	var drafts wire.Drafts
	code := wire.Unavailable
	h.inWriter(func() { drafts, code = h.lookAtDrafts(who, queue.Ticket(ticket)) })
	if code != "" {
		h.refuseHTTP(w, r, "", code, "")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, drafts)
}

// lookAtDrafts reads what a visit carries and stores that it was looked at. A
// visit that carries nothing was not looked at.
func (h *Hub) lookAtDrafts(who principal, ticket queue.Ticket) (wire.Drafts, wire.Code) {
	b := &batch{}
	h.fallDue(b, h.now())
	found, fields, code := h.draftsOf(who, ticket)
	if code == "" && len(fields) > 0 {
		v, _ := h.state.Ticket(ticket)
		events, err := queue.Decide(h.state, queue.Command{By: who.actor(), Do: queue.See{Visit: v.ID, Fields: fields}}, h.now())
		if err != nil {
			code = refusalCode(err)
		}
		h.apply(b, events)
	}
	if h.commit(b) != nil {
		code = wire.Unavailable
	}
	return found, code
}

func (h *Hub) draftsOf(who principal, ticket queue.Ticket) (found wire.Drafts, fields []string, code wire.Code) {
	v, ok := h.state.Ticket(ticket)
	switch {
	case !ok:
		return found, nil, wire.UnknownTicket
	case !isAt(v, queue.CounterID(who.Counter)):
		return found, nil, wire.Forbidden
	}
	kept, err := h.store.Personal(v.ID)
	if err != nil {
		h.log.Error("reading what a visit carries", "err", err)
		return found, nil, wire.Unavailable
	}
	found = wire.Drafts{Ticket: string(ticket), Drafts: []wire.FormDraft{}}
	for field, value := range kept {
		form, is := strings.CutPrefix(field, fieldDraft)
		if !is {
			continue
		}
		d := wire.FormDraft{Form: form}
		if err := json.Unmarshal([]byte(value), &d.Values); err != nil {
			h.log.Error("a draft can't be read", "form", form, "err", err)
			continue
		}
		found.Drafts, fields = append(found.Drafts, d), append(fields, field)
	}
	slices.SortFunc(found.Drafts, func(a, b wire.FormDraft) int { return strings.Compare(a.Form, b.Form) })
	slices.Sort(fields)
	return found, fields, ""
}

// isAt says that a visit is called, served or wrapped up at a counter, or was
// parked there.
func isAt(v *queue.Visit, c queue.CounterID) bool {
	if c == "" || v.State() != queue.Parked {
		return c != "" && v.Counter() == c
	}
	l := v.Leg()
	for i := len(l.Periods) - 1; i >= 0; i-- {
		if p := l.Periods[i]; p.Counter != "" {
			return p.Counter == c
		}
	}
	return false
}
