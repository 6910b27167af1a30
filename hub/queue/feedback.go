package queue

// Feedback is what a person thought of a visit. A figure that was not given is
// nil. What they said in words is personal and lies beside the log.
type Feedback struct {
	Service ServiceID `json:"service"`        // of the leg that was served last
	CSAT    *int      `json:"csat,omitempty"` // 1 to 5: how satisfied
	NPS     *int      `json:"nps,omitempty"`  // 0 to 10: would they tell others to come
	CES     *int      `json:"ces,omitempty"`  // 1 to 7: how easy it was
}

// Rate gives feedback on a visit; see Feedback for the figures.
type Rate struct {
	Ticket         Ticket
	CSAT, NPS, CES *int
}

// Verb names the command as the contract does.
func (Rate) Verb() string { return "feedback" }

// FeedbackGiven: the person of a visit said what they thought of it. A visit
// gives it once.
type FeedbackGiven struct {
	Visit   VisitID   `json:"visit"`
	Ticket  Ticket    `json:"ticket"`
	Service ServiceID `json:"service"` // of the leg that was served last
	CSAT    *int      `json:"csat,omitempty"`
	NPS     *int      `json:"nps,omitempty"`
	CES     *int      `json:"ces,omitempty"`
}

// Kind names the fact in the log.
func (FeedbackGiven) Kind() string { return "FeedbackGiven" }

// rate takes feedback once somebody was served, until the business date closes:
// its figures are told with the day.
func (d *decision) rate(ask Rate) error {
	v, err := d.ticket(ask.Ticket)
	if err != nil {
		return err
	}
	served := v.lastServed()
	switch {
	case served == nil:
		return refuse(NotServedYet, string(v.Ticket))
	case v.Feedback != nil:
		return refuse(FeedbackWasGiven, string(v.Ticket))
	}
	return d.then(FeedbackGiven{Visit: v.ID, Ticket: v.Ticket, Service: served.Service, CSAT: ask.CSAT, NPS: ask.NPS, CES: ask.CES})
}

// lastServed is the last leg whose service is over; nil for none.
func (v *Visit) lastServed() *Leg {
	for i := len(v.Legs) - 1; i >= 0; i-- {
		switch l := &v.Legs[i]; {
		case l.Started.IsZero() || l.State == Serving:
		case l.State == WrapUp || l.State.Ended():
			return l
		}
	}
	return nil
}
