package desk

import (
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// What a teller does about a call for help.
const (
	HelpComing Action = "help_coming"
	HelpDone   Action = "help_done"
)

// helpPatience is how long a call for help waits for somebody who is free
// before it also shows where people are being served.
const helpPatience = time.Minute

// standing is what the branch needs somebody for, while no news of this desk's
// own is told: a person at a kiosk first, then a printer. A teller with a
// customer is not bothered at once.
func (d *Desk) standing(at time.Time) *Banner {
	if !d.link.Live || d.stage() == SignedOut {
		return nil
	}
	for _, h := range d.link.State.Helps {
		if b := d.helpBanner(h, at); b != nil && !d.hushed["help "+h.Call+" "+h.State] {
			return b
		}
	}
	if d.busy() {
		return nil
	}
	for _, v := range d.link.State.Devices {
		if b := d.deviceBanner(v); b != nil && !d.hushed["device "+v.Device+" "+v.Printer] {
			return b
		}
	}
	return nil
}

func (d *Desk) busy() bool {
	s := d.stage()
	return s == Called || s == Serving || s == WrapUp
}

func (d *Desk) helpBanner(h wire.HelpRow, at time.Time) *Banner {
	say := func(key string, a words.A) string { return words.T(d.cfg.Lang, "host.help."+key, a) }
	device := words.A{"device": h.Device}
	now := say("since", words.A{"time": d.clock(h.CalledAt)})
	if h.Language != "" {
		now += " " + say("speaks", words.A{"language": d.language(h.Language)})
	}
	b := &Banner{Tone: Info, Icon: "hand-waving-bold", Now: now, Close: d.t("do.close_banner"), key: "help " + h.Call + " " + h.State, call: h.Call}
	switch {
	case h.State == "called" && (!d.busy() || d.now(at).Sub(h.CalledAt) >= helpPatience):
		b.What, b.Do, b.Label = say("called", device), HelpComing, say("coming", nil)
		b.Key = keys[b.Do]
	case h.State == "coming" && d.helping[h.Call]:
		b.What, b.Do, b.Label = say("yours", device), HelpDone, say("done", nil)
		b.Key = keys[b.Do]
	default:
		return nil // somebody else comes
	}
	return b
}

func (d *Desk) deviceBanner(v wire.DeviceRow) *Banner {
	a := words.A{"device": v.Device}
	b := &Banner{Tone: Warn, Icon: "printer-bold", Close: d.t("do.close_banner"), key: "device " + v.Device + " " + v.Printer}
	switch v.Printer {
	case "paper_low":
		b.Tone = Info
		b.What = words.T(d.cfg.Lang, "host.device.paper_low", a)
	case "paper_out", "cover_open", "unreachable", "failed":
		b.What = words.T(d.cfg.Lang, "host.device."+v.Printer, a)
	default:
		return nil
	}
	b.Now = words.T(d.cfg.Lang, "host.device.since", words.A{"time": d.clock(v.Since)})
	if v.Unprinted > 0 {
		b.Now += " " + words.N(d.cfg.Lang, "host.device.waiting", v.Unprinted)
	}
	return b
}

// helpOut answers a call for help.
func (d *Desk) helpOut(a Action, at time.Time) []Effect {
	b := d.bannerAt(at)
	if b == nil || b.Do != a || d.wish != nil || !d.link.Live {
		return nil
	}
	step := wire.HelpComing
	if a == HelpDone {
		step = wire.HelpDone
	}
	d.helping[b.call] = a == HelpComing
	return d.send(a, wire.Help{Call: b.call, Step: step})
}

// helpEnds is when a call begins to show at a desk that is busy.
func (d *Desk) helpEnds(at time.Time) *time.Time {
	if !d.busy() {
		return nil
	}
	for _, h := range d.link.State.Helps {
		if left := helpPatience - d.now(at).Sub(h.CalledAt); h.State == "called" && left > 0 {
			t := at.Add(left)
			return &t
		}
	}
	return nil
}

// tidy forgets what was put away or answered of things that are over.
func (d *Desk) tidy() {
	open := map[string]bool{}
	for _, h := range d.link.State.Helps {
		open["help "+h.Call+" "+h.State] = true
		open[h.Call] = true
	}
	for _, v := range d.link.State.Devices {
		open["device "+v.Device+" "+v.Printer] = true
	}
	for key := range d.hushed {
		if !open[key] {
			delete(d.hushed, key)
		}
	}
	for call := range d.helping {
		if !open[call] {
			delete(d.helping, call)
		}
	}
}
