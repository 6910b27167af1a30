package hub

import (
	"container/list"
	"errors"
	"math"
	"net"
	"net/http"
	"sync"
)

// Listen makes lines of the connections that come, which sockets need, and bounds
// how many an address, and all together, may hold open. Where that is reached the
// newcomer takes the place of a stranger: of one on whose line nobody has spoken yet
// whom the hub knows. So whoever opens lines and says nothing, from one address or
// from many, keeps no device and no ticket's page out, and none of those is ended for
// it. Where there is no stranger the newcomer is closed at once. It goes below TLS.
// A demo's are not bounded.
func (h *Hub) Listen(ln net.Listener) net.Listener {
	l := &lineListener{Listener: ln, each: h.limits.Conns, all: h.limits.AllConns, free: h.cfg.Proxies, from: map[string]*crowd{}, by: map[string]int{}}
	if !h.limits.on {
		l.each, l.all = math.MaxInt, math.MaxInt
	}
	return l
}

type lineListener struct {
	net.Listener
	each, all int
	free      Proxies // hold as many as all together may

	mu   sync.Mutex
	from map[string]*crowd
	by   map[string]int // lines of whom the hub knows, of those for whom they are counted
	open int
}

// crowd is what one address holds open.
type crowd struct {
	open      int
	strangers list.List // of *place, the oldest first
}

// place is what one line takes up. It belongs to its listener's mu.
type place struct {
	line     *line
	from     string
	stranger *list.Element // nil when somebody known has spoken
	by       string        // for whom it is counted, "" for nobody
	gone     bool
}

// Accept gives the next connection for which there is room.
func (b *lineListener) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		remote := c.RemoteAddr().String()
		p := &place{from: addressOf(remote)}
		if p.line, err = newLine(c, func() { b.leave(p) }); err != nil {
			return nil, errors.Join(err, c.Close())
		}
		p.line.met = func(who string, most int) bool { return b.met(p, who, most) }
		out, ok := b.seat(p, b.free.hold(remote))
		if out != nil {
			out.line.drop()
		}
		if ok {
			return p.line, nil
		}
		p.line.drop()
	}
}

// seat gives a place; out is who has lost theirs for it.
func (b *lineListener) seat(p *place, free bool) (out *place, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	own := b.from[p.from]
	if own == nil {
		own = &crowd{}
	}
	full := own
	switch {
	case own.open >= b.each && !free:
	case b.open >= b.all:
		full = b.largest()
	default:
		full = nil
	}
	if full != nil {
		oldest := full.strangers.Front()
		if oldest == nil {
			p.gone = true // it never came
			return nil, false
		}
		out = oldest.Value.(*place)
		b.remove(out)
	}
	b.from[p.from] = own
	own.open++
	b.open++
	p.stranger = own.strangers.PushBack(p)
	return out, true
}

// largest is the address with the most strangers.
func (b *lineListener) largest() *crowd {
	most := &crowd{}
	for _, c := range b.from {
		if c.strangers.Len() > most.strangers.Len() {
			most = c
		}
	}
	return most
}

// met says that somebody whom the hub knows speaks on the line; most bounds for how
// many lines that counts, 0 for any number. It is false where it does not count.
func (b *lineListener) met(p *place, who string, most int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p.gone || p.stranger == nil {
		return true
	}
	if most > 0 {
		if b.by[who] >= most {
			return false
		}
		b.by[who]++
		p.by = who
	}
	b.from[p.from].strangers.Remove(p.stranger)
	p.stranger = nil
	return true
}

func (b *lineListener) leave(p *place) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.remove(p)
}

func (b *lineListener) remove(p *place) {
	if p.gone {
		return
	}
	p.gone = true
	own := b.from[p.from]
	if p.stranger != nil {
		own.strangers.Remove(p.stranger)
	}
	if p.by != "" {
		if b.by[p.by]--; b.by[p.by] == 0 {
			delete(b.by, p.by)
		}
	}
	b.open--
	if own.open--; own.open == 0 {
		delete(b.from, p.from)
	}
}

// lineKey is where a request's context has its line.
type lineKey struct{}

// ticketLines is how many lines of one ticket's page are no strangers'; a browser
// opens six for a page.
const ticketLines = 12

// knows notes on the request's line that the hub knows who speaks.
func knows(r *http.Request, who string, most int) {
	if l, _ := r.Context().Value(lineKey{}).(*line); l != nil {
		l.known(who, most)
	}
}
