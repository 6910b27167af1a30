package look

import "fyne.io/fyne/v2"

// Option is one of the things to choose from.
type Option struct {
	ID    string
	Label string
	Note  string
	Icon  string
	Key   string
}

// Choice is a list to choose one thing from, all of it in sight: what a
// dropdown hides. The chosen one has the wash, the
// brand's edge and a tick.
type Choice struct {
	part
	grid    *grid
	options []Option
	buttons []*Button
	chosen  string
}

// NewChoice makes a choice in a number of columns. onChoose is told the id of
// what is tapped; the choice shows it at once.
func NewChoice(s Style, columns int, options []Option, chosen string, onChoose func(id string)) *Choice {
	gap := s.pick(16, 8, 16)
	c := &Choice{grid: &grid{max(columns, 1), gap, gap}, options: options, chosen: chosen}
	for _, o := range options {
		b := NewButton(s, ButtonSpec{
			Label: o.Label, Note: o.Note, Icon: o.Icon, Key: o.Key, Leading: true,
			Height: s.pick(104, 48, 104),
			OnTap: func() {
				c.Choose(o.ID)
				if onChoose != nil {
					onChoose(o.ID)
				}
			},
		})
		c.buttons = append(c.buttons, b)
		c.objects = append(c.objects, b)
	}
	c.Choose(chosen)
	c.arrange = func(size fyne.Size) { c.grid.Layout(c.objects, size) }
	c.least = func() fyne.Size { return c.grid.MinSize(c.objects) }
	c.ExtendBaseWidget(c)
	return c
}

// HeightFor is the height at a width.
func (c *Choice) HeightFor(width float32) float32 { return c.grid.heightFor(c.objects, width) }

// Chosen is the id of what is chosen, or empty.
func (c *Choice) Chosen() string { return c.chosen }

// Choose shows an option as chosen.
func (c *Choice) Choose(id string) {
	c.chosen = id
	for i, b := range c.buttons {
		spec := b.Spec()
		spec.Selected, spec.IconEnd = c.options[i].ID == id, ""
		if spec.Selected {
			spec.IconEnd = "check-circle-fill"
		}
		b.SetSpec(spec)
	}
}

// Button is the button of an option, to focus or to disable; nil if there is none.
func (c *Choice) Button(id string) *Button {
	for i, o := range c.options {
		if o.ID == id {
			return c.buttons[i]
		}
	}
	return nil
}
