package queue

import (
	"fmt"
	"strings"
)

// seriesLetters are the letters that nobody reads as a digit or as each other.
const seriesLetters = "ABCDEFGHJKLMNPRTUVWXY"

// Check finds what contradicts itself in a branch: the first thing, in words
// for its operator. A branch that passes can't make the rules fail.
func (b *Branch) Check() error {
	for _, s := range []struct {
		name  string
		value Seconds
	}{
		{"recall gap", b.RecallGap}, {"late return", b.LateReturn}, {"undo window", b.UndoWindow}, {"no-show time", b.NoShowAfter},
		{"wait for a language", b.LanguageWait}, {"long wait", b.LongWait}, {"wait for an officer", b.OfficerWait},
		{"time before an appointment", b.Appointments.Early}, {"time after an appointment", b.Appointments.Late},
	} {
		if s.value < 0 {
			return fmt.Errorf("the %s is negative", s.name)
		}
	}
	if !shareFits(b.Appointments.Share) {
		return fmt.Errorf("a share of %d %% for appointments leaves nobody else a call, or nobody any", b.Appointments.Share)
	}
	if b.MaxBoard < 0 {
		return fmt.Errorf("the length of the board is negative")
	}
	for _, check := range []func() error{b.checkServices, b.checkProfiles, b.checkCounters, b.checkPeople, b.checkFloor, b.checkNeeds} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (b *Branch) checkServices() error {
	if len(b.Services) == 0 {
		return fmt.Errorf("there is no service")
	}
	ids := map[ServiceID]bool{}
	for i := range b.Services {
		s := &b.Services[i]
		if err := fresh("service", ids, s.ID); err != nil {
			return err
		}
		if len(s.Series) != 1 || !strings.Contains(seriesLetters, s.Series) {
			return fmt.Errorf("service %q: series %q is not one of %s", s.ID, s.Series, seriesLetters)
		}
		if err := b.checkSeries(i); err != nil {
			return err
		}
		if s.Target < 0 || s.Usual < 0 {
			return fmt.Errorf("service %q: a time is negative", s.ID)
		}
		for _, h := range s.Hours {
			if h.Opens < 0 || h.Opens >= h.Closes || h.Closes > 24*60 {
				return fmt.Errorf("service %q: hours %s to %s are no stretch of a day", s.ID, h.Opens, h.Closes)
			}
		}
	}
	return nil
}

func (b *Branch) checkNeeds() error {
	ids := map[string]bool{}
	for _, n := range b.Needs {
		if err := fresh("need", ids, n.ID); err != nil {
			return err
		}
		if _, ok := b.Service(n.Service); !ok {
			return fmt.Errorf("need %q leads to service %q, which is not there", n.ID, n.Service)
		}
	}
	return nil
}

func (b *Branch) checkProfiles() error {
	ids := map[ProfileID]bool{}
	for i := range b.Profiles {
		p := &b.Profiles[i]
		if err := fresh("profile", ids, p.ID); err != nil {
			return err
		}
		if p.WrapUp < 0 {
			return fmt.Errorf("profile %q: the wrap-up is negative", p.ID)
		}
		for _, s := range p.Services {
			if _, ok := b.Service(s); !ok {
				return fmt.Errorf("profile %q: there is no service %q", p.ID, s)
			}
		}
		if err := b.checkRules(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *Branch) checkCounters() error {
	ids := map[CounterID]bool{}
	for i := range b.Counters {
		c := &b.Counters[i]
		if err := fresh("counter", ids, c.ID); err != nil {
			return err
		}
		if _, ok := b.Profile(c.Profile); !ok && c.Profile != "" {
			return fmt.Errorf("counter %q: there is no profile %q", c.ID, c.Profile)
		}
		if c.Profile != "" && len(c.Services) > 0 {
			return fmt.Errorf("counter %q: it has both a profile and services of its own", c.ID)
		}
		for _, s := range c.Services {
			if _, ok := b.Service(s); !ok {
				return fmt.Errorf("counter %q: there is no service %q", c.ID, s)
			}
		}
	}
	return nil
}

func (b *Branch) checkPeople() error {
	classes, tellers := map[ClassID]bool{}, map[TellerID]bool{}
	for i := range b.Classes {
		if err := fresh("priority class", classes, b.Classes[i].ID); err != nil {
			return err
		}
		if err := b.Classes[i].check(); err != nil {
			return err
		}
	}
	for i := range b.Tellers {
		if err := fresh("teller", tellers, b.Tellers[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// fresh makes sure that an id is there and new, and takes it.
func fresh[ID ~string](what string, taken map[ID]bool, id ID) error {
	if id == "" {
		return fmt.Errorf("a %s has no id", what)
	}
	if taken[id] {
		return fmt.Errorf("there are two %s %q", plural(what), id)
	}
	taken[id] = true
	return nil
}

func plural(what string) string {
	if strings.HasSuffix(what, "s") {
		return what + "es"
	}
	return what + "s"
}
