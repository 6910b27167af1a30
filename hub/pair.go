package hub

import (
	"cmp"
	"crypto/rand"
	"math/big"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"turno/hub/cert"
	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

const (
	pairFor     = 10 * time.Minute // how long a code lives
	maxPairs    = 32               // codes at a time
	maxPairFrom = 4                // of them from one address
	pairMarks   = 6                // characters of a code
)

// pairable are the roles of devices. Managers and admins are people: they sign
// in with their PIN.
var pairable = map[wire.Role]bool{wire.Kiosk: true, wire.Display: true, wire.Teller: true, wire.Host: true}

// pairs are the devices that wait for a manager. They are kept in memory alone: a
// code lives for ten minutes, and after a restart of the hub the device asks for
// another one and shows that. Safe from any goroutine.
type pairs struct {
	mu  sync.Mutex
	all []*pairWish // oldest first
}

type pairWish struct {
	wire.PairWish
	secret store.TokenHash
	state  string
	id     string           // the device's, from the approval on
	given  *store.TokenHash // the token that was handed out, until it is used
}

const (
	pairWaiting  = "waiting"
	pairApproved = "approved"
	pairRefused  = "refused"
)

// newPairCode is what a manager reads off one screen and types into another.
func newPairCode() string {
	var b strings.Builder
	for i := range pairMarks {
		if i == pairMarks/2 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(cert.Letters))))
		if err != nil {
			panic(err) // the system has no randomness
		}
		b.WriteByte(cert.Letters[n.Int64()])
	}
	return b.String()
}

// plainCode is a code as people type it: any case, with or without the dash.
func plainCode(s string) string {
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(s))
	if len(s) != pairMarks {
		return ""
	}
	return s[:pairMarks/2] + "-" + s[pairMarks/2:]
}

var deviceForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$`)

// add takes a wish in. An address that asks too much loses its own oldest; when
// all are taken, the address that holds most loses one.
func (p *pairs) add(w *pairWish) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.find(w.Code) != nil {
		w.Code = newPairCode()
	}
	from := map[string]int{}
	most := w.From
	for _, o := range p.all {
		if from[o.From]++; from[o.From] > from[most] {
			most = o.From
		}
	}
	if from[w.From] >= maxPairFrom {
		p.drop(w.From)
	} else if len(p.all) >= maxPairs {
		p.drop(most)
	}
	p.all = append(p.all, w)
}

func (p *pairs) drop(from string) {
	if i := slices.IndexFunc(p.all, func(o *pairWish) bool { return o.From == from }); i >= 0 {
		p.all = slices.Delete(p.all, i, i+1)
	}
}

func (p *pairs) find(code string) *pairWish {
	for _, w := range p.all {
		if w.Code == code {
			return w
		}
	}
	return nil
}

// sweep forgets dead codes.
func (p *pairs) sweep(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = slices.DeleteFunc(p.all, func(w *pairWish) bool { return !now.Before(w.Until) })
}

// askPair serves POST /api/v1/pair: a device without a token asks for one.
func (h *Hub) askPair(w http.ResponseWriter, r *http.Request) {
	from := addressOf(r.RemoteAddr)
	if wait := h.limits.pairs.take(from); wait > 0 {
		h.slowDown(w, r, wait)
		return
	}
	var in wire.PairAsk
	if !h.readJSON(w, r, &in) {
		return
	}
	if field := wrongDevice(in.Device, in.Role, in.Counter); field != "" {
		h.refuseHTTP(w, r, "", wire.InvalidField, field)
		return
	}
	secret := newCode()
	wish := &pairWish{secret: store.HashToken(secret), state: pairWaiting, PairWish: wire.PairWish{Code: newPairCode(),
		Device: in.Device, Role: in.Role, Counter: in.Counter, From: from, Until: h.wall().Add(pairFor).In(h.zone)}}
	h.pairs.sweep(h.wall())
	h.pairs.add(wish)
	h.log.Info("a device asks to be paired", "device", in.Device, "role", in.Role, "from", from)
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, wire.Pairing{Code: wish.Code, Secret: secret, Until: wish.Until})
}

// wrongDevice names the field of a proposal that is not right.
func wrongDevice(device string, role wire.Role, counter string) string {
	switch {
	case !deviceForm.MatchString(device):
		return "device"
	case !pairable[role]:
		return "role"
	case (role == wire.Teller) != (counter != "") || len(counter) > longestPin:
		return "counter"
	}
	return ""
}

// servePair serves GET /api/v1/pair: the device asks with its secret what became
// of its wish. The token is made when it is fetched; until it is used the device
// may fetch again, each time another one, as an answer may have been lost.
func (h *Hub) servePair(w http.ResponseWriter, r *http.Request) {
	secret, cookie := bearer(r)
	wish, ok := h.pairs.bySecret(store.HashToken(secret), h.wall())
	if !ok || cookie {
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	out := wire.Paired{State: wish.state}
	if wish.state == pairApproved {
		token, ok := h.enrolPaired(wish)
		if !ok {
			h.refuseHTTP(w, r, "", wire.Unavailable, "")
			return
		}
		out.Token, out.Device, out.Role, out.Counter = token, wish.Device, wish.Role, wish.Counter
	}
	writeJSON(w, http.StatusOK, out)
}

func (p *pairs) bySecret(secret store.TokenHash, now time.Time) (pairWish, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.all {
		if w.secret == secret && now.Before(w.Until) {
			return *w, true
		}
	}
	return pairWish{}, false
}

// enrolPaired makes the device's token, in place of the one before where that
// was never used.
func (h *Hub) enrolPaired(wish pairWish) (token string, ok bool) {
	token = newCode()
	s := store.Session{Token: store.HashToken(token), ID: wish.id, Role: string(wish.Role), Device: wish.Device, Counter: wish.Counter, Created: h.wall()}
	var err error
	if !h.inWriter(func() {
		h.pairs.mu.Lock()
		defer h.pairs.mu.Unlock()
		kept := h.pairs.find(wish.Code)
		if kept == nil || kept.state != pairApproved { // it was used, or revoked meanwhile
			err = errGone
			return
		}
		with := store.Batch{Sessions: []store.Session{s}}
		if kept.given != nil {
			with.EndSessions = []store.TokenHash{*kept.given}
		}
		if err = h.audit(queue.TokenChanged, wish.id, queue.Actor{Device: wish.Device, Role: string(wish.Role)}, with); err != nil {
			return
		}
		h.auth.revoke(with.EndSessions...)
		h.auth.grant(s).first.Store(&wish.Code)
		kept.given = &s.Token
	}) || err != nil {
		h.log.Error("a paired device did not get its token", "device", wish.Device, "err", err)
		return "", false
	}
	return token, true
}

// used forgets a wish: its device has come with its token.
func (p *pairs) used(code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = slices.DeleteFunc(p.all, func(w *pairWish) bool { return w.Code == code })
}

// listPairs serves GET /api/v1/pairings.
func (h *Hub) listPairs(w http.ResponseWriter, r *http.Request) {
	if _, ok := h.chief(w, r, wire.Manager); !ok {
		return
	}
	out := []wire.PairWish{}
	h.pairs.sweep(h.wall())
	h.pairs.mu.Lock()
	for _, p := range h.pairs.all {
		if p.state == pairWaiting {
			out = append(out, p.PairWish)
		}
	}
	h.pairs.mu.Unlock()
	slices.SortFunc(out, func(a, b wire.PairWish) int { return cmp.Or(a.Until.Compare(b.Until), strings.Compare(a.Code, b.Code)) })
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, out)
}

// decidePair serves POST /api/v1/pairings/{code}.
func (h *Hub) decidePair(w http.ResponseWriter, r *http.Request) {
	who, ok := h.chief(w, r, wire.Manager)
	if !ok {
		return
	}
	var in wire.PairVerdict
	if !h.readJSON(w, r, &in) {
		return
	}
	code, field := wire.Code(""), ""
	if !h.inWriter(func() { code, field = h.verdict(who, plainCode(r.PathValue("code")), in) }) {
		code = wire.Unavailable
	}
	if code != "" {
		h.refuseHTTP(w, r, "", code, field)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// verdict puts a manager's word on a wish into the chain, and then into effect.
func (h *Hub) verdict(who principal, code string, in wire.PairVerdict) (wire.Code, string) {
	h.pairs.mu.Lock()
	defer h.pairs.mu.Unlock()
	p := h.pairs.find(code)
	if p == nil || p.state != pairWaiting || !h.wall().Before(p.Until) {
		return wire.NotFound, ""
	}
	device, role, counter := cmp.Or(in.Device, p.Device), cmp.Or(in.Role, p.Role), cmp.Or(in.Counter, p.Counter)
	if role != wire.Teller {
		counter = ""
	}
	if !in.Approve {
		if err := h.audit(queue.DeviceRefused, p.Device, who.actor(), store.Batch{}); err != nil {
			return wire.Unavailable, ""
		}
		p.state = pairRefused
		return "", ""
	}
	if field := wrongDevice(device, role, counter); field != "" {
		return wire.InvalidField, field
	}
	if role == wire.Teller && !h.hasCounter(counter) {
		return wire.UnknownCounter, "counter"
	}
	if h.auth.deviceNamed(device) || slices.ContainsFunc(h.pairs.all, func(o *pairWish) bool { return o.state == pairApproved && o.Device == device }) {
		return wire.DeviceExists, "" // two of one name would share leases and reports
	}
	id := "d-" + newCode()[:16]
	if err := h.audit(queue.DeviceAdded, device+" "+id, who.actor(), store.Batch{}); err != nil {
		return wire.Unavailable, ""
	}
	p.Device, p.Role, p.Counter, p.id, p.state = device, role, counter, id, pairApproved
	return "", ""
}
