package counter

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// bar is the row of actions at the bottom. A button lives as long as its
// action is offered: one that is being pressed is never taken from under the
// finger by a new state.
type bar struct {
	style   look.Style
	flow    *flow
	row     *fyne.Container
	buttons map[desk.Action]*look.Button
	shown   []desk.Button
	press   func(desk.Action)
}

func newBar(s look.Style, press func(desk.Action)) *bar {
	b := &bar{style: s, flow: &flow{gap: 12, right: -1}, press: press}
	b.row = container.New(b.flow)
	return b
}

// show puts the actions in; it answers whether their places have changed.
func (b *bar) show(actions []desk.Button, l words.Lang) bool {
	if reflect.DeepEqual(b.shown, actions) {
		return false
	}
	moved := !sameActions(b.shown, actions)
	b.shown = actions
	if moved {
		b.buttons = map[desk.Action]*look.Button{}
		b.row.Objects = nil
		b.flow.right = -1
	}
	for i, a := range actions {
		button := b.buttons[a.Do]
		if button == nil {
			button = look.NewButton(b.style, spec(a, l))
			b.buttons[a.Do] = button
			do := a.Do
			wide := float32(0)
			if i == 0 && !a.Right {
				wide = 200 // the first place is as wide whatever stands there
			}
			o := container.New(hold(b.style, a, l, wide), shielded(button, func() { b.press(do) }))
			b.row.Objects = append(b.row.Objects, o)
			if a.Right && b.flow.right < 0 {
				b.flow.right = i
			}
		}
		dress(button, a, l)
	}
	b.row.Refresh()
	return moved
}

// button is the one of an action; nil while it is not offered.
func (b *bar) button(a desk.Action) *look.Button { return b.buttons[a] }

func sameActions(a, b []desk.Button) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Do != b[i].Do || a[i].Right != b[i].Right {
			return false
		}
	}
	return true
}

func spec(a desk.Button, l words.Lang) look.ButtonSpec {
	s := look.ButtonSpec{Label: a.Label, Key: capName(a, l), Icon: a.Icon}
	if a.Primary {
		s.Rank = look.Primary
	}
	return s
}

// dress shows a button as it stands. A dead one is dashed; it says why in the
// banner when it is pressed, so that the bar keeps its places.
func dress(button *look.Button, a desk.Button, l words.Lang) {
	if a.Sent { // the same words at the same place, with a spinner
		button.Sent("")
		return
	}
	s := spec(a, l)
	s.Height = button.Spec().Height
	if !reflect.DeepEqual(withoutTap(button.Spec()), s) {
		button.SetSpec(s)
	}
	switch {
	case a.Live:
		if button.IsDisabled() || button.IsSent() {
			button.Ready()
		}
	case a.Why == "": // another wish is under way: it looks live again in a moment
		if button.IsSent() {
			button.Ready()
		}
	default:
		button.Ready()
		button.Disable("")
	}
}

func withoutTap(s look.ButtonSpec) look.ButtonSpec {
	s.OnTap = nil
	return s
}

// hold is the room that a button keeps, so that nothing beside it moves while
// it is sent, or while a countdown stands in its cap.
func hold(s look.Style, a desk.Button, l words.Lang, wide float32) *least {
	for _, running := range []string{"", "0:00"} {
		if running != "" && a.Do != desk.Recall {
			continue
		}
		a.Cap = running
		wide = max(wide, look.NewButton(s, spec(a, l)).MinSize().Width)
		// With large text a button breaks its label; a short one stays whole.
		if whole := look.Measure(a.Label, s.ActionSize(), look.SemiBold).Width; s.Scale > 1 && whole < s.Body(70) {
			wide = max(wide, whole+2*14+10+look.NewKeyCap(s, capName(a, l), s.Palette.Ink).MinSize().Width+2)
		}
	}
	return &least{wide, 64}
}

// least gives an object a size: at least so wide and so high.
type least struct{ w, h float32 }

// MinSize is called by Fyne.
func (l *least) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.w, max(l.h, look.HeightFor(o[0], l.w)))
}

// Layout is called by Fyne.
func (l *least) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(size)
}
