package dial

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/wire"
)

// Config says which hub and as whom.
type Config struct {
	URL   string       // "http://127.0.0.1:8080" or https
	Token string       // of the device or the staff session
	Log   *slog.Logger // nil: nothing is logged; the token never is

	// Backoff gives the pause before the n-th attempt in a row (n from 1), as a
	// longest value; the client waits a random part of it. nil: 250 ms doubling
	// up to 10 s.
	Backoff func(n int) time.Duration
	// TLS is whom an https URL is trusted by (see [Trust]); nil is the system's.
	TLS *tls.Config
	// HTTP makes the connections of a Client; nil is a default with TLS.
	HTTP *websocket.Dialer
	// Poll is how often Pair asks; 0 is every two seconds.
	Poll time.Duration
	// Trouble is told by Pair why the hub could not be asked, and nil when it
	// answered again; nil: nobody is told.
	Trouble func(error)
}

// Update is what changed since the Update before it: the newest mirror and
// every event on the way, oldest first. After a snapshot Events starts anew:
// what happened meanwhile is in State alone.
type Update struct {
	Live   bool      // the line stands and the mirror is the hub's newest
	Since  time.Time // when Live last changed, by this machine's clock
	State  wire.State
	Known  bool // State came from a hub at least once
	Events []wire.Event
	// Stranger says that whoever answers is not the hub that [Trust] says. It
	// holds until the line is live.
	Stranger bool
	// Refused is set once when the hub told the client not to come back: its
	// token is not known (any more), or it speaks another protocol. Run ends.
	Refused error
}

// maxEvents bounds what a stalled reader of Updates lets pile up; older events
// are then in State alone.
const maxEvents = 4096

// Client is one connection to a hub, over however many sockets it takes.
// Its methods may be called from any goroutine.
type Client struct {
	cfg     Config
	updates chan Update
	wake    chan struct{}

	mu      sync.Mutex
	next    Update           // what the reader has not taken yet
	dirty   bool             // next holds something new
	conn    *conn            // the live line, nil between two
	pending map[string]*wish // sent or to be sent, not answered
	order   []string         // pending's ids, oldest first
	resume  bool             // next.State is a position to catch up from
	over    error            // Run has ended: why
}

// wish is a command that waits for its answer.
type wish struct {
	frame  []byte
	answer chan wire.Answer
}

// New makes a client and starts nothing.
func New(cfg Config) *Client {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if cfg.Backoff == nil {
		cfg.Backoff = func(n int) time.Duration { return min(250*time.Millisecond<<min(n-1, 6), 10*time.Second) }
	}
	if cfg.HTTP == nil {
		cfg.HTTP = &websocket.Dialer{HandshakeTimeout: 5 * time.Second, Proxy: http.ProxyFromEnvironment, TLSClientConfig: cfg.TLS}
	}
	return &Client{
		cfg: cfg, updates: make(chan Update), wake: make(chan struct{}, 1),
		pending: map[string]*wish{}, next: Update{Since: time.Now()},
	}
}

// Updates is read by one reader. It coalesces: a slow reader gets fewer, later
// updates, never stale ones. It is closed when Run returns.
func (c *Client) Updates() <-chan Update { return c.updates }

// ErrClosed is what Do answers after Run has ended.
var ErrClosed = errors.New("the client is closed")

// ErrUnknown ends Run where the hub does not know the token (any more).
var ErrUnknown = errors.New("the token is not known there")

// Run connects and stays connected until ctx ends (it then returns nil) or the
// hub says not to come back (it then returns why). It is called once.
func (c *Client) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pumped := make(chan struct{})
	go func() { defer close(pumped); c.pump(ctx) }()
	err := c.stay(ctx)
	if err != nil {
		c.publish(func(u *Update) { u.Refused = err })
		select { // the reader learns why, if there is one
		case c.updates <- c.take():
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	cancel()
	<-pumped
	c.mu.Lock()
	c.over = errors.Join(ErrClosed, err)
	for _, w := range c.pending {
		close(w.answer)
	}
	c.pending, c.order = nil, nil
	c.mu.Unlock()
	close(c.updates)
	return err
}

// stay dials again and again. It returns nil when ctx ends.
func (c *Client) stay(ctx context.Context) error {
	for failed := 0; ctx.Err() == nil; {
		token := c.token()
		live, err := c.once(ctx, token)
		if ctx.Err() != nil {
			return nil
		}
		var closed *websocket.CloseError
		switch {
		case !errors.As(err, &closed) || wire.Reconnects(closed.Code):
		case closed.Code == wire.CloseProtocol:
			return fmt.Errorf("the hub at %s refuses this client: %s", c.cfg.URL, closed.Text)
		case token == c.token(): // and not one that was replaced meanwhile
			return fmt.Errorf("the hub at %s refuses this client: %s: %w", c.cfg.URL, closed.Text, ErrUnknown)
		}
		if errors.As(err, &closed) && closed.Code == wire.CloseEpoch {
			c.mu.Lock()
			c.resume = false
			c.mu.Unlock()
		}
		if live {
			failed = 0
		}
		if IsStranger(err) {
			c.publish(func(u *Update) { u.Stranger = true })
		}
		failed++
		pause := time.Duration(rand.Int64N(int64(c.cfg.Backoff(failed)) + 1))
		c.cfg.Log.Info("not connected to the hub", "err", err, "again_in", pause.Round(time.Millisecond))
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	}
	return nil
}

// once dials, reads until the line ends, and says whether it had been live.
func (c *Client) once(ctx context.Context, token string) (live bool, err error) {
	k, err := c.connect(ctx, token)
	if err != nil {
		return false, err
	}
	stop := context.AfterFunc(ctx, k.bye)
	defer stop()
	defer k.close()
	if err := c.hello(k); err != nil {
		return false, err
	}
	defer func() {
		c.mu.Lock()
		c.conn = nil
		c.mu.Unlock()
		c.publish(func(u *Update) { c.live(u, false) })
	}()
	for {
		frame, err := k.read()
		if err != nil {
			return live, err
		}
		if err := c.frame(k, frame, &live); err != nil {
			return live, err
		}
	}
}

func (c *Client) hello(k *conn) error {
	h := wire.Hello{Kind: "hello", Protocol: wire.Protocol}
	c.mu.Lock()
	if c.resume {
		h.Have = &wire.Have{Epoch: c.next.State.Epoch, Seq: c.next.State.Seq}
	}
	c.mu.Unlock()
	b, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return k.write(b)
}

// frame takes in one frame of the hub. The first one that is no answer makes
// the line live: either it is a snapshot, or the hub catches up from have.
func (c *Client) frame(k *conn, b []byte, live *bool) error {
	switch wire.KindOf(b) {
	case "answer":
		var a wire.Answer
		if err := json.Unmarshal(b, &a); err != nil {
			return fmt.Errorf("an answer that can't be read: %w", err)
		}
		c.answered(a)
	case "snapshot":
		var s wire.Snapshot
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("a snapshot that can't be read: %w", err)
		}
		c.publish(func(u *Update) {
			u.State, u.Known, u.Events, c.resume = s.State, true, nil, true
			c.live(u, true)
		})
		*live = true
		c.resend(k)
	case "live":
		c.publish(func(u *Update) { c.live(u, true) })
		*live = true
		c.resend(k)
	case "event":
		var e wire.Event
		if err := json.Unmarshal(b, &e); err != nil {
			return fmt.Errorf("an event that can't be read: %w", err)
		}
		return c.event(e)
	}
	return nil // a kind of a later hub: ignored
}

// event applies the event; one that does not follow makes the client forget
// its position, so that the next line starts with a snapshot.
func (c *Client) event(e wire.Event) (err error) {
	c.publish(func(u *Update) {
		var s wire.State
		if s, err = apply(u.State, e); err != nil {
			c.resume = false
			return
		}
		u.State = s
		if u.Events = append(u.Events, e); len(u.Events) > maxEvents {
			u.Events = u.Events[len(u.Events)-maxEvents:]
		}
	})
	return err
}

func (c *Client) live(u *Update, live bool) {
	u.Stranger = u.Stranger && !live
	if u.Live != live {
		u.Live, u.Since = live, time.Now()
	}
}

// publish changes what the reader gets next.
func (c *Client) publish(change func(*Update)) {
	c.mu.Lock()
	change(&c.next)
	c.dirty = true
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// take hands out what is new and starts collecting anew.
func (c *Client) take() Update {
	c.mu.Lock()
	defer c.mu.Unlock()
	u := c.next
	c.next.Events, c.dirty = nil, false
	return u
}

// pump hands updates to the reader, one at a time, each as new as can be.
func (c *Client) pump(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		}
		c.mu.Lock()
		fresh := c.dirty && c.next.Refused == nil
		c.mu.Unlock()
		if !fresh {
			continue
		}
		select {
		case c.updates <- c.take():
		case <-ctx.Done():
			return
		}
	}
}

func (c *Client) token() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cfg.Token
}

// Retoken goes on with another token: the line is dialled anew with it, and what
// waits for an answer is asked again there.
func (c *Client) Retoken(token string) {
	c.mu.Lock()
	c.cfg.Token = token
	k := c.conn
	c.mu.Unlock()
	if k != nil {
		k.bye()
	}
}

func (c *Client) connect(ctx context.Context, token string) (*conn, error) {
	header := http.Header{}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	u := "ws" + strings.TrimPrefix(strings.TrimRight(c.cfg.URL, "/"), "http") + "/api/v1/stream"
	ws, resp, err := c.cfg.HTTP.DialContext(ctx, u, header)
	if err != nil {
		if resp != nil && resp.StatusCode == http.StatusUnauthorized {
			return nil, &websocket.CloseError{Code: wire.CloseUnknown, Text: "it has no such device or session"}
		}
		return nil, fmt.Errorf("dialling the hub: %w", err)
	}
	return newConn(ws, token), nil
}
