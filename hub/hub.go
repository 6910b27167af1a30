package hub

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"turno/hub/queue"
	"turno/hub/stats"
	"turno/hub/store"
	"turno/hub/voice"
	"turno/hub/wire"
)

// Config is what a hub is started with.
type Config struct {
	Dir       string                                        // the data folder; made whole where it is fresh
	Branch    *queue.Branch                                 // nil: the one that the log holds
	SignIn    func(person, pin string) (queue.Teller, bool) // proves who somebody is; nil: nobody can sign in
	Demo      bool                                          // the public demo tokens; loopback only, the caller sees to it
	Virtual   bool                                          // the clock is moved by advance alone
	PublicURL string                                        // where phones reach the hub; "" while it listens on loopback only
	Clock     Clock                                         // nil: the machine's; not used when Virtual
	Log       *slog.Logger                                  // nil: nothing is logged
	Limits    *Limits                                       // nil: the usual ones, and none in a demo
	Proxies   Proxies                                       // whose word is taken on whom a request comes from

	Room         Room   // how much of the disk stays free
	Night        *Night // what is looked after at night; nil: nothing
	BelieveClock bool   // the machine's clock is right, however far ahead of the last event it stands

	// Gate, when set, is called by the writer before it collects a batch: tests
	// hold the writer there so that commands gather into one transaction.
	Gate func()
}

// Hub is one running branch. Open makes it, Run serves it, Handler is what
// the network sees.
type Hub struct {
	cfg    Config
	log    *slog.Logger
	store  *store.Store
	clock  Clock
	auth   *authority
	limits limits
	pairs  pairs
	wishes wishes

	helloWithin time.Duration // how long a socket may be open and say nobody's name

	voice *voice.Speaker
	watch watch

	accounts accounts

	retention retention
	concerns  concerns
	room      room
	keeper    timekeeper
	nights    nights

	jobs chan *job
	asks chan func()
	done chan struct{} // closed when the writer has ended

	proves atomic.Pointer[func(person, pin string) (queue.Teller, bool)] // Config.SignIn, or what a reload put in its place

	dead atomic.Pointer[error] // why nothing can be stored any more

	// All below belongs to the writer goroutine.
	state  queue.State
	zone   *time.Location
	book   *stats.Day
	fan    fan
	wakeAt time.Time
	wake   <-chan time.Time
	unwake func()
	ended  error    // the store is broken: Run must return
	missed []string // no-shows of a closed day, still on the staff's screens
}

// Open opens the data folder, brings the state up from it, and loads the
// branch. Nothing is served before Run.
func Open(cfg Config) (*Hub, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	h := &Hub{cfg: cfg, log: cfg.Log, jobs: make(chan *job, 1024), asks: make(chan func()), done: make(chan struct{}), unwake: func() {}, helloWithin: helloWithin}
	if cfg.SignIn != nil {
		h.proves.Store(&cfg.SignIn)
	}
	h.watch.init(h)
	var err error
	if h.store, err = store.Open(cfg.Dir, store.Options{Logger: cfg.Log}); err != nil {
		return nil, err
	}
	if err := h.start(); err != nil {
		return nil, errors.Join(err, h.store.Close())
	}
	return h, nil
}

func (h *Hub) start() (err error) {
	if h.state, err = h.store.Load(); err != nil {
		return err
	}
	if h.clock, err = h.pickClock(); err != nil {
		return err
	}
	h.keeper.believe = h.cfg.BelieveClock
	h.room = newRoom(h.cfg.Room)
	if err := h.setBranch(); err != nil {
		return err
	}
	h.recount()
	h.limits = newLimits(h)
	if h.auth, err = newAuthority(h); err != nil {
		return err
	}
	h.voice = voice.New(voice.Config{})
	h.fan.init(h)
	return nil
}

func (h *Hub) pickClock() (Clock, error) {
	if !h.cfg.Virtual {
		if h.cfg.Clock != nil {
			return h.cfg.Clock, nil
		}
		return SystemClock{}, nil
	}
	at, ok, err := h.store.Clock()
	if err != nil {
		return nil, err
	}
	if !ok {
		at = time.Unix(0, 0).UTC()
	}
	return &virtualClock{now: at}, nil
}

// setBranch takes the zone and, where the file differs from what the log
// holds, makes the new branch an event, so that a replay knows it, too.
func (h *Hub) setBranch() error {
	wanted := h.state.Branch
	if h.cfg.Branch != nil {
		wanted = withPacks(*h.cfg.Branch)
	}
	if wanted.ID == "" {
		return errors.New("this data folder holds no branch yet: name one with --branch FILE, or start with --demo")
	}
	var err error
	if h.zone, err = time.LoadLocation(wanted.Zone); err != nil {
		return fmt.Errorf("the branch's time zone %q: %w", wanted.Zone, err)
	}
	if sameBranch(h.state.Branch, wanted) {
		return nil
	}
	b := &batch{}
	date, _ := businessDate(h.now(), h.zone, wanted.DayClose)
	if h.state.Date > date {
		date = h.state.Date
	}
	if err := h.rule(b, queue.LoadBranch{Branch: wanted, Date: date}, h.now()); err != nil {
		return fmt.Errorf("the new branch file can't be put in place of the old one: %w", err)
	}
	return h.store.Commit(b.Batch)
}

// Run is the writer and the sessions; it returns when ctx ends or when the
// store can't be trusted any more, and closes the store.
func (h *Hub) Run(ctx context.Context) error {
	defer h.endNight()
	defer h.drain() // after done is closed: who asked too late is told so
	defer close(h.done)
	h.log.Info("the hub serves", "branch", h.state.Branch.ID, "date", h.state.Date, "seq", h.state.Seq, "epoch", h.epoch())
	sweeping, stop := context.WithCancel(ctx)
	defer stop()
	go h.dismiss() // a branch file may have changed while the hub was away
	go h.sweep(sweeping)
	h.serve(ctx)
	h.log.Info("the hub stops", "date", h.state.Date, "seq", h.state.Seq)
	h.fan.closeAll(wire.CloseRestart, "the hub stops")
	return errors.Join(h.ended, h.store.Close())
}

// inWriter runs f in the writer goroutine, between two batches, and waits for
// it. It reports false when the hub has ended.
func (h *Hub) inWriter(f func()) bool {
	ran := make(chan struct{})
	select {
	case h.asks <- func() { f(); close(ran) }:
		<-ran
		return true
	case <-h.done:
		return false
	}
}

// now is the hub's time in the branch's zone; it never stands before the last
// event, whatever the machine's clock does (see timekeeper).
func (h *Hub) now() time.Time {
	t := h.keptTime()
	if t.Before(h.state.At) {
		t = h.state.At
	}
	if h.zone == nil {
		return t
	}
	return t.In(h.zone)
}

// newCode makes a phone code or a token: 130 random bits.
func newCode() string { return rand.Text() }

// Loopback says whether an address such as "127.0.0.1:8080" can be reached from
// this machine alone.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// newVisit makes a visit's id behind event seq. Its random part tells nothing of
// the person; what stands before keeps the visits of one transaction together on
// the disk.
func newVisit(seq uint64) queue.VisitID {
	return queue.VisitID(fmt.Sprintf("v-%08x-%s", seq+1, rand.Text()[:16]))
}
