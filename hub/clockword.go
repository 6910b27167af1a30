package hub

import (
	"net/http"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// serveClock serves GET /api/v1/clock.
func (h *Hub) serveClock(w http.ResponseWriter, r *http.Request) {
	if _, ok := h.chief(w, r, wire.Manager); !ok {
		return
	}
	var d wire.ClockDoubt
	if !h.inWriter(func() { d = h.clockDoubt() }) {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, d)
}

// clockDoubt is the writer's.
func (h *Hub) clockDoubt() wire.ClockDoubt {
	machine, now := h.clock.Now().In(h.zone), h.now()
	date, _ := businessDate(machine, h.zone, h.state.Branch.DayClose)
	return wire.ClockDoubt{Concern: h.keeper.held, Denied: h.keeper.denied, Machine: machine, Date: string(date), Hub: now, HubDate: string(h.dateNow()), Last: h.state.At.In(h.zone)}
}

// sayClock serves POST /api/v1/clock: a manager's word on a date that nobody else
// vouches for.
func (h *Hub) sayClock(w http.ResponseWriter, r *http.Request) {
	who, ok := h.chief(w, r, wire.Manager)
	if !ok {
		return
	}
	var in wire.ClockWord
	if !h.readJSON(w, r, &in) {
		return
	}
	code, field := wire.Unavailable, ""
	h.inWriter(func() { code, field = h.clockWord(who, in) })
	if code != "" {
		h.refuseHTTP(w, r, "", code, field)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// clockWord puts the word into the chain, and then into effect. It is the
// writer's.
func (h *Hub) clockWord(who principal, in wire.ClockWord) (wire.Code, string) {
	switch d := h.clockDoubt(); {
	case d.Concern != ClockUnsure:
		return wire.NotFound, ""
	case in.Date != d.Date: // it was set since they were asked
		return wire.InvalidField, "date"
	}
	said := in.Date + " is wrong"
	if in.Right {
		said = in.Date + " is right"
	}
	if err := h.audit(queue.ClockDoubted, said, who.actor(), store.Batch{}); err != nil {
		return wire.Unavailable, ""
	}
	h.keeper.word, h.keeper.denied = in.Right, !in.Right
	h.log.Info("a manager spoke on the machine's clock: "+said, "by", who.Person)
	h.tick() // the day opens now
	return "", ""
}
