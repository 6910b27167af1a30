package kiosk

import (
	"turno/hub/wire"
	"turno/kiosk/flow"
)

// lend gives the kiosk of a story numbers for the time without its hub.
func (s *stage) lend() {
	left := map[string]int{}
	for _, v := range s.hub.State.Branch.Services {
		left[v.ID] = 40
	}
	left["loans"] = 0
	s.in(flow.Leased{Left: map[string]map[string]int{s.hub.State.BusinessDate: left}})
}

// alone is a ticket that the kiosk gave out by itself, and what became of its
// slip.
func (s *stage) alone(p flow.Paper) {
	s.lend()
	s.leave()
	s.service("accounts")
	s.touch(flow.Take, "")
	s.in(flow.Answer{Wish: 1, Alone: true, Answer: wire.Answer{OK: true, Result: &wire.Result{Ticket: "B901"}}})
	s.in(flow.Pressed{Ticket: "B901", Paper: p})
}
