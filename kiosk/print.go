package kiosk

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"turno/forms/press"
	"turno/forms/slip"
	"turno/kiosk/flow"
)

// pressTime is how long a slip may take; the flow gives a silent printer up
// only after it.
const pressTime = 30 * time.Second

// Press prints slips on a receipt printer, drawn in the bank's typeface, or with
// letters in the printer's own, as far as its code pages have those of the
// slip's language. The ticket exists before and after whatever happens here.
func Press(p press.Printer, profile slip.Profile, letters bool, log *slog.Logger) (Printer, error) {
	if !p.Takes(press.ESCPOS) {
		return nil, fmt.Errorf("%s prints no ticket slips: a receipt printer is wanted", p)
	}
	return func(ctx context.Context, s slip.Slip) flow.Paper {
		ctx, cancel := context.WithTimeout(ctx, pressTime)
		defer cancel()
		var data []byte
		var err error
		if letters {
			data, err = s.Text(profile)
		}
		if !letters || err != nil {
			data, err = s.Raster(profile)
		}
		if err == nil {
			err = p.Print(ctx, press.Job{Name: s.Ticket, Kind: press.ESCPOS, Data: data})
		}
		if err != nil {
			log.Warn("printing a slip", "ticket", s.Ticket, "err", err)
		}
		return paperOf(press.CodeOf(err))
	}, nil
}

// paperOf is what a printer's code means to the person in front of it.
func paperOf(c press.Code) flow.Paper {
	switch c {
	case "":
		return flow.Printed
	case press.PaperOut:
		return flow.OutOfPaper
	case press.CoverOpen:
		return flow.CoverOpen
	case press.Unreachable, press.Offline, press.Busy:
		return flow.Unreachable
	}
	return flow.Failed
}
