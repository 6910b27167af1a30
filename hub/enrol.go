package hub

import (
	"fmt"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// Device is a program that may speak to the hub: what it is called, what it
// may do, and for a counter's computer, which counter it stands at.
type Device struct {
	Name    string
	Role    wire.Role
	Counter string
}

// Devices lists what the branch needs: a kiosk, a display, a computer at each
// counter, and one token each for host, manager and admin.
func (h *Hub) Devices() []Device {
	all := []Device{{"kiosk-1", wire.Kiosk, ""}, {"display-1", wire.Display, ""}}
	for _, c := range h.state.Branch.Counters {
		all = append(all, Device{"counter-" + string(c.ID), wire.Teller, string(c.ID)})
	}
	return append(all, Device{"host-1", wire.Host, ""}, Device{"manager-1", wire.Manager, ""}, Device{"admin-1", wire.Admin, ""})
}

// Enrol makes a token for a device and stores its hash; the token itself is
// kept nowhere. It is called before Run, by the operator's verbs.
func (h *Hub) Enrol(d Device) (token string, err error) {
	token = newCode()
	s := store.Session{Token: store.HashToken(token), ID: "d-" + newCode()[:16], Role: string(d.Role), Device: d.Name, Counter: d.Counter, Created: h.wall()}
	if err := h.chained(queue.DeviceAdded, d.Name+" "+s.ID, queue.Actor{Role: queue.RoleHub}, store.Batch{Sessions: []store.Session{s}}); err != nil {
		return "", fmt.Errorf("enrolling %s: %w", d.Name, err)
	}
	h.auth.grant(s)
	return token, nil
}

// Enrolled counts the devices that have a token.
func (h *Hub) Enrolled() (n int, err error) {
	all, err := h.store.Sessions()
	for _, s := range all {
		if s.Device != "" {
			n++
		}
	}
	return n, err
}

// Close closes a hub that was opened and is not to be run.
func (h *Hub) Close() error { return h.store.Close() }

// Restored notes in the chain that this log goes on from a copy; who is those who
// wanted that, "" where there was nothing to replace. It is called before Run.
func (h *Hub) Restored(who string) error {
	return h.chained(queue.Restored, who, queue.Actor{Role: queue.RoleHub}, store.Batch{})
}
