package main

import (
	"fmt"
	"log/slog"
	"os"

	"turno/forms/press"
	"turno/forms/slip"
	"turno/kiosk"
)

// printer opens the ticket printer, which prints lists as well, and says how to
// ask it how it is; an empty address is no printer. profile is the file that describes it, "" is Epson's.
func printer(address, profile string, letters bool, log *slog.Logger) (kiosk.Printer, kiosk.Lister, kiosk.Status, error) {
	if address == "" {
		return nil, nil, nil, nil
	}
	p, err := press.Open(address)
	if err != nil {
		return nil, nil, nil, err
	}
	model := slip.Epson()
	if profile != "" {
		data, err := os.ReadFile(profile)
		if err == nil {
			model, err = slip.ReadProfile(data)
		}
		if err != nil {
			return nil, nil, nil, fmt.Errorf("-profile %s: %w", profile, err)
		}
	}
	print, err := kiosk.Press(p, model, letters, log)
	if err != nil {
		return nil, nil, nil, err
	}
	return print, kiosk.PressLists(p, model, letters, log), kiosk.StatusOf(p), nil
}

// sheetPrinter opens the printer for forms; an empty address is none.
func sheetPrinter(address string) (kiosk.Sheets, error) {
	if address == "" {
		return nil, nil
	}
	p, err := press.Open(address)
	if err != nil {
		return nil, err
	}
	return kiosk.PressSheets(p)
}
