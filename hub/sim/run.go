package sim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"
	_ "time/tzdata" // the record's zone, on a machine that has none

	"turno/hub/wire"
)

// Config says what to play, to which hub.
type Config struct {
	Hub      string        // URL of a hub with a virtual clock
	From     io.Reader     // the record, tab-separated, its columns named in the first line
	Day      time.Time     // which of its days; the time of day does not count
	Speed    float64       // how many times faster than it was; 0 as fast as it goes
	Out      io.Writer     // progress and the tables; nil for neither
	Tokens   Tokens        // the zero value is the demo's
	Patience time.Duration // how long one answer may take, restarts of the hub among it; 0 is two minutes
	Log      *slog.Logger  // of the connections; nil logs nothing
}

// ErrDiffers is the error of a run in which the hub's figures or answers were
// not those that its clients counted; the report says which.
var ErrDiffers = errors.New("the hub and its clients do not agree")

// Run plays the day and gives what happened. An error before the end leaves the
// hub where it was; ErrDiffers comes with a whole report.
func Run(ctx context.Context, cfg Config) (Report, error) {
	if cfg.Out == nil {
		cfg.Out = io.Discard
	}
	if cfg.Patience == 0 {
		cfg.Patience = 2 * time.Minute
	}
	cfg.Tokens = cfg.Tokens.orDemo()
	calls, err := readDay(cfg.From, cfg.Day)
	if err != nil {
		return Report{}, err
	}
	c := newClients(ctx, cfg)
	defer c.close()
	p, err := prepare(c, cfg, calls)
	if err != nil {
		return Report{}, err
	}
	began := time.Now()
	if err := p.play(); err != nil {
		return Report{}, err
	}
	r, err := p.report(time.Since(began))
	if err != nil {
		return r, err
	}
	if err := r.write(cfg.Out); err != nil {
		return r, err
	}
	if len(r.Differences) > 0 {
		return r, fmt.Errorf("%w: %d differences, the first: %s", ErrDiffers, len(r.Differences), r.Differences[0])
	}
	return r, nil
}

// prepare looks whether this hub can take this day, and opens it there.
func prepare(c *clients, cfg Config, calls []caller) (*play, error) {
	s, err := c.state(cfg.Tokens.Manager)
	if err != nil {
		return nil, err
	}
	b := s.Branch
	if b == nil || !b.Virtual {
		return nil, fmt.Errorf("the hub at %s runs on the machine's clock; a day can be played to one that was started with --demo --clock virtual", cfg.Hub)
	}
	zone, err := time.LoadLocation(b.Zone)
	if err != nil {
		return nil, fmt.Errorf("the branch's zone: %w", err)
	}
	for _, call := range calls {
		if !slices.ContainsFunc(b.Services, func(v wire.Service) bool { return v.ID == call.service }) {
			return nil, fmt.Errorf("the branch has no service %q for the record's call type; start the hub with --branch recorded", call.service)
		}
	}
	staff := shifts(calls)
	if len(b.Counters) <= len(staff) {
		return nil, fmt.Errorf("the branch has %d counters; this day needs %d, and one to spare", len(b.Counters), len(staff))
	}
	p := newPlay(c, cfg, calls, zone, b)
	for i, k := range b.Counters {
		d := &desk{counter: k.Counter, token: cfg.Tokens.Counter(k.Counter)}
		if i < len(staff) {
			d.named = true
			p.add(staff[i].from, stepOpen, d, nil)
			p.add(staff[i].to, stepClose, d, nil)
			p.toOpen++
		}
		p.desks = append(p.desks, d)
	}
	return p, p.openDay(s)
}

// openDay moves the clock to where the business date begins, if the hub was
// before it. Callers of the small hours before that stand at the door.
func (p *play) openDay(s wire.State) error {
	day := p.cfg.Day.Format(time.DateOnly)
	at := p.at(p.calls[0].arrives)
	if s.BusinessDate != "" && s.At.After(at) {
		return fmt.Errorf("the hub's clock stands at %s, after the first call of %s; play the day to a hub on a fresh data folder", s.At.In(p.zone).Format(time.RFC3339), day)
	}
	for range 48 {
		if err := p.pace.jump(at); err != nil {
			return err
		}
		date := p.pace.lastReply.Result.BusinessDate
		if date == day {
			p.door = at
			return nil
		}
		if date > day {
			break
		}
		at = at.Truncate(30 * time.Minute).Add(30 * time.Minute)
	}
	return fmt.Errorf("the hub does not open %s: its business date is %q", day, p.pace.lastReply.Result.BusinessDate)
}
