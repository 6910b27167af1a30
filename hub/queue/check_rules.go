package queue

import "fmt"

// checkRules finds what contradicts itself in the rules of a profile.
func (b *Branch) checkRules(p *Profile) error {
	ids := map[RuleID]bool{}
	for i := range p.Rules {
		r := &p.Rules[i]
		if err := fresh("rule", ids, r.ID); err != nil {
			return fmt.Errorf("profile %q: %w", p.ID, err)
		}
		if r.WaitOver < 0 || r.WaitingOver < 0 || r.MissWithin < 0 {
			return fmt.Errorf("profile %q, rule %q: a condition is negative", p.ID, r.ID)
		}
		if !shareFits(r.Share) {
			return fmt.Errorf("profile %q, rule %q: a share of %d %% leaves nobody else a call, or nobody any", p.ID, r.ID, r.Share)
		}
		for _, s := range r.Services {
			if _, ok := b.Service(s); !ok {
				return fmt.Errorf("profile %q, rule %q: there is no service %q", p.ID, r.ID, s)
			}
		}
		for _, c := range r.Classes {
			if _, ok := b.Class(c); !ok {
				return fmt.Errorf("profile %q, rule %q: there is no priority class %q", p.ID, r.ID, c)
			}
		}
	}
	switch p.Final {
	case "", FinalFirst, FinalLongest:
		if len(p.Turns) > 0 {
			return fmt.Errorf("profile %q: it has turns and does not end with them", p.ID)
		}
	case FinalTurns:
		if len(p.Turns) == 0 {
			return fmt.Errorf("profile %q: it ends with turns and has none", p.ID)
		}
	default:
		return fmt.Errorf("profile %q: %q is no final rule", p.ID, p.Final)
	}
	for _, t := range p.Turns {
		if _, ok := b.Service(t.Service); !ok && t.Service != "" {
			return fmt.Errorf("profile %q: there is no service %q for a turn", p.ID, t.Service)
		}
		if _, ok := b.Class(t.Class); !ok && t.Class != "" {
			return fmt.Errorf("profile %q: there is no priority class %q for a turn", p.ID, t.Class)
		}
		if t.Service != "" && t.Class != "" {
			return fmt.Errorf("profile %q: a turn is a service's or a class's, not both", p.ID)
		}
	}
	return nil
}

// checkFloor finds what contradicts itself in pauses, groups, days and lateness.
func (b *Branch) checkFloor() error {
	if b.MostCalls < 0 {
		return fmt.Errorf("the most calls are negative")
	}
	switch b.LatePlace {
	case LateOwn, LateLast:
	case LateBehind:
		if b.LateAfter < 1 {
			return fmt.Errorf("a no-show that comes back stands behind %d: it is behind 1 at least", b.LateAfter)
		}
	default:
		return fmt.Errorf("%q is no place for a no-show that comes back", b.LatePlace)
	}
	pauses, groups := map[string]bool{}, map[string]bool{}
	for _, p := range b.Pauses {
		if err := fresh("pause", pauses, p.ID); err != nil {
			return err
		}
		if p.Kind != "" && p.Kind != PauseBreak && p.Kind != PauseDesk {
			return fmt.Errorf("pause %q: %q is no kind", p.ID, p.Kind)
		}
	}
	for _, g := range b.Groups {
		if err := fresh("group", groups, g.ID); err != nil {
			return err
		}
		for _, s := range g.Services {
			if _, ok := b.Service(s); !ok {
				return fmt.Errorf("group %q: there is no service %q", g.ID, s)
			}
		}
	}
	for _, d := range b.Week {
		if d < 1 || d > 7 {
			return fmt.Errorf("day %d is no day of the week", d)
		}
	}
	for _, h := range b.Holidays {
		if !h.Date.valid() {
			return fmt.Errorf("holiday %q is no date", h.Date)
		}
	}
	for _, h := range b.Breaks {
		if h.Opens < 0 || h.Opens >= h.Closes || h.Closes > 24*60 {
			return fmt.Errorf("the break from %s to %s is no stretch of a day", h.Opens, h.Closes)
		}
	}
	return nil
}

// shareFits: a share of 100 would let others wait for ever.
func shareFits(percent int) bool { return percent >= 0 && percent < 100 }

// maxRate keeps what a day's wait gathers within 63 bits.
const maxRate = 10_000

// check finds what contradicts itself in a class.
func (c *Class) check() error {
	switch c.Way {
	case WayCredit, WayStrict, WayNext:
		if c.Rate != 0 {
			return fmt.Errorf("priority class %q: it has a rate and does not accumulate", c.ID)
		}
	case WayAccumulating:
		if c.Rate < wholeRate || c.Rate > maxRate {
			return fmt.Errorf("priority class %q: a rate of %d %% is not from %d to %d", c.ID, c.Rate, wholeRate, maxRate)
		}
	default:
		return fmt.Errorf("priority class %q: %q is no way to go ahead", c.ID, c.Way)
	}
	if c.Credit < 0 {
		return fmt.Errorf("priority class %q: the credit is negative", c.ID)
	}
	if !shareFits(c.Share) {
		return fmt.Errorf("priority class %q: a share of %d %% leaves nobody else a call, or nobody any", c.ID, c.Share)
	}
	return nil
}
