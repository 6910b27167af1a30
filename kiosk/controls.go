package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// The labels of controls, by text size: primary, others, tools.
func (p *page) primarySize() float32 {
	switch {
	case p.squash < 0.55:
		return p.sized(40, 42, 44)
	case p.squash < 0.62:
		return p.sized(44, 48, 52)
	case p.squash < 0.8:
		return p.sized(52, 60, 64)
	}
	return p.sized(60, 76, 88)
}
func (p *page) actionSize() float32 {
	switch {
	case p.squash < 0.55:
		return p.sized(36, 42, 44)
	case p.squash < 0.8:
		return p.sized(38, 48, 56)
	}
	return p.sized(40, 52, 64)
}
func (p *page) toolSize() float32 { return p.sized(34, 46, 56) }

// short is the size of a label where many controls share little room.
func (p *page) short() float32 { return max(44, p.words) }

// largest tries sizes for the labels of a screen whose text is at its largest,
// from the largest on, until done; 0 at last: the sizes that always have room.
func (p *page) largest(done func() bool) {
	defer func() { p.words = 0 }()
	if p.large() && !p.v.Landscape {
		for _, p.words = range []float32{56, 50} {
			if done() {
				return
			}
		}
	}
	p.words = 0
	done()
}

// sized chooses by text size: at 100, 150 and 200 %.
func (p *page) sized(normal, larger, largest float32) float32 {
	switch {
	case p.large():
		return largest
	case p.v.Ease.Percent >= 150:
		return larger
	}
	return normal
}

// keep finds the control that was made for the key on the last redraw, or
// makes it. change brings a found one up to date.
func keep[T fyne.CanvasObject](k *Kiosk, key string, make func() T, change func(T)) T {
	if o, ok := k.made[key].(T); ok {
		change(o)
		k.kept[key] = o
		return o
	}
	o := make()
	k.kept[key] = o
	return o
}

// button is the control of a view's button, as spec says it should look.
func (p *page) button(b flow.Button, spec look.ButtonSpec) *look.Button {
	spec.Label = b.Label
	if b.Primary {
		spec.Rank = look.Primary
	}
	spec.Face = p.face()
	spec.Selected = b.Selected
	spec.OnTap = func() { p.k.act(b.Action) }
	o := keep(p.k, "button "+b.Action.String(),
		func() *look.Button { return look.NewButton(p.s, spec) },
		func(o *look.Button) { o.SetSpec(spec) })
	switch {
	case b.Sent:
		o.Sent(b.Label)
	case b.Off:
		o.Disable("")
	case o.IsSent() || o.IsDisabled():
		o.Ready()
	}
	return o
}

// plain is a secondary button, its icon beside its word.
func (p *page) plain(b flow.Button, height float32) *look.Button {
	spec := look.ButtonSpec{Height: height, TextSize: p.actionSize()}
	if len(p.v.Keys) > 0 && p.v.Ease.Low {
		spec.TextSize = min(spec.TextSize, p.short())
	}
	p.icon(&spec, b)
	return p.button(b, spec)
}

// icon puts a button's icon where it points: an arrow on goes behind the word.
func (p *page) icon(spec *look.ButtonSpec, b flow.Button) {
	switch {
	case b.Icon == "":
	case b.Icon == "arrow-right", b.Primary:
		spec.IconEnd = b.Icon + "-bold"
	default:
		spec.Icon = b.Icon + "-bold"
	}
}

// primary is the one thing that a screen is for.
func (p *page) primary(b flow.Button, height float32) *look.Button {
	spec := look.ButtonSpec{Height: height, TextSize: p.primarySize()}
	p.icon(&spec, b)
	if b.Off {
		spec.Icon, spec.IconEnd = b.Icon+"-bold", ""
	}
	return p.button(b, spec)
}

// heights of the buttons: the primary, the others, the tools of a folded bar.
// Where a screen has many of them, squash makes each lower.
func (p *page) primaryHeight() float32 {
	switch {
	case p.tight():
		return p.lower(152)
	case p.compact():
		return p.lower(p.sized(168, 176, 200))
	}
	return p.lower(192)
}

func (p *page) plainHeight() float32 {
	if p.tight() {
		return p.lower(112)
	}
	return p.lower(p.sized(120, 140, 168))
}

// lower is a height as far as the screen has room for it, never less than a
// finger needs.
func (p *page) lower(high float32) float32 { return max(high*p.squash, 76) }

// tight tells whether a folded bar also has to hold the countdown.
func (p *page) tight() bool { return p.compact() && p.v.Left != nil }

// gap is the room between controls.
func (p *page) gap() float32 {
	if p.tight() || p.squash < 1 {
		return 16
	}
	return 20
}

// stack puts a column of controls where it belongs, lower and lower until it
// has room there, and answers where it begins.
//
// words are what stands above; they are left as much room as they need at least.
func (p *page) stack(words func() []fyne.CanvasObject, rows func() []fyne.CanvasObject) float32 {
	w, room := p.w-2*margin, p.h*0.6
	switch {
	case p.split() && p.compact():
		w, room = actWidth, p.h-48
	case p.split():
		w, room = actWidth, p.h-p.foot()-176-24
	case p.v.Ease.Low:
		room = p.h/3 - p.floor()
	}
	if words != nil && !p.split() {
		p.air = leastAir
		need := look.HeightFor(look.VStack(0, words()...), p.column())
		p.air = 1
		room = min(room, p.h-p.foot()-p.floor()-24-p.top()-need)
	}
	defer func() { p.squash = 1 }()
	var column []fyne.CanvasObject
	p.largest(func() bool {
		for _, p.squash = range []float32{1, 0.88, 0.77, 0.67, 0.58, 0.5, 0.46} {
			column = rows()
			if look.HeightFor(look.VStack(p.gap(), column...), w) <= room {
				return true
			}
		}
		return false
	})
	return p.actions(column...)
}

// tool is a button of the folded bar; the one for more time says how much is
// left.
func (p *page) tool(b flow.Button) *look.Button {
	spec := look.ButtonSpec{Height: min(p.plainHeight(), 128), TextSize: p.toolSize(), Selected: b.Selected}
	p.icon(&spec, b)
	if p.v.Landscape {
		spec.TextSize = min(spec.TextSize, 48)
	}
	if len(p.v.Keys) > 0 && p.v.Ease.Low || p.squash < 0.55 {
		spec.TextSize = min(spec.TextSize, p.short())
	}
	if p.split() { // two stand beside each other, and the words need the width
		spec.Icon, spec.IconEnd = "", ""
		spec.TextSize = min(spec.TextSize, 44)
	}
	if b.Action.Verb == flow.More && p.v.Left != nil {
		return p.more(b, spec)
	}
	return p.button(b, spec)
}

// more is the button that stops the countdown, with what is left below it.
func (p *page) more(b flow.Button, spec look.ButtonSpec) *look.Button {
	if p.v.Landscape && p.v.Ease.Low {
		// There is height for one line: the label says both.
		word := b.Label
		b.Label = word + " · " + p.v.Left.Short
		spec.TextSize = min(spec.TextSize, 44)
		o := p.button(b, spec)
		p.k.short = func(text string) {
			s := o.Spec()
			s.Label = word + " · " + text
			o.SetSpec(s)
		}
		return o
	}
	spec.Note = p.v.Left.Short
	o := p.button(b, spec)
	p.k.short = func(text string) {
		s := o.Spec()
		s.Note = text
		o.SetSpec(s)
	}
	return o
}

// rest are the view's buttons without its primary.
func (p *page) rest() (primary *flow.Button, others []flow.Button) {
	for i := range p.v.Buttons {
		if b := &p.v.Buttons[i]; b.Primary && primary == nil {
			primary = b
		} else {
			others = append(others, *b)
		}
	}
	return primary, others
}

// pairs puts buttons two a row; the last of an odd number takes the row.
func pairs(gap float32, all ...fyne.CanvasObject) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for len(all) > 1 {
		rows = append(rows, look.Grid(2, gap, gap, all[0], all[1]))
		all = all[2:]
	}
	return append(rows, all...)
}

// plains makes the plain buttons of a list.
func (p *page) plains(all []flow.Button) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, b := range all {
		if p.v.Left != nil && b.Action.Verb == flow.More {
			out = append(out, p.tool(b))
			continue
		}
		out = append(out, p.plain(b, p.plainHeight()))
	}
	return out
}
