package branch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/hub/queue"
)

// weekdays are the days of the week as the file names them, Monday first.
var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// floor checks the days, pauses, groups and appointments.
func (c *checker) floor() {
	for i, day := range c.doc.Branch.Week {
		if !slices.Contains(weekdays, day) || slices.Contains(c.doc.Branch.Week[:i], day) {
			c.wrong("branch.week", fmt.Sprintf("%q is no day of the week, or is there twice", day), "write some of "+strings.Join(weekdays, ", "))
		}
	}
	for i, h := range c.doc.Holidays {
		at := "holiday." + strconv.Itoa(i)
		if _, err := time.Parse(time.DateOnly, h.Date); err != nil {
			c.wrong(at+".date", fmt.Sprintf("%q is no date", h.Date), "write year, month and day, as date = \"2026-12-25\"")
		}
		c.text(at+".name", "the name of a holiday", h.Name, false)
	}
	ids := map[string]bool{}
	for i, p := range c.doc.Pauses {
		at, what := "pause."+strconv.Itoa(i), fmt.Sprintf("pause %q", p.ID)
		c.id(at+".id", what, p.ID)
		c.once(at+".id", "pause", ids, p.ID)
		c.oneOf(at+".kind", what+" has the kind", p.Kind, "", string(queue.PauseBreak), string(queue.PauseDesk))
		c.text(at+".name", "the name of "+what, p.Name, true)
	}
	groups, grouped := map[string]bool{}, map[string]string{}
	for i, g := range c.doc.Groups {
		at, what := "group."+strconv.Itoa(i), fmt.Sprintf("group %q", g.ID)
		c.id(at+".id", what, g.ID)
		c.once(at+".id", "group", groups, g.ID)
		c.text(at+".name", "the name of "+what, g.Name, true)
		if len(g.Services) == 0 {
			c.wrong(at+".services", what+" has no services", "write services = [...]")
		}
		c.known(at+".services", what, g.Services)
		for _, s := range g.Services {
			if other := grouped[s]; other != "" {
				c.wrong(at+".services", fmt.Sprintf("service %q is in the groups %q and %q", s, other, g.ID), "leave it out of one of them")
			}
			grouped[s] = g.ID
		}
	}
	c.share("appointments.share", "appointments", c.doc.Booked.Share)
	r := &c.doc.Rules
	c.oneOf("rules.late_place", "a no-show that comes back stands", r.LatePlace, "", "own", string(queue.LateLast), string(queue.LateBehind))
	if (r.LatePlace == string(queue.LateBehind)) != (r.LateBehind > 0) || r.LateBehind < 0 {
		c.wrong("rules.late_behind", "late_place = \"behind\" and late_behind go together", "write both, as late_behind = 2, or neither")
	}
	if r.MostCalls < 0 {
		c.wrong("rules.most_calls", fmt.Sprintf("a ticket can't be called %d times", r.MostCalls), "write a number, or 0 for any")
	}
}

// profileRules checks how a profile calls.
func (c *checker) profileRules(at string, p *profile) {
	what := fmt.Sprintf("profile %q", p.ID)
	c.oneOf(at+".final", what+" ends with the rule", p.Final, "", string(queue.FinalFirst), string(queue.FinalLongest), string(queue.FinalTurns))
	if (p.Final == string(queue.FinalTurns)) != (len(p.Turns) > 0) {
		c.wrong(at+".turns", what+": final = \"turns\" and turns go together", "write both, or neither")
	}
	for _, id := range p.Turns {
		switch s, k := c.doc.service(id), c.doc.class(id); {
		case id == everyService:
		case s && k:
			c.wrong(at+".turns", fmt.Sprintf("%s: %q is both a service and a class", what, id), "give one of them another id")
		case !s && !k:
			c.wrong(at+".turns", fmt.Sprintf("%s has a turn for %q, which is neither a service nor a class", what, id), c.nearest(id, c.ids(true, true)))
		}
	}
	ids := map[string]bool{}
	for i, r := range p.Rules {
		at, what := at+".rule."+strconv.Itoa(i), fmt.Sprintf("rule %q of profile %q", r.ID, p.ID)
		c.id(at+".id", what, r.ID)
		c.once(at+".id", "rule", ids, r.ID)
		c.known(at+".services", what, r.Services)
		for _, id := range r.Classes {
			if !c.doc.class(id) {
				c.wrong(at+".classes", fmt.Sprintf("%s names class %q, which is not there", what, id), c.nearest(id, c.ids(false, true)))
			}
		}
		if r.WaitingOver < 0 {
			c.wrong(at+".waiting_over", fmt.Sprintf("%s: fewer than nobody can't wait", what), "write a number, or leave it out")
		}
		if r.TargetWithin.seconds > 0 && !c.promised(r.Services) {
			c.wrong(at+".target_within", what+" is about targets, and none of its services has one", "write target = \"10m\" in a [[service]], or leave it out")
		}
		c.share(at+".share", what, r.Share)
		c.text(at+".name", "the name of "+what, r.Name, false)
	}
}

// promised reports whether one of the services (none: any) has a target.
func (c *checker) promised(ids []string) bool {
	return slices.ContainsFunc(c.doc.Services, func(s service) bool {
		return s.Target.seconds > 0 && (len(ids) == 0 || slices.Contains(ids, s.ID) || slices.Contains(ids, everyService))
	})
}

// classWay checks how a class goes ahead.
func (c *checker) classWay(at string, k *class) {
	what := fmt.Sprintf("class %q", k.ID)
	c.oneOf(at+".way", what+" goes ahead by", k.Way, "", string(queue.WayStrict), string(queue.WayNext), string(queue.WayAccumulating))
	switch {
	case k.Way == string(queue.WayAccumulating) && (k.Rate < 100 || k.Rate > 10_000):
		c.wrong(at+".rate", fmt.Sprintf("%s accumulates at a rate of %d %%", what, k.Rate), "write from 100 to 10000, as rate = 200 for a wait that counts twice")
	case k.Way != string(queue.WayAccumulating) && k.Rate != 0:
		c.wrong(at+".rate", what+" has a rate and does not accumulate", "write way = \"accumulating\", or leave the rate out")
	}
	c.share(at+".share", what, k.Share)
	c.text(at+".evidence", "the evidence of "+what, k.Show, false)
}

// share: 100 would let everybody else wait for ever.
func (c *checker) share(key, what string, percent int) {
	if percent < 0 || percent > 99 {
		c.wrong(key, fmt.Sprintf("%s can't take %d %% of the calls: somebody would wait for ever", what, percent), fmt.Sprintf("write from 1 to 99, or leave it out for %d", queue.DefaultShare))
	}
}

func (c *checker) oneOf(key, what, value string, values ...string) {
	if !slices.Contains(values, value) {
		c.wrong(key, fmt.Sprintf("%s %q", what, value), c.nearest(value, slices.DeleteFunc(values, func(v string) bool { return v == "" })))
	}
}

// nearest says which known word was meant, or which there are.
func (c *checker) nearest(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(known) == 0 {
		return "leave it out: there is none"
	}
	return "write one of " + strings.Join(known, ", ")
}

func (c *checker) ids(services, classes bool) (ids []string) {
	for _, s := range c.doc.Services {
		if services {
			ids = append(ids, s.ID)
		}
	}
	for _, k := range c.doc.Classes {
		if classes {
			ids = append(ids, k.ID)
		}
	}
	return ids
}
