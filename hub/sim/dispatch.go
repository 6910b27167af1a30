package sim

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"turno/hub/wire"
)

// dispatch lets every free counter call, after all else of the instant has
// happened, and lets those go whose shift is over.
func (p *play) dispatch(now int) error {
	if err := p.spare(now); err != nil {
		return err
	}
	for _, d := range p.free() {
		if len(p.waiting) == 0 {
			break
		}
		if d.leaving && p.others(d) {
			continue // the shift is over; it goes below
		}
		a, err := p.clients.must(d.token, wire.CallNext{Counter: d.counter})
		if err != nil {
			return err
		}
		if err := p.called(d, a, now); err != nil {
			return err
		}
	}
	for _, d := range p.desks {
		done := d.leaving || !d.named // who is to spare goes after each caller
		if d.open && d.busy == nil && done && (!d.named || len(p.waiting) == 0 || p.others(d)) {
			if err := p.close(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// free lists the named counters that may call, who waited longest first.
func (p *play) free() []*desk {
	var all []*desk
	for _, d := range p.desks {
		if d.named && d.open && d.busy == nil {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b *desk) int { return cmp.Compare(a.free, b.free) })
	return all
}

// others reports whether a named counter besides d is there to stay, or comes
// later. The last one stays until nobody waits: no caller is left behind.
func (p *play) others(d *desk) bool {
	return p.toOpen > 0 || slices.ContainsFunc(p.desks, func(o *desk) bool { return o != d && o.named && o.open && !o.leaving })
}

// spare calls, to counters that are to spare, those of whom the record says
// that they were served and not by whom.
func (p *play) spare(now int) error {
	for _, v := range slices.Clone(p.waiting) {
		if !v.served || v.server != "" {
			continue
		}
		i := slices.IndexFunc(p.desks, func(d *desk) bool { return !d.named && !d.open })
		if i < 0 {
			return nil // they wait like everyone
		}
		d := p.desks[i]
		if err := p.open(d, now); err != nil {
			return err
		}
		a, err := p.clients.must(d.token, wire.Call{Counter: d.counter, Ticket: v.ticket, Reason: "the record names no server"})
		if err != nil {
			return err
		}
		if err := p.called(d, a, now); err != nil {
			return err
		}
	}
	return nil
}

// called takes a call's answer, starts the service, and says when it ends.
func (p *play) called(d *desk, a wire.Answer, now int) error {
	v := p.tickets[a.Result.Ticket]
	switch {
	case v == nil:
		return fmt.Errorf("counter %s was given ticket %q, which nobody holds", d.counter, a.Result.Ticket)
	case v.called || v.gone:
		return fmt.Errorf("counter %s was given ticket %s, which was called or has left before", d.counter, v.ticket)
	case a.Result.Service != v.service:
		p.differs("ticket %s is for %s and was called for %s", v.ticket, v.service, a.Result.Service)
	}
	waited := float64(now - v.issued)
	if got := a.Result.WaitedS; got == nil || math.Abs(*got-waited) > 1e-6 {
		p.differs("ticket %s waited %g s, the hub says %s", v.ticket, waited, text(got))
	}
	v.called = true
	p.noLongerWaits(v)
	p.counted.each(v.service, func(t *tally) { t.waits = append(t.waits, waited) })
	if _, err := p.clients.must(d.token, wire.Serve{Counter: d.counter}); err != nil {
		return err
	}
	d.busy = v
	p.add(now+v.length, stepFinish, d, nil)
	return nil
}

// progress writes a line for each hour of the day.
func (p *play) progress(t time.Time, end bool) {
	hour := t.Day()*24 + t.Hour()
	if hour == p.hour && !end {
		return
	}
	p.hour = hour
	all, there := p.counted.of(""), 0
	for _, d := range p.desks {
		if d.open && d.named {
			there++
		}
	}
	fmt.Fprintf(p.cfg.Out, "%s  %5d of %d arrived  %5d served  %4d left  %3d wait  %2d counters open\n",
		t.Format("15:04"), all.arrived, len(p.calls), all.served, all.left, len(p.waiting), there)
}
