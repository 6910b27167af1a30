package kiosk

import (
	"turno/hub/wire"
	"turno/kiosk/flow"
)

// call asks the hub for somebody of the staff, or for nobody any more.
func (r *Runner) call(e flow.Call) {
	r.ask(e.Wish, e.Command, func(lost bool, a wire.Answer) flow.Input {
		return flow.Reached{Wish: e.Wish, Lost: lost, Answer: a}
	})
}

// printInfo prints a list in the background.
func (r *Runner) printInfo(s flow.InfoSlip) {
	bank, name := "", ""
	if b := r.branch; b != nil {
		bank, name = b.Bank, b.Name
	}
	r.tasks.Go(func() {
		got := r.Lists(r.ctx, bank, name, s)
		if r.ctx.Err() != nil {
			return
		}
		if got != flow.Printed {
			r.Log.Warn("a list did not print", "service", s.Service, "paper", got)
		}
		r.Do(func() { r.In(flow.InfoPressed{Number: s.Number, Paper: got}) })
	})
}
