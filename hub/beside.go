package hub

import (
	"turno/hub/queue"
	"turno/hub/wire"
)

// This file makes the rows of what stands beside the rules: help calls and how
// devices fare. It belongs to the writer.

// helpRows are the open calls, oldest first; only the staff learns who comes.
func (h *Hub) helpRows(a audience) []wire.HelpRow {
	rows := []wire.HelpRow{}
	for _, c := range h.state.Helps() {
		r := wire.HelpRow{Call: c.Call, Device: c.Device, Language: c.Language, State: "called", CalledAt: c.Called.In(h.zone), ComingAt: h.in(c.Coming)}
		if r.ComingAt != nil {
			r.State = "coming"
		}
		if t, ok := h.state.Branch.Teller(c.Person); ok && !a.open() {
			r.Name = t.Name
		}
		rows = append(rows, r)
	}
	return rows
}

func (h *Hub) allHelps() (all [audiences]*[]wire.HelpRow) {
	for a := kiosks; a < audiences; a++ {
		rows := h.helpRows(a)
		all[a] = &rows
	}
	return all
}

func (h *Hub) deviceRows() (rows []wire.DeviceRow) {
	for _, d := range h.state.Devices() {
		rows = append(rows, h.deviceRow(d))
	}
	return rows
}

func (h *Hub) deviceRow(d queue.Device) wire.DeviceRow {
	return wire.DeviceRow{Device: d.Device, Role: wire.Role(d.Role), Printer: d.Printer, Unprinted: d.Unprinted, Version: d.Version, Since: d.Since.In(h.zone)}
}

// changedBeside gathers the rows of a fact that stands beside the rules.
func (h *Hub) changedBeside(r *rows, f queue.Fact) {
	switch f := f.(type) {
	case queue.HelpCalled, queue.HelpAnswered, queue.HelpEnded:
		r.helps = h.allHelps()
	case queue.DeviceReported:
		if d, ok := h.state.Device(f.Device); ok {
			r.devices = append(r.devices, h.deviceRow(d))
		}
	case queue.Audited:
		if f.What == queue.DeviceRemoved {
			r.lost = append(r.lost, f.Device())
		}
	}
}
