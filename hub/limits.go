package hub

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"turno/hub/store"
	"turno/hub/wire"
)

// Rate is how often something may be done: Burst times at once, and then once
// more each Every.
type Rate struct {
	Burst int
	Every time.Duration
}

// Limits bound what one address or one token may ask of the hub. They are far
// above what a branch does; a demo has none.
type Limits struct {
	Address Rate // requests of an address that have neither a token nor the code of a ticket
	Token   Rate // requests and frames of a device's or a person's token
	Phone   Rate // the same of the code of a ticket
	Guess   Rate // tokens and codes that nobody has, for each address
	Hello   Rate // sockets that an address opens
	SignIn  Rate // PINs from one address
	Pair    Rate // devices that ask from one address

	Conns     int // TCP connections of one address at a time
	AllConns  int // of all together
	Lines     int // sockets of one device or person at a time
	PhoneTabs int // sockets of one phone page at a time
	Keep      int // addresses or tokens that each table remembers
}

// UsualLimits are those of a branch in service. Many phones may share one
// address, that of the guest network's router.
func UsualLimits() Limits {
	return Limits{
		Address: Rate{600, 50 * time.Millisecond},
		Token:   Rate{600, 5 * time.Millisecond},
		Phone:   Rate{60, 500 * time.Millisecond},
		Guess:   Rate{60, 2 * time.Second},
		Hello:   Rate{300, 100 * time.Millisecond},
		SignIn:  Rate{20, 15 * time.Second},
		Pair:    Rate{5, 30 * time.Second},
		Conns:   400, AllConns: 4000, Lines: 32, PhoneTabs: 6, Keep: 20_000,
	}
}

// limiter counts by key. Its memory is bounded: a key that was quiet long enough
// is as good as new and is forgotten; when all are busy, new ones share one
// account. Safe from any goroutine; nil allows everything.
type limiter struct {
	rate Rate
	keep int
	now  func() time.Time

	mu   sync.Mutex
	full map[string]time.Time // when the key's account is whole again
	rest time.Time            // of those that share one
}

func newLimiter(r Rate, keep int, now func() time.Time) *limiter {
	return &limiter{rate: r, keep: keep, now: now, full: map[string]time.Time{}}
}

// take counts one for the key; a positive answer refuses it and says after how
// long it would be taken.
func (l *limiter) take(key string) time.Duration { return l.count(key, 1) }

// spent says the same and counts nothing.
func (l *limiter) spent(key string) time.Duration { return l.count(key, 0) }

func (l *limiter) count(key string, n int) time.Duration {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	full, known := l.full[key]
	if !known && len(l.full) >= l.keep {
		l.forget(now)
	}
	shared := !known && len(l.full) >= l.keep
	if shared {
		full = l.rest
	}
	// A clock that went back must not lock anybody out for as long as it jumped.
	if most := now.Add(time.Duration(l.rate.Burst) * l.rate.Every); full.After(most) {
		full = most
	}
	if full.Before(now) {
		full = now
	}
	after := full.Add(l.rate.Every)
	if over := after.Sub(now) - time.Duration(l.rate.Burst)*l.rate.Every; over > 0 {
		return over
	}
	switch {
	case n == 0:
	case shared:
		l.rest = after
	default:
		l.full[key] = after
	}
	return 0
}

func (l *limiter) forget(now time.Time) {
	for k, full := range l.full {
		if !full.After(now) {
			delete(l.full, k)
		}
	}
}

func (l *limiter) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.full)
}

// limits are the tables of a running hub. A demo's are all nil.
type limits struct {
	Limits
	on                                                 bool
	address, token, phone, guess, hello, signIn, pairs *limiter
}

func newLimits(h *Hub) limits {
	if h.cfg.Demo && h.cfg.Limits == nil {
		return limits{}
	}
	l := limits{Limits: UsualLimits(), on: true}
	if h.cfg.Limits != nil {
		l.Limits = *h.cfg.Limits
	}
	for to, r := range map[**limiter]Rate{&l.address: l.Address, &l.token: l.Token, &l.phone: l.Phone, &l.guess: l.Guess,
		&l.hello: l.Hello, &l.signIn: l.SignIn, &l.pairs: l.Pair} {
		*to = newLimiter(r, l.Keep, h.wall)
	}
	return l
}

// addressOf is whom a request counts for: the address of the line itself, or of
// the client that a trusted proxy names (see Proxies), and never what another
// header says. A house has a whole /64 of IPv6, so that counts as one.
func addressOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}

// limit refuses who asks too often, before anything costly is done for them.
func (h *Hub) limit(next http.Handler) http.Handler {
	if !h.limits.on {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := h.tooOften(r); wait > 0 {
			h.slowDown(w, r, wait)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/t/") {
			w = &seen{ResponseWriter: w, status: func(code int) {
				if code == http.StatusNotFound {
					h.guessed(r)
				}
			}}
		}
		next.ServeHTTP(w, r)
	})
}

// seen tells the status of an answer.
type seen struct {
	http.ResponseWriter
	status func(int)
}

// WriteHeader tells the status and sends it.
func (s *seen) WriteHeader(code int) {
	s.status(code)
	s.ResponseWriter.WriteHeader(code)
}

// tooOften counts a request for whom it speaks: a device, a person or the visit of
// a ticket, and for its address where it speaks for nobody. So nobody who is known
// is slowed down by whom they share an address with, as on a guest network, whose
// visitors all come from its router. A code is looked up before it is known to be
// wrong; that costs less than the answer, and a code of 130 bits is not found by
// asking often.
func (h *Hub) tooOften(r *http.Request) time.Duration {
	token, cookie := bearer(r)
	id, held := h.auth.holder(token)
	if held && id != everybody { // whose token is everybody's counts for its address
		knows(r, id, 0)
		return h.limits.token.take(id)
	}
	from := addressOf(r.RemoteAddr)
	if code := guessOf(r, token, cookie || held); code != "" {
		if who, ok := h.auth.who(code); ok {
			knows(r, who.ID, ticketLines)
			return h.limits.phone.take(who.ID)
		}
		if len(code) > longestToken || !h.pairing(code) {
			if wait := h.limits.guess.spent(from); wait > 0 {
				return wait // and it is not told whether it is wrong
			}
		}
	}
	if wait := h.limits.address.take(from); wait > 0 {
		return wait
	}
	if r.URL.Path == "/api/v1/stream" {
		return h.limits.hello.take(from)
	}
	return 0
}

// pairing says that a device asks with its secret what became of its wish.
func (h *Hub) pairing(secret string) bool {
	_, ok := h.pairs.bySecret(store.HashToken(secret), h.wall())
	return ok
}

// guessOf is what in a request may be a guess: the code in a ticket page's address,
// else a token. A cookie that nobody has is none: it is left from a session that
// has ended.
func guessOf(r *http.Request, token string, known bool) string {
	if code, ok := strings.CutPrefix(r.URL.Path, "/t/"); ok {
		return code
	}
	if known {
		return ""
	}
	return token
}

// guessed counts a token or code that nobody has.
func (h *Hub) guessed(r *http.Request) { h.limits.guess.take(addressOf(r.RemoteAddr)) }

// slowDown answers 429 and says after how many seconds to come back.
func (h *Hub) slowDown(w http.ResponseWriter, r *http.Request, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
	h.refuseHTTP(w, r, "", wire.TooMany, "")
}

// frameTooOften counts a frame of a live line.
func (h *Hub) frameTooOften(who principal) bool {
	if who.Role == wire.Phone {
		return h.limits.phone.take(who.ID) > 0
	}
	return h.limits.token.take(who.ID) > 0
}
