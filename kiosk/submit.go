package kiosk

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"turno/forms"
	"turno/forms/press"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk/flow"
	"turno/look/brand"
)

// Sheets puts a form on A4. It ends with ctx and keeps nothing.
type Sheets func(ctx context.Context, form forms.Form, p forms.Print) error

// PressSheets prints forms on an A4 printer as PDF.
func PressSheets(p press.Printer) (Sheets, error) {
	if !p.Takes(press.PDF) {
		return nil, fmt.Errorf("%s prints no forms: use cups://NAME or pdf:///FOLDER", p)
	}
	return func(ctx context.Context, form forms.Form, print forms.Print) error {
		var pdf bytes.Buffer
		if err := form.PDF(&pdf, print); err != nil {
			return err
		}
		name := form.ID
		if print.Ticket != "" {
			name += " " + print.Ticket
		}
		return p.Print(ctx, press.Job{Name: name, Kind: press.PDF, Data: pdf.Bytes()})
	}, nil
}

// submit asks the hub for what a part of the flow wants.
func (r *Runner) submit(e flow.Submit) {
	r.ask(e.Wish, e.Body, func(lost bool, a wire.Answer) flow.Input {
		return flow.Submitted{Wish: e.Wish, Lost: lost, Answer: wire.Answer{OK: a.OK, Code: a.Code, Result: a.Result}}
	})
}

// printForm prints a form in the background.
func (r *Runner) printForm(e flow.PrintForm) {
	now := r.Now()
	p := forms.Print{Lang: words.Lang(e.Language), Ticket: e.Ticket, Values: e.Values, At: now}
	if b := r.branch; b != nil {
		p.Bank = b.Bank
		if c, err := brand.ParseHex(b.Brand); err == nil {
			p.Brand = c
		}
		if zone, err := time.LoadLocation(b.Zone); err == nil {
			p.At = now.In(zone)
		}
	}
	r.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(r.ctx, pressTime)
		defer cancel()
		form, err := forms.Load(e.Form)
		if err == nil {
			err = r.Sheets(ctx, form, p)
		}
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			r.Log.Warn("printing a form", "form", e.Form, "code", press.CodeOf(err), "err", err) // names fields, never values
		}
		r.Do(func() { r.In(flow.FormPrinted{Form: e.Form, OK: err == nil}) })
	})
}
