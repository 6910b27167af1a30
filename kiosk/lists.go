package kiosk

import (
	"context"
	"log/slog"

	"turno/forms/press"
	"turno/forms/slip"
	"turno/hub/words"
	"turno/kiosk/flow"
)

// PressLists prints what to bring on a printer that Press takes, the same way.
func PressLists(p press.Printer, profile slip.Profile, letters bool, log *slog.Logger) Lister {
	return func(ctx context.Context, bank, branch string, s flow.InfoSlip) flow.Paper {
		ctx, cancel := context.WithTimeout(ctx, pressTime)
		defer cancel()
		info := slip.Info{Lang: words.Lang(s.Language), Bank: bank, Branch: branch, Title: s.Title, Heading: s.Heading, Lines: s.Lines, Printed: s.At}
		var data []byte
		var err error
		if letters {
			data, err = info.Text(profile)
		}
		if !letters || err != nil {
			data, err = info.Raster(profile)
		}
		if err == nil {
			err = p.Print(ctx, press.Job{Name: s.Service, Kind: press.ESCPOS, Data: data})
		}
		if err != nil {
			log.Warn("printing a list", "service", s.Service, "err", err)
		}
		return paperOf(press.CodeOf(err))
	}
}
