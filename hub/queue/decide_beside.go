package queue

import "slices"

type (
	// Draft lets a visit carry a form that was filled in. The values are not the
	// engine's.
	Draft struct {
		Ticket Ticket
		Form   string
	}
	// See puts a look at what is kept on a person into the log.
	See struct {
		Visit  VisitID
		Fields []string
	}
	// Note puts a change about the hub itself into the log. Date is the business
	// date under which it is kept; "" is the state's.
	Note struct {
		What    What
		Subject string
		Date    Date
	}
)

// Verb names the command.
func (Draft) Verb() string { return "draft" }
func (See) Verb() string   { return "see" }
func (Note) Verb() string  { return "note" }

// draft is taken until the visit ends: afterwards nobody reads it.
func (d *decision) draft(ask Draft) error {
	v, err := d.ticket(ask.Ticket)
	if err != nil {
		return err
	}
	if s := v.State(); s.Ended() && s != NotShown {
		return refuse(VisitOver, string(v.Ticket))
	}
	return d.then(DraftKept{Visit: v.ID, Ticket: v.Ticket, Form: ask.Form})
}

func (d *decision) see(ask See) error {
	v, ok := d.s.visits[ask.Visit]
	if !ok {
		return refuse(UnknownTicket, string(ask.Visit))
	}
	return d.then(PersonalSeen{Visit: v.ID, Ticket: v.Ticket, Fields: ask.Fields})
}

func (d *decision) note(ask Note) error {
	if !slices.Contains(Whats(), ask.What) {
		return refuse(UnknownCommand, string(ask.What))
	}
	if err := d.under(ask.Date); err != nil {
		return err
	}
	return d.then(Audited{What: ask.What, Subject: ask.Subject})
}

// under keeps the events under a business date that is given as data, because
// before the first day the state has none. "" is the state's.
func (d *decision) under(date Date) error {
	if date == "" {
		return nil
	}
	if !date.valid() || date < d.s.Date {
		return refuse(BadDate, string(date))
	}
	d.date = date
	return nil
}

// carry adds a form to those that a visit carries. The slice is made anew, as
// Before may hold the old one.
func (v *Visit) carry(form string) {
	if !slices.Contains(v.Drafts, form) {
		v.Drafts = append(slices.Clone(v.Drafts), form)
	}
}
