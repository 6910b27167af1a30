package stats

import (
	"math"
	"slices"
	"time"

	"turno/hub/queue"
)

// How a wait is quoted, and how well that does
//
// The branch is played forward from now, once, by the rules that will call
// people: first by place over the queues of each counter, or, where somebody waits
// who goes ahead of others or for a language, or a profile has rules, by the
// engine's own chooser (rules.go), with those counted on who come later and go
// ahead. Everybody ahead takes
// the mean time that their service holds a counter; those who are at a counter
// now leave one after the other at even steps (the longest there first), as
// many independent people do. That gives the mean wait, and the number k of
// calls until this one at counters that serve it.
//
// Around the mean the wait spreads like the sum of k service times: a gamma
// distribution of shape k/cv², where cv is the coefficient of variation of the
// times that legs held a counter. For exponential times (cv = 1) at busy counters
// of one queue that is exact: Erlang's waiting time in M/M/c given the queue
// (Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory", 4th
// ed., section 2.3). Not knowing the mean exactly adds to the spread. The
// quantiles come from Wilson and Hilferty, "The Distribution of Chi-Square",
// PNAS 17, 1931: within 3 % for shapes from 1 on.
//
// The mean of a service begins as the branch file's usual time and moves to what
// is measured today as it comes in, as if the file had been seen on priorWeight
// people (the credibility of Bühlmann, "Experience Rating and Credibility",
// ASTIN Bulletin 4, 1967). Those ahead who will give up take no time: as many as
// the share that left today.
//
// What the tests of calibrate_test.go found, of quotes above zero:
//
//	                                           within p50   within p80
//	M/M/3 at load 0.90, the mean known            50 %         82 %
//	M/M/6 at load 0.95, the mean known            48 %         81 %
//	M/M/3 at load 0.90, the file half too long    54 %         84 %
//	M/M/3 at load 0.90, the file a third short    48 %         80 %
//	a recorded bank, 3 weeks, as it went          61 %         84 %
//	every fifth of a strict class, the others     55 %         82 %    (by place: 37 %, 65 %)
//	  those of the class                          48 %         77 %    (by place: 89 %, 97 %; missed by 524 s instead of 63 s)
//
// On the recorded bank (4,975 calls that queued, mean wait 83 s) p50 misses the
// wait by 63 s on the mean. It leans to the long side there, as its servers
// come back from other work, which nobody tells the forecast. Every quote of
// zero in branches that keep the rules was a wait of none.
const (
	priorWeight  = 8               // people that the branch file's usual time stands for
	defaultUsual = 5 * time.Minute // where the branch file says nothing
	z80          = 0.8416          // the normal quantile of 0.8
)

// unsure is the squared relative error of the mean that the forecast is given:
// tellers go and come, people leave, a new service is like no other.
const unsure = 0.02

// Quote is the wait of somebody who takes a ticket for the service now. It is
// zero when a counter that serves it would be free for them at once.
//
// With no counter open that serves it, those that are paused count as if they
// came back, else those that could open: the person is told what the branch can
// do, not that nobody is there. ok is false when no counter of the branch
// serves the service; then nothing honest can be said.
//
// All services are quoted together where the same counters serve them, so that
// asking for each after every event costs little more than asking for one.
func (d *Day) Quote(s *queue.State, service queue.ServiceID, now time.Time) (q queue.Quote, ok bool) {
	i := slices.IndexFunc(s.Branch.Services, func(x queue.Service) bool { return x.ID == service })
	if i < 0 {
		return queue.Quote{}, false
	}
	a := d.forecast.now(d, s, i, now)
	a.mean = d.overtaken(s, "", a.mean, now)
	return d.spread(a)
}

// QuoteFor is what is left of the wait of somebody who waits already. ok is
// false, too, when they do not wait.
func (d *Day) QuoteFor(s *queue.State, v *queue.Visit, now time.Time) (q queue.Quote, ok bool) {
	if v.State() != queue.Waiting {
		return queue.Quote{}, false
	}
	a := d.forecast.left(d, s, v, now)
	a.mean = d.overtaken(s, v.Class, a.mean, now)
	return d.spread(a)
}

// spread makes a quote of a mean wait.
func (d *Day) spread(a answer) (queue.Quote, bool) {
	if !a.ok || a.mean <= 0 {
		return queue.Quote{}, a.ok
	}
	shape := 1 / (d.variation()/float64(a.calls) + unsure)
	return queue.Quote{P50: quantile(a.mean, shape, 0), P80: quantile(a.mean, shape, z80)}, true
}

// quantile is that of a gamma distribution, by Wilson and Hilferty, in whole
// seconds.
func quantile(mean time.Duration, shape, z float64) queue.Seconds {
	root := 1 - 1/(9*shape) + z/(3*math.Sqrt(shape))
	return queue.Seconds(math.Round(mean.Seconds() * max(0, root*root*root)))
}

// occupation is how long a person of a service holds a counter, on the mean:
// walk, service and wrap-up.
func (d *Day) occupation(service queue.ServiceID) time.Duration {
	prior := d.usual[service]
	if prior == 0 {
		prior = defaultUsual
	}
	sum, n := priorWeight*prior, priorWeight
	if t := d.services[service]; t != nil {
		sum, n = sum+t.occupied.sum, n+len(t.occupied.sorted)
	}
	return sum / time.Duration(n)
}

// expected is how long somebody who waits for a service will hold a counter: not
// at all if they give up before, as the share did who left today.
func (d *Day) expected(service queue.ServiceID) time.Duration {
	stays := d.occupation(service)
	if t := d.services[service]; t != nil {
		stays -= stays * time.Duration(t.row.Left) / time.Duration(t.row.Ended+priorWeight)
	}
	return stays
}

// variation is the squared coefficient of variation of the times that legs held
// a counter today, all services together; it begins as that of the exponential
// distribution, 1.
func (d *Day) variation() float64 {
	t := &d.total.occupied
	n := float64(len(t.sorted))
	if n < 2 || t.sum <= 0 {
		return 1
	}
	mean := t.sum.Seconds() / n
	measured := (float64(t.squares)/n - mean*mean) / (mean * mean)
	return (priorWeight + n*max(0, measured)) / (priorWeight + n)
}
