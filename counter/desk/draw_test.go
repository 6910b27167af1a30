package desk

import (
	"fmt"
	"strings"
)

// draw writes a model as a person would read it off the screen.
func draw(m Model) []string {
	var out []string
	say := func(format string, args ...any) {
		out = append(out, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
	live := "not live"
	if m.Top.Live {
		live = "live"
	}
	say("%s | %s | %s | %s: %s | %s | %s", m.Stage, m.Top.Title, m.Top.Services, live, m.Top.Link, m.Top.Teller, m.Top.Clock)
	if m.Side.Title != "" {
		var rows []string
		for _, q := range m.Side.Queues {
			r := q.Name + " " + q.Waiting + " " + q.Longest
			if q.Late != "" {
				r += " " + q.Late
			}
			if !q.Mine {
				r = "(" + r + ")"
			}
			rows = append(rows, r)
		}
		say("queue: %s: %s", m.Side.Title, strings.Join(rows, "; "))
	}
	drawRows(say, "next", m.Side.Next)
	drawRows(say, "parked", m.Side.Parked)
	if m.Hero.Title != "" {
		say("%s / %s", m.Hero.Title, m.Hero.Note)
	}
	if f := m.SignIn; f != nil {
		for _, x := range f.Fields {
			say("field %s = %q%s", x.ID, x.Text, mark(x.HasFocus, " <"))
		}
		say("%s", button(f.OK))
	}
	if m.Open != nil {
		drawChoice(say, *m.Open)
	}
	drawCard(say, m.Card)
	for _, f := range m.Facts {
		say("fact %s %s", f.Number, f.Label)
	}
	if p := m.Papers; p != nil {
		say("%s %s%s", p.Title, p.Count, p.None)
		for i, r := range p.Rows {
			say("  %s %s %s%s", map[bool]string{true: "[x]", false: "[ ]"}[r.Done], r.Text, r.Seen, mark(i == p.Cursor && p.HasFocus, " <"))
		}
	}
	if n := m.Note; n != nil && (n.Text != "" || n.HasFocus) {
		say("note %q%s", n.Text, mark(n.HasFocus, " <"))
	}
	if m.Print != nil {
		say("%s %s", button(*m.Print), m.Print.Detail)
	}
	if p := m.Panel; p != nil {
		say("panel %s: %s %s", p.For, p.Title, p.Help)
		if p.Field != nil {
			say("  field %q%s", p.Field.Text, mark(p.Field.HasFocus, " <"))
		}
		drawChoice(say, p.Choice)
		say("  %s %s", button(p.OK), button(p.Back))
	}
	if m.Primary != nil {
		say("%s", button(*m.Primary))
	}
	var bar []string
	for _, b := range m.Actions {
		bar = append(bar, button(b))
	}
	if len(bar) > 0 {
		say("%s", strings.Join(bar, " "))
	}
	if b := m.Banner; b != nil {
		say("banner (%s): %s %s%s", []string{"info", "warn", "bad"}[b.Tone], b.What, b.Now, mark(b.Do != "", " "+button(Button{Label: b.Label, Key: b.Key, Live: !b.Sent, Sent: b.Sent})))
	}
	return out
}

func mark(on bool, s string) string {
	if on {
		return s
	}
	return ""
}

func drawRows(say func(string, ...any), title string, rows []VisitRow) {
	var out []string
	for _, r := range rows {
		out = append(out, fmt.Sprintf("%s (%s; %s%s%s)", r.Ticket, r.Line, r.Detail, mark(r.Late, "; late"), mark(r.Priority, "; star")))
	}
	if len(out) > 0 {
		say("%s: %s", title, strings.Join(out, ", "))
	}
}

func drawChoice(say func(string, ...any), c Choice) {
	for i, col := range c.Columns {
		var options []string
		for j, o := range col.Options {
			s := o.Label
			if o.Detail != "" {
				s += " (" + o.Detail + ")"
			}
			if o.Chosen {
				s = "*" + s
			}
			if !o.Live {
				s = "-" + s
			}
			if i == c.Focus && j == col.Cursor {
				s += " <"
			}
			options = append(options, s)
		}
		if len(options) == 0 {
			options = append(options, col.None)
		}
		say("  %s: %s", col.Title, strings.Join(options, ", "))
	}
}

func drawCard(say func(string, ...any), c *Card) {
	if c == nil {
		return
	}
	var lines []string
	for _, l := range c.Lines {
		lines = append(lines, l.Text+mark(l.Late, " (late)"))
	}
	look := []string{"next", "called", "serving", "none"}[c.Look]
	say("ticket %s %s%s: %s, %s; %s %s; %s", look, c.Ticket, mark(c.Stale, " stale"), c.Tag, c.Title, c.Speaks, c.Language, strings.Join(lines, "; "))
	if c.Running != "" {
		s := c.Running + " " + c.RunLabel
		if c.Bar != nil {
			s += fmt.Sprintf(", %s [%.2f %.2f %.2f]", c.Usual, c.Bar.At, c.Bar.From, c.Bar.To)
		}
		say("time %s", s)
	}
}

// button writes a live one in square brackets and a dead one in round ones.
func button(b Button) string {
	s := b.Label
	if b.Key != "" {
		s += " " + b.Key
	}
	if b.Cap != "" {
		s += " " + b.Cap
	}
	switch {
	case b.Sent:
		return "(sent: " + s + ")"
	case !b.Live && b.Why != "":
		return "(" + s + ": " + strings.TrimSuffix(b.Why, ".") + ")"
	case !b.Live:
		return "(" + s + ")"
	case b.Primary:
		return "[[" + s + "]]"
	}
	return "[" + s + "]"
}
