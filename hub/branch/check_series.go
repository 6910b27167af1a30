package branch

import (
	"fmt"

	"turno/hub/queue"
)

// series says how a service may not share its letter with those before it.
func (c *checker) series(at string, i int) {
	s := c.doc.Services[i]
	own := s.Number.Range != (queue.Range{})
	if own && s.Shared {
		c.wrong(at+".shared_series", fmt.Sprintf("service %q shares the numbers of series %s and has some of its own", s.ID, s.Series), "leave out shared_series, or numbers")
		return
	}
	for j := i - 1; j >= 0; j-- {
		o := c.doc.Services[j]
		if o.Series != s.Series || s.Shared && o.Shared {
			continue
		}
		both := fmt.Sprintf("services %q and %q have the same series %s", o.ID, s.ID, s.Series)
		switch other := o.Number.Range != (queue.Range{}); {
		case !own && !other:
			c.wrong(at+".series", both, "give each its own letter, or write shared_series = true in both")
		case !own || !other:
			c.wrong(at+".series", both+", and one alone has numbers of its own", "write numbers in both, as \"1-499\" and \"500-899\"")
		case s.Number.To == 0 || o.Number.To == 0:
			c.wrong(at+".numbers", both+", and the numbers of one have no end", "write a last number in both, as \"500-899\"")
		case s.Number.Overlaps(o.Number.Range):
			c.wrong(at+".numbers", fmt.Sprintf("%s, and %s overlaps %s", both, s.Number, o.Number), "write ranges that have no number in common")
		default:
			continue
		}
		return
	}
}
