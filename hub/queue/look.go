package queue

import (
	"slices"
	"time"
)

// look is one look over those whom a counter may call.
type look struct {
	s       *State
	c       *Counter
	at      time.Time
	profile *Profile
}

// among is a part of them: by service and by class; nil is all.
type among struct {
	services []ServiceID
	classes  []ClassID
}

// each goes through the lines of a part, and within them through the places
// that the counter may call, until visit says that it has seen enough of a line.
func (l *look) each(a among, visit func(i int, p *place) (enough bool)) {
	var only ClassID // the usual part is of one class
	if len(a.classes) == 1 {
		only = a.classes[0]
	}
	for i := range l.s.Branch.Services {
		id := l.s.Branch.Services[i].ID
		line := l.s.lines[id]
		if line == nil || len(line.places) == 0 || line.kept == 0 && !l.c.Serves(i) {
			continue
		}
		if a.services != nil && !slices.Contains(a.services, id) || a.classes != nil && line.classed == 0 {
			continue
		}
		for j := range line.places {
			p := &line.places[j]
			if only != "" && p.class != only {
				continue
			}
			if line.kept > 0 && !l.s.MayCall(l.c, p.visit.Leg()) || a.classes != nil && !slices.Contains(a.classes, p.class) {
				continue
			}
			if visit(i, p) {
				break
			}
		}
	}
}

// first is the first by place of a part.
func (l *look) first(a among) (best *place) {
	l.each(a, func(_ int, p *place) bool {
		if best == nil || p.key.Less(best.key) {
			best = p
		}
		return true
	})
	return best
}

// final is whom the final rule chooses, and what is remembered then. first is
// the first by place.
func (l *look) final(first *Visit) (choice, Memory) {
	then := l.c.Memory.pay()
	if l.profile == nil {
		return choice{visit: first, why: Why{Rule: RuleFirst}}, then
	}
	switch l.profile.Final {
	case FinalLongest:
		return l.longest(first), then
	case FinalTurns:
		return l.turn(first, then)
	}
	return choice{visit: first, why: Why{Rule: RuleFirst}}, then
}

// longest is who entered the queue first; of two the one that stands before.
func (l *look) longest(first *Visit) choice {
	var best *place
	l.each(among{}, func(_ int, p *place) bool {
		if best == nil || p.since < best.since || p.since == best.since && p.key.Less(best.key) {
			best = p
		}
		return false
	})
	if best.visit == first {
		return choice{visit: first, why: Why{Rule: RuleFirst}}
	}
	return choice{visit: best.visit, why: Why{Rule: RuleLongest, Waited: l.waited(best)}}
}

// turn is the first by place of the next entry of the turns that has somebody
// waiting. Those who stand in no entry have one of their own at the end, so that
// nobody is without a turn.
func (l *look) turn(first *Visit, then Memory) (choice, Memory) {
	turns := l.profile.Turns
	n := len(turns)
	if !slices.Contains(turns, Turn{}) {
		n++
	}
	for k := range n {
		i := (l.c.Memory.Turn + k) % n
		var t Turn
		if i < len(turns) {
			t = turns[i]
		}
		p := l.of(t, turns)
		if p == nil {
			continue
		}
		then.Turn = (i + 1) % n
		if p.visit == first {
			return choice{visit: first, why: Why{Rule: RuleFirst}}, then
		}
		return choice{visit: p.visit, why: Why{Rule: RuleTurns, Class: t.Class, Service: t.Service}}, then
	}
	return choice{visit: first, why: Why{Rule: RuleFirst}}, then
}

// of is the first by place of an entry of the turns.
func (l *look) of(t Turn, turns []Turn) (best *place) {
	switch {
	case t.Service != "":
		return l.first(among{services: []ServiceID{t.Service}})
	case t.Class != "":
		return l.first(among{classes: []ClassID{t.Class}})
	}
	l.each(among{}, func(i int, p *place) bool {
		id := l.s.Branch.Services[i].ID
		for _, other := range turns {
			if other.Service == id {
				return true // the whole line has its turn
			}
			if other.Class != "" && other.Class == p.class {
				return false
			}
		}
		if best == nil || p.key.Less(best.key) {
			best = p
		}
		return true
	})
	return best
}

// ahead is who may go ahead of the final rule's choice, why, and by which share;
// nil when nobody.
func (l *look) ahead() (*Visit, Why, int) {
	if p, class := l.class(among{}, WayNext); p != nil {
		return p.visit, Why{Rule: RuleNext, Class: class.ID}, class.Share
	}
	if p := l.booked(); p != nil {
		return p.visit, Why{Rule: RuleBooked, Booked: p.visit.Leg().Booked}, l.s.Branch.Appointments.Share
	}
	if l.profile != nil {
		for i := range l.profile.Rules {
			r := &l.profile.Rules[i]
			if v, why, ok := l.rule(r); ok {
				return v, why, r.Share
			}
		}
	}
	if p, why, share := l.byClass(among{}); p != nil {
		return p.visit, why, share
	}
	return nil, Why{}, 0
}

// rule is whom a rule of the profile chooses; ok is false where it does not hold.
func (l *look) rule(r *Rule) (v *Visit, why Why, ok bool) {
	a := among{r.Services, r.Classes}
	waiting := 0
	var longest, urgent *place
	var left time.Duration // of the urgent one, to its target
	l.each(a, func(i int, p *place) bool {
		waiting++
		if longest == nil || p.since < longest.since {
			longest = p
		}
		if target := l.s.Branch.Services[i].Target; r.MissWithin > 0 && target > 0 {
			rest := target.Duration() - l.at.Sub(time.Unix(0, p.since))
			if rest >= 0 && rest <= r.MissWithin.Duration() && (urgent == nil || rest < left || rest == left && p.key.Less(urgent.key)) {
				urgent, left = p, rest
			}
		}
		return false
	})
	if waiting == 0 || waiting <= r.WaitingOver {
		return nil, Why{}, false
	}
	why = Why{Rule: RuleProfile, By: r.ID}
	if r.WaitingOver > 0 {
		why.Rule, why.Waiting = RuleLength, waiting
	}
	if r.WaitOver > 0 {
		if l.waited(longest) <= r.WaitOver {
			return nil, Why{}, false
		}
		why.Rule, why.Limit, why.Waited = RuleWait, r.WaitOver, l.waited(longest)
	}
	if r.MissWithin > 0 {
		if urgent == nil {
			return nil, Why{}, false
		}
		why.Rule, why.Left, why.Waited = RuleTarget, seconds(left), l.waited(urgent)
		why.Service = urgent.visit.Leg().Service
		s, _ := l.s.Branch.Service(why.Service)
		why.Limit = s.Target
		return urgent.visit, why, true
	}
	p, byClass, _ := l.byClass(a)
	if p == nil {
		p = l.first(a)
	} else {
		why.Class = byClass.Class
	}
	why.Service = p.visit.Leg().Service
	return p.visit, why, true
}

// class is the first of a class that goes ahead in a way: of two such classes
// the branch's first, within it the first by place.
func (l *look) class(a among, way Way) (best *place, class *Class) {
	if !l.s.ways {
		return nil, nil
	}
	for i := range l.s.Branch.Classes {
		k := &l.s.Branch.Classes[i]
		if k.Way != way || a.classes != nil && !slices.Contains(a.classes, k.ID) {
			continue
		}
		l.each(among{a.services, []ClassID{k.ID}}, func(_ int, p *place) bool {
			if best == nil || p.key.Less(best.key) {
				best = p
			}
			return true
		})
		if best != nil {
			return best, k
		}
	}
	return nil, nil
}

// byClass is who goes ahead of a part by a class that is strict or accumulates;
// nil when nobody does.
func (l *look) byClass(a among) (*place, Why, int) {
	if p, class := l.class(a, WayStrict); p != nil {
		return p, Why{Rule: RuleStrict, Class: class.ID}, class.Share
	}
	p, class := l.class(a, WayAccumulating)
	if p == nil {
		return nil, Why{}, 0
	}
	// Of one class the first by place has most; so has the first of no class. A
	// class after the first is looked at, too.
	rest := l.first(a)
	most := l.gathered(p, class.Rate)
	for i := range l.s.Branch.Classes {
		k := &l.s.Branch.Classes[i]
		if k.Way != WayAccumulating || k == class || a.classes != nil && !slices.Contains(a.classes, k.ID) {
			continue
		}
		if q := l.first(among{a.services, []ClassID{k.ID}}); q != nil && l.gathered(q, k.Rate) > most {
			p, class, most = q, k, l.gathered(q, k.Rate)
		}
	}
	if l.gathered(rest, wholeRate) > most {
		return nil, Why{}, 0
	}
	return p, Why{Rule: RuleAccumulating, Class: class.ID, Waited: l.waited(p), Rate: class.Rate}, class.Share
}

// wholeRate is the rate, in percent, of a person of no class.
const wholeRate = 100

// gathered is the priority that a place has by now, in hundredths of a
// nanosecond of waiting: its time in the queue, credits among it, times a rate.
func (l *look) gathered(p *place, rate int) time.Duration {
	return l.at.Sub(p.key.At) * time.Duration(rate)
}

func (l *look) waited(p *place) Seconds { return seconds(l.at.Sub(time.Unix(0, p.since))) }
