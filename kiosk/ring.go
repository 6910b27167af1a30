package kiosk

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
)

// TakeKeys gives the keyboard of a canvas to the kiosk, as its window is shown.
// keys may be nil for the usual ones.
func (k *Kiosk) TakeKeys(c fyne.Canvas, keys KeyMap) {
	if keys != nil {
		k.glass.keys = keys
	}
	c.Focus(k.glass)
}

// Ring shows where the keys are: a ring around the control of an action.
func (k *Kiosk) Ring(at flow.Action, on bool) {
	if at == k.ringAt && on == k.ringOn {
		return
	}
	k.ringAt, k.ringOn = at, on
	k.ring()
}

// ring moves the ring to the control that has it now.
func (k *Kiosk) ring() {
	var now fyne.Focusable
	if k.ringOn {
		now = k.control(k.ringAt)
	}
	if now == k.ringed {
		return
	}
	if k.ringed != nil {
		k.ringed.FocusLost()
	}
	if k.ringed = now; now != nil {
		now.FocusGained()
	}
}

// kinds are what the controls on the screen are kept under, before their
// actions.
var kinds = []string{"button", "card", "key", "choice", "tool", "tool beside", "tool on brand", "tool on brand beside"}

// control is what stands on the screen for an action, or nil.
func (k *Kiosk) control(a flow.Action) fyne.Focusable {
	if a == flow.FieldStop {
		o, _ := k.made["field"].(fyne.Focusable)
		return o
	}
	for key, o := range k.made {
		kind, ok := strings.CutSuffix(key, " "+a.String())
		if f, can := o.(fyne.Focusable); ok && can && slices.Contains(kinds, kind) {
			return f
		}
	}
	return nil
}
