package main

import (
	"log/slog"

	"turno/forms/press"
	"turno/forms/slip"
	"turno/kiosk"
)

// printer opens the ticket printer; an empty address is no printer.
func printer(address string, log *slog.Logger) (kiosk.Printer, error) {
	if address == "" {
		return nil, nil
	}
	p, err := press.Open(address)
	if err != nil {
		return nil, err
	}
	return kiosk.Press(p, slip.Epson(), log)
}
