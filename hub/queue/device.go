package queue

import (
	"slices"
	"time"
)

// Device is how a device fares, as it said last.
type Device struct {
	Device    string    `json:"device"`
	Role      string    `json:"role,omitempty"`
	Printer   string    `json:"printer"`
	Unprinted int       `json:"unprinted,omitempty"`
	Version   string    `json:"version,omitempty"`
	Since     time.Time `json:"since"` // when the printer came to be so
}

// Report says how the device that sends it fares. Date is the business date
// under which it is kept; "" is the state's.
type Report struct {
	Printer   string
	Unprinted int
	Version   string
	Date      Date
}

// Verb names the command as the contract does.
func (Report) Verb() string { return "report" }

// Devices are those that ever reported, in the order of their first reports; a
// device that was removed (see DeviceRemoved) is not among them.
func (s *State) Devices() []Device { return s.devices }

// Device finds how a device fares.
func (s *State) Device(id string) (Device, bool) {
	if i := slices.IndexFunc(s.devices, func(d Device) bool { return d.Device == id }); i >= 0 {
		return s.devices[i], true
	}
	return Device{}, false
}

// report is an event only where something has changed: a device may report as
// often as it likes.
func (d *decision) report(ask Report) error {
	if err := d.under(ask.Date); err != nil {
		return err
	}
	f := DeviceReported{Device: d.by.Place(), Role: d.by.Role, Printer: ask.Printer, Unprinted: ask.Unprinted, Version: ask.Version}
	if was, known := d.s.Device(f.Device); known && was.fact() == f {
		return refuse(NothingNew, f.Device)
	}
	return d.then(f)
}

func (d Device) fact() DeviceReported {
	return DeviceReported{Device: d.Device, Role: d.Role, Printer: d.Printer, Unprinted: d.Unprinted, Version: d.Version}
}

func (s *State) reported(f DeviceReported, at time.Time) {
	now := Device{Device: f.Device, Role: f.Role, Printer: f.Printer, Unprinted: f.Unprinted, Version: f.Version, Since: at}
	for i := range s.devices {
		if was := &s.devices[i]; was.Device == f.Device {
			if was.Printer == f.Printer {
				now.Since = was.Since
			}
			*was = now
			return
		}
	}
	s.devices = append(s.devices, now)
}

// removed forgets a device.
func (s *State) removed(id string) {
	s.devices = slices.DeleteFunc(s.devices, func(d Device) bool { return d.Device == id })
}
