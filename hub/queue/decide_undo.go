package queue

// undo takes the counter's last command back: a wrong button, a wrong person.
// It is refused once anything was built on the command, as restoring what was
// before would then tear up what came after.
func (d *decision) undo(ask Undo) error {
	c, err := d.counter(ask.Counter)
	if err != nil {
		return err
	}
	b := c.Before
	if b == nil || !d.s.untouched(c, b) {
		return refuse(NothingToUndo, "counter "+string(c.ID))
	}
	if _, _, ok := d.s.Undoable(c, d.at); !ok {
		return refuse(UndoTooLate, b.Verb)
	}
	f := CommandUndone{Counter: c.ID, Command: b.Command, Undone: b.Verb}
	for i := range b.Visits {
		if i == 0 || b.Verb != (Finish{}).Verb() { // a finish may have called the next
			f.Ticket = b.Visits[i].Ticket
		}
		f.Visits = append(f.Visits, b.Visits[i].ID)
	}
	return d.then(f)
}
