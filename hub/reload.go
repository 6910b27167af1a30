package hub

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"turno/hub/branch"
	"turno/hub/queue"
	"turno/hub/wire"
)

// errBranchSame says that a branch is in force already; nothing was done.
var errBranchSame = errors.New("this branch is in force already")

// Reload puts a new branch in place of the one that is served: as one event,
// whole or not at all. Tickets are carried over; it is refused where somebody
// would fall out of the new branch. signIn proves who somebody is from then on;
// nil leaves that as it was. It reports false when the branch was the same
// already. Safe from any goroutine while the hub runs.
func (h *Hub) Reload(b queue.Branch, signIn func(person, pin string) (queue.Teller, bool)) (seq uint64, changed bool, err error) {
	return h.reloadBy(queue.Actor{Role: queue.RoleHub}, b, signIn)
}

// reloadBy is Reload at somebody's wish, which the event says.
func (h *Hub) reloadBy(by queue.Actor, b queue.Branch, signIn func(person, pin string) (queue.Teller, bool)) (seq uint64, changed bool, err error) {
	if !h.inWriter(func() { seq, err = h.swap(by, b) }) {
		return 0, false, errors.New("the hub has stopped")
	}
	same := errors.Is(err, errBranchSame)
	if err != nil && !same {
		return 0, false, err
	}
	if signIn != nil {
		h.proves.Store(&signIn)
	}
	if !same {
		h.dismiss()
	}
	return seq, !same, nil
}

// swap is Reload in the writer.
func (h *Hub) swap(by queue.Actor, wanted queue.Branch) (uint64, error) {
	wanted = withPacks(wanted)
	if wanted.Zone != h.state.Branch.Zone {
		return 0, fmt.Errorf("the time zone can't change from %s to %s while the hub runs: stop it and start it with the new file", h.state.Branch.Zone, wanted.Zone)
	}
	if sameBranch(h.state.Branch, wanted) {
		return h.state.Seq, errBranchSame
	}
	b := &batch{}
	h.fallDue(b, h.now())
	date := h.state.Date
	if date == "" {
		date, _ = businessDate(h.now(), h.zone, wanted.DayClose)
	}
	refused := h.ruleBy(b, by, queue.LoadBranch{Branch: wanted, Date: date}, h.now())
	_ = h.commit(b) // the next lines see it
	switch {
	case refused != nil:
		return 0, refused
	case !sameBranch(h.state.Branch, wanted):
		return 0, errors.New("the hub could not store it; nothing was changed")
	}
	h.recount() // services, their targets and usual times may be others
	h.log.Info("a new branch is in force", "seq", h.state.Seq)
	return h.state.Seq, nil
}

// maxBranchFile is far above any branch file.
const maxBranchFile = 1 << 20

// loadBranch serves POST /api/v1/branch: an admin's new branch file, as TOML.
func (h *Hub) loadBranch(w http.ResponseWriter, r *http.Request) {
	token, _ := bearer(r)
	who, ok := h.auth.who(token)
	switch {
	case !ok:
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	case who.Role != wire.Admin:
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBranchFile))
	if err != nil {
		h.refuseHTTP(w, r, "", wire.TooLarge, "")
		return
	}
	f, err := branch.Parse("branch.toml", text)
	if err != nil {
		writeJSON(w, http.StatusUnprocessableEntity, wire.Answer{Code: wire.InvalidField, Field: "branch", Message: err.Error()})
		return
	}
	if f.Demo && !h.cfg.Demo {
		writeJSON(w, http.StatusUnprocessableEntity, wire.Answer{Code: wire.InvalidField, Field: "demo", Message: "this file has PINs that everybody can read: leave out demo = true and write pin instead of demo_pin"})
		return
	}
	seq, _, err := h.reloadBy(who.actor(), f.Branch, f.SignIn)
	if err != nil {
		writeJSON(w, http.StatusConflict, wire.Answer{Code: wire.BranchInUse, Message: message(language(r), wire.BranchInUse) + " (" + err.Error() + ")"})
		return
	}
	h.log.Info("an admin loaded a branch", "by", who.ID, "seq", seq)
	a := wire.Answer{OK: true, Seq: seq}
	if f.LeftOut != nil {
		a.Message = f.LeftOut.Error()
	}
	writeJSON(w, http.StatusOK, a)
}
