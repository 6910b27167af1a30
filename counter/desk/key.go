package desk

import (
	"slices"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// Key is a key that no text field has kept for itself, by Fyne's name: "F2",
// "Return", "Escape", "Space", "Up", "Down", "Left", "Right", "Tab",
// "BackTab". Everything on the desk can be done by keys alone.
func (d *Desk) Key(key string, at time.Time) []Effect {
	switch key {
	case "KP_Enter":
		key = "Return"
	case "Escape":
		return d.escape(at)
	}
	if c, columns := d.asked(); c != nil && len(columns) > 0 && d.wish == nil {
		if d.steer(c, columns, key) {
			return nil
		}
	}
	switch {
	case d.panel != nil && key == "Return":
		return d.Press(Accept, at)
	case d.asksWhere && key == "Return":
		return d.Press(DoPair, at)
	case d.stage() == SignedOut:
		return d.formKey(key, at)
	case d.stage() == Serving && d.panel == nil && d.paperKey(key, at):
		return nil
	case key == "Return" || key == "Space":
		// The large button has the focus wherever there is one and no panel is open.
		if p := d.primary(at); p != nil && d.panel == nil {
			return d.Press(p.Do, at)
		}
		return nil
	}
	if b := d.bannerAt(at); b != nil && b.Do != "" && key == keys[b.Do] {
		return d.Press(b.Do, at)
	}
	if key == keys[PrintForm] {
		return d.Press(PrintForm, at)
	}
	if p := d.primary(at); p != nil && p.Key == key {
		return d.Press(p.Do, at)
	}
	for _, b := range d.bar(at) {
		if b.Key == key {
			return d.Press(b.Do, at)
		}
	}
	return nil
}

func (d *Desk) escape(at time.Time) []Effect {
	switch {
	case d.onNote:
		d.onNote = false
	case d.panel != nil:
		return d.Press(Cancel, at)
	default:
		return d.Press(Dismiss, at)
	}
	return nil
}

// steer moves in a question; it answers whether the key was one for that.
func (d *Desk) steer(c *choices, columns []Column, key string) bool {
	switch key {
	case "Up":
		c.move(columns, -1)
	case "Down":
		c.move(columns, 1)
	case "Left", "BackTab":
		c.side(columns, -1)
	case "Right", "Tab":
		c.side(columns, 1)
	case "Space":
		if d.panel == nil {
			return false
		}
		c.pick(columns, c.focus, c.cursors[c.focus])
	default:
		return false
	}
	return true
}

func (d *Desk) formKey(key string, at time.Time) []Effect {
	switch key {
	case "Tab", "Down":
		d.form.focus = (d.form.focus + 1) % len(formFields)
	case "BackTab", "Up":
		d.form.focus = (d.form.focus + len(formFields) - 1) % len(formFields)
	case "Return":
		return d.Press(DoSignIn, at)
	}
	return nil
}

// paperKey moves in the list of papers and between it and the note.
func (d *Desk) paperKey(key string, at time.Time) bool {
	row, _ := d.row()
	f, n := d.folder(row.Visit), len(d.bring(row))
	switch key {
	case "Tab", "BackTab":
		d.onNote = !d.onNote
	case "Up":
		f.cursor = max(f.cursor-1, 0)
	case "Down":
		f.cursor = min(f.cursor+1, max(n-1, 0))
	case "Space":
		d.Tick(f.cursor, at)
	default:
		return false
	}
	return true
}

func (d *Desk) print(row wire.Counter) Print {
	l := words.Lang(row.Language)
	if !slices.Contains(words.All, l.Base()) {
		l = d.cfg.Lang
	}
	return Print{Form: d.formHere(), Language: l, Ticket: row.Ticket, Service: row.Service}
}
