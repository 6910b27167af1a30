package queue

import (
	"slices"
	"time"
)

// Appointments is how the branch treats people who come at a promised time.
//
// Whoever has an appointment stands in the queue as if they had come at its
// time, be they early or late. Who was there no later than Late after it goes
// ahead of others from Early before it on, at any counter that may call them;
// who came later than that goes ahead of nobody and keeps that place.
type Appointments struct {
	Early Seconds `json:"early_s,omitempty"` // how long before its time an appointment may be called ahead of others
	Late  Seconds `json:"late_s,omitempty"`  // how long after its time somebody may still come and be called so
	Share int     `json:"share,omitempty"`   // of a counter's calls, in percent; 0: DefaultShare
}

// kept is for whom alone a leg waits, and until when.
type kept struct {
	teller   TellerID
	language string
	until    time.Time // zero: without an end
}

// keep says for whom a person who comes now waits: for the officer they named,
// else for a teller who speaks their language, where the branch wants that and
// has one. from is when the time of waiting for them begins.
func (d *decision) keep(teller TellerID, language string, from time.Time) kept {
	b := &d.s.Branch
	if teller != "" {
		k := kept{teller: teller}
		if b.OfficerWait > 0 {
			k.until = from.Add(b.OfficerWait.Duration())
		}
		return k
	}
	if b.LanguageWait == 0 || !slices.ContainsFunc(b.Tellers, func(t Teller) bool { return slices.Contains(t.Languages, language) }) {
		return kept{}
	}
	return kept{language: language, until: from.Add(b.LanguageWait.Duration())}
}

// release lets anyone call a leg that has waited for somebody long enough.
func (d *decision) release(ask Release) error {
	if err := d.dayOpen(); err != nil {
		return err
	}
	v, ok := d.s.visits[ask.Visit]
	if !ok || v.State() != Waiting || v.Leg().KeptUntil.IsZero() || d.at.Before(v.Leg().KeptUntil) {
		return refuse(NothingDue, string(ask.Visit))
	}
	return d.then(VisitReleased{Visit: v.ID, Ticket: v.Ticket, Service: v.Leg().Service})
}

// kept reports whether a leg waits for somebody.
func (l *Leg) kept() bool { return l.ForCounter != "" || l.ForTeller != "" || l.ForLanguage != "" }

// hear notes in which languages each service is served now: by the tellers of
// the counters that are not closed.
func (s *State) hear() {
	s.spoken = nil
	if s.Branch.LanguageWait == 0 {
		return
	}
	for i := range s.Branch.Counters {
		c := s.counters[s.Branch.Counters[i].ID]
		if c == nil || c.Teller == "" {
			continue
		}
		for _, language := range c.speaks {
			services := s.spoken[language]
			if services == nil {
				if s.spoken == nil {
					s.spoken = map[string][]bool{}
				}
				services = make([]bool, len(s.Branch.Services))
				s.spoken[language] = services
			}
			for i := range services {
				services[i] = services[i] || c.Serves(i)
			}
		}
	}
}

// understood reports whether a counter may call somebody who waits for a
// language: it is spoken there, or at no counter that serves the service.
func (s *State) understood(c *Counter, l *Leg) bool {
	if slices.Contains(c.speaks, l.ForLanguage) {
		return true
	}
	services := s.spoken[l.ForLanguage]
	return services == nil || !services[s.index[l.Service]]
}

// firstKept is the waiting leg that is everyone's soonest; nil when there is none.
func (s *State) firstKept() (v *Visit) {
	for i := range s.Branch.Services {
		l := s.lines[s.Branch.Services[i].ID]
		if l == nil || l.kept == 0 {
			continue
		}
		for _, p := range l.places {
			until := p.visit.Leg().KeptUntil
			if !until.IsZero() && (v == nil || until.Before(v.Leg().KeptUntil)) {
				v = p.visit
			}
		}
	}
	return v
}

// booked is the appointment that goes ahead now: of those whose time has come,
// the earliest.
func (l *look) booked() (best *place) {
	if !l.s.booked {
		return nil
	}
	early := l.s.Branch.Appointments.Early.Duration()
	l.each(among{}, func(_ int, p *place) bool {
		at := p.visit.Leg().Booked
		if at.IsZero() || l.at.Before(at.Add(-early)) {
			return false
		}
		if best == nil || at.Before(best.visit.Leg().Booked) || at.Equal(best.visit.Leg().Booked) && p.key.Less(best.key) {
			best = p
		}
		return false
	})
	return best
}
