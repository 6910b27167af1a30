package kiosk

import (
	"context"

	"turno/hub/dial"
	"turno/kiosk/flow"
)

// call asks the hub for somebody of the staff, or for nobody any more. A call
// that got no answer is asked again by the flow, under the same id.
func (r *Runner) call(e flow.Call) {
	id, ok := r.ids[e.Wish]
	if !ok {
		id = dial.NewID()
		r.ids[e.Wish] = id
	}
	r.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(r.ctx, askTime)
		defer cancel()
		a, err := r.Hub.DoID(ctx, id, e.Command)
		if r.ctx.Err() != nil {
			return
		}
		switch {
		case err != nil:
			r.Log.Warn("no answer to a call for help", "command", id, "err", err)
		case !a.OK:
			r.Log.Warn("a call for help was refused", "code", a.Code)
		}
		r.Do(func() {
			if err == nil {
				delete(r.ids, e.Wish)
			}
			r.In(flow.Reached{Wish: e.Wish, Lost: err != nil, Answer: a})
		})
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
