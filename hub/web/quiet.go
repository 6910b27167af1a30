package web

import (
	"net"
	"sync"
	"time"
)

const (
	quietFor  = 10 * time.Minute
	maxBoards = 64 // far more than a branch has
)

// quiet keeps what boards say of themselves from filling a log: anybody may say
// it, as their page is public. Safe from any goroutine.
type quiet struct {
	mu   sync.Mutex
	told map[string]time.Time // when, by what was told and from where
}

// news says that something was not told from an address for a while. Beyond so many
// addresses, nothing is until one of them is forgotten.
func (q *quiet) news(what, remote string, now time.Time) bool {
	if host, _, err := net.SplitHostPort(remote); err == nil {
		remote = host
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for key, at := range q.told {
		if now.Sub(at) >= quietFor || now.Before(at) {
			delete(q.told, key)
		}
	}
	key := what + " " + remote
	if _, lately := q.told[key]; lately || len(q.told) >= maxBoards {
		return false
	}
	if q.told == nil {
		q.told = map[string]time.Time{}
	}
	q.told[key] = now
	return true
}
