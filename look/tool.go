package look

import (
	"fyne.io/fyne/v2"
)

// Tool is a small control in a bar: an icon over its word, or beside it.
type Tool struct {
	control
	icon, label string
	beside      bool
	on          bool
}

// NewTool makes a tool with its icon over the word.
func NewTool(s Style, icon, label string, onTap func()) *Tool {
	t := &Tool{icon: icon, label: label}
	t.style, t.tap = s, onTap
	t.arrange, t.least = t.lay, t.minSize
	t.ExtendBaseWidget(t)
	return t
}

// NewToolBeside makes a tool with its icon left of the word.
func NewToolBeside(s Style, icon, label string, onTap func()) *Tool {
	t := NewTool(s, icon, label, onTap)
	t.beside = true
	return t
}

// SetOn shows whether what the tool switches is on.
func (t *Tool) SetOn(on bool) {
	t.on = on
	t.redraw()
}

// SetLabel changes the word.
func (t *Tool) SetLabel(label string) {
	t.label = label
	t.redraw()
}

func (t *Tool) sizes() (icon, text, gap float32) {
	s := t.style
	if t.beside {
		return s.Body(s.pick(40, 22, 40)), s.Body(s.pick(30, 16, 30)), s.pick(14, 8, 14)
	}
	return s.Body(s.pick(44, 24, 44)), s.Body(s.pick(28, 15, 28)), s.pick(6, 4, 6)
}

func (t *Tool) minSize() fyne.Size {
	icon, text, gap := t.sizes()
	m := Measure(t.label, text, SemiBold)
	pad := t.style.pick(16, 8, 16)
	w, h := max(icon, m.Width), icon+gap+m.Height
	if t.beside {
		w, h = icon+gap+m.Width, max(icon, m.Height)
	}
	least := t.style.MinTarget()
	return fyne.NewSize(max(least, w+2*pad), max(least, h+pad))
}

func (t *Tool) lay(size fyne.Size) {
	s, p := t.style, t.style.Palette
	icon, text, gap := t.sizes()
	t.objects = t.objects[:0]
	if t.focused {
		t.objects = append(t.objects, focusRing(s, OnGround, size, s.Radius())...)
	}
	fill := p.Sunken
	if t.pressed || t.on {
		fill = p.Wash
	}
	box := NewBox(fill, s.Radius())
	if t.on || t.pressed {
		box.Edge(p.Brand, s.chosenWidth())
	}
	if t.on || t.pressed || t.focused {
		put(box, 0, 0, size.Width, size.Height)
		t.objects = append(t.objects, box)
	}
	pic := NewIcon(t.icon, icon, p.Ink)
	line := NewLine(t.label, text, SemiBold, p.Ink)
	m := line.MinSize()
	if t.beside {
		x := (size.Width - icon - gap - m.Width) / 2
		put(pic, x, (size.Height-icon)/2, icon, icon)
		put(line, x+icon+gap, (size.Height-m.Height)/2, m.Width, m.Height)
	} else {
		y := (size.Height - icon - gap - m.Height) / 2
		put(pic, (size.Width-icon)/2, y, icon, icon)
		put(line, (size.Width-m.Width)/2, y+icon+gap, m.Width, m.Height)
	}
	t.objects = append(t.objects, pic, line)
}
