package queue

import (
	"fmt"
	"strings"
	"time"
)

// describe says a fact in one line that a branch manager can read.
func describe(f Fact, zone *time.Location) string {
	switch f := f.(type) {
	case TicketIssued:
		line := fmt.Sprintf("%s waits for %s, %d ahead", f.Ticket, f.Service, f.Ahead)
		if f.ForTeller != "" || f.ForLanguage != "" {
			line += fmt.Sprintf(", with %s%s", f.ForTeller, f.ForLanguage)
		}
		if !f.KeptUntil.IsZero() {
			line += " until " + f.KeptUntil.In(zone).Format("15:04")
		}
		if !f.Booked.IsZero() {
			line += ", appointment at " + f.Booked.In(zone).Format("15:04")
		}
		if f.Late {
			line += ", too late for it"
		}
		if f.Device != "" {
			line += fmt.Sprintf(", from %s at %s, said %s", f.Device, f.Arrived.In(zone).Format("15:04:05"), f.DeviceAt.In(zone).Format("15:04:05"))
		}
		return line
	case TicketCalled:
		line := fmt.Sprintf("%s called to %s after %s", f.Ticket, f.Counter, length(f.Waited))
		if f.Calls > 1 {
			line += fmt.Sprintf(" (call %d)", f.Calls)
		}
		if f.Why.Rule == RulePicked {
			return line + fmt.Sprintf(", picked by %s before %d of %d: %s", f.Why.Person, f.Why.Before, f.Why.Over, f.Why.Reason)
		}
		return line + because(f.Why)
	case TicketRecalled:
		return fmt.Sprintf("%s called to %s again (call %d)", f.Ticket, f.Counter, f.Calls)
	case ServiceStarted:
		return fmt.Sprintf("%s served at %s by %s, walked %s", f.Ticket, f.Counter, f.Teller, length(f.Walked))
	case ServiceFinished:
		line := fmt.Sprintf("%s finished at %s after %s", f.Ticket, f.Counter, length(f.Served))
		if f.WrapUp > 0 {
			line += fmt.Sprintf(", wrap-up of %s at most", length(f.WrapUp))
		}
		return line + next(f.Next) + colon(f.Outcome)
	case WrapUpEnded:
		return fmt.Sprintf("%s wrapped up at %s%s%s", f.Ticket, f.Counter, next(f.Next), colon(f.Outcome))
	case VisitNoShow:
		return fmt.Sprintf("%s did not come to %s", f.Ticket, f.Counter)
	case VisitRequeued:
		line := fmt.Sprintf("%s waits for %s again", f.Ticket, f.Service)
		if f.Key != nil {
			line += ", at another place"
		}
		return line
	case VisitParked:
		line := fmt.Sprintf("%s parked at %s for the %s", f.Ticket, f.Counter, f.Owner)
		if !f.Until.IsZero() {
			line += " until " + f.Until.In(zone).Format("15:04")
		}
		return line + colon(f.Reason)
	case VisitResumed:
		return fmt.Sprintf("%s called to %s out of parking", f.Ticket, f.Counter)
	case VisitReturned:
		return fmt.Sprintf("%s comes back and waits for %s", f.Ticket, f.Service)
	case VisitReleased:
		return fmt.Sprintf("%s may be called by anyone", f.Ticket)
	case VisitTransferred:
		return fmt.Sprintf("%s leaves %s (%s)%s", f.Ticket, f.Counter, f.Place, next(&f.Next))
	case VisitLeft:
		return fmt.Sprintf("%s went away", f.Ticket)
	case CommandUndone:
		line := fmt.Sprintf("%s undone at %s", f.Undone, f.Counter)
		if f.Ticket != "" {
			line += ", " + string(f.Ticket) + " is as before"
		}
		return line
	case CounterOpened:
		line := fmt.Sprintf("counter %s opened by %s", f.Counter, f.Teller)
		if f.Profile != "" {
			line += " with profile " + string(f.Profile)
		}
		return line
	case CounterPaused:
		if f.As != "" {
			return fmt.Sprintf("counter %s paused (%s)%s", f.Counter, f.As, colon(f.Reason))
		}
		return fmt.Sprintf("counter %s paused%s", f.Counter, colon(f.Reason))
	case RushBegan:
		return fmt.Sprintf("counters %v in a rush with profile %s until %s", f.Counters, f.Profile, f.Until.In(zone).Format("15:04"))
	case RushEnded:
		return fmt.Sprintf("counters %v as before the rush", f.Counters)
	case CounterClosed:
		return fmt.Sprintf("counter %s closed", f.Counter)
	case DayOpened:
		return fmt.Sprintf("day %s open", f.Date)
	case DayClosed:
		return fmt.Sprintf("day %s closed; ended: %v; counters closed: %v", f.Date, f.Left, f.Counters)
	case BranchLoaded:
		return fmt.Sprintf("branch: %d services, %d counters", len(f.Branch.Services), len(f.Branch.Counters))
	}
	return describeBeside(f, zone)
}

// describeBeside is describe for what stands beside the rules.
func describeBeside(f Fact, zone *time.Location) string {
	switch f := f.(type) {
	case DraftKept:
		return fmt.Sprintf("%s carries form %s", f.Ticket, f.Form)
	case FeedbackGiven:
		line := fmt.Sprintf("%s rates %s:", f.Ticket, f.Service)
		for _, x := range []struct {
			name string
			n    *int
		}{{"csat", f.CSAT}, {"nps", f.NPS}, {"ces", f.CES}} {
			if x.n != nil {
				line += fmt.Sprintf(" %s %d", x.name, *x.n)
			}
		}
		return line
	case PersonalSeen:
		return fmt.Sprintf("%v of %s seen", f.Fields, f.Ticket)
	case NumbersLeased:
		return fmt.Sprintf("%s: %s to %s on %s for %v", f.Device, ticketOf(f.Series, f.From), ticketOf(f.Series, f.To), f.Date, f.Services)
	case TicketRecorded:
		return fmt.Sprintf("%s of %s for %s recorded (%s), from %s at %s", f.Ticket, f.Date, f.Service, f.State, f.Device, f.DeviceAt.In(zone).Format("15:04:05"))
	case HelpCalled:
		return strings.TrimSpace(fmt.Sprintf("%s: help wanted at %s %s", f.Call, f.Device, f.Language))
	case HelpAnswered:
		return fmt.Sprintf("%s: %s comes to %s", f.Call, f.Person, f.Device)
	case HelpEnded:
		if f.Cancelled {
			return fmt.Sprintf("%s: nobody is needed at %s", f.Call, f.Device)
		}
		return fmt.Sprintf("%s: done at %s", f.Call, f.Device)
	case DeviceReported:
		return strings.TrimSpace(fmt.Sprintf("%s (%s): printer %s, %d unprinted %s", f.Device, f.Role, f.Printer, f.Unprinted, f.Version))
	case Audited:
		return fmt.Sprintf("audited: %s %s", f.What, f.Subject)
	}
	return f.Kind()
}

func length(s Seconds) string {
	text := s.Duration().String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	return text
}

func colon(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

func next(n *NextLeg) string {
	if n == nil {
		return ""
	}
	line := fmt.Sprintf(", waits for %s", n.Service)
	if n.ForCounter != "" {
		line += " at counter " + string(n.ForCounter)
	}
	if n.ForTeller != "" {
		line += " with " + string(n.ForTeller)
	}
	if n.ForLanguage != "" {
		line += " in " + n.ForLanguage
	}
	return line + fmt.Sprintf(", %d ahead", n.Ahead)
}

// show answers "show queues", "show counters", "show board" and "show A001".
func (s *script) show(words []string) (said []string) {
	hour := func(t time.Time) string { return t.In(s.zone).Format("15:04:05") }
	switch words[0] {
	case "queues":
		for i := range s.state.Branch.Services {
			service := s.state.Branch.Services[i].ID
			var tickets []string
			for v := range s.state.Queue(service) {
				tickets = append(tickets, string(v.Ticket))
			}
			said = append(said, strings.TrimSpace(fmt.Sprintf("%s: %s", service, strings.Join(tickets, " "))))
		}
	case "counters":
		for c := range s.state.Counters() {
			line := fmt.Sprintf("%s %s", c.ID, c.State)
			if c.Teller != "" {
				line += " " + string(c.Teller)
			}
			if v, ok := s.state.Visit(c.Visit); ok {
				line += " " + string(v.Ticket)
			}
			said = append(said, line)
		}
	case "board":
		for _, b := range s.state.Board() {
			said = append(said, fmt.Sprintf("%s to %s at %s (call %d)", b.Ticket, b.Counter, hour(b.At), b.Calls))
		}
	case "helps":
		for _, h := range s.state.Helps() {
			line := fmt.Sprintf("%s at %s since %s", h.Call, h.Device, hour(h.Called))
			if !h.Coming.IsZero() {
				line += fmt.Sprintf(", %s comes since %s", h.Person, hour(h.Coming))
			}
			said = append(said, line)
		}
	case "devices":
		for _, d := range s.state.Devices() {
			said = append(said, strings.TrimSpace(fmt.Sprintf("%s: %s since %s, %d unprinted %s", d.Device, d.Printer, hour(d.Since), d.Unprinted, d.Version)))
		}
	default:
		v, ok := s.state.Ticket(Ticket(words[0]))
		if !ok {
			return []string{"no such ticket"}
		}
		for i := range v.Legs {
			said = append(said, s.showLeg(&v.Legs[i], hour)...)
		}
	}
	return said
}

func (s *script) showLeg(l *Leg, hour func(time.Time) string) []string {
	line := fmt.Sprintf("%s: %s", l.Service, l.State)
	if wait, ok := l.Wait(); ok {
		line += fmt.Sprintf(", wait %s", length(seconds(wait)))
	}
	if walk, ok := l.Walk(); ok {
		line += fmt.Sprintf(", walk %s", length(seconds(walk)))
	}
	if served, ok := l.ServiceTime(s.now); ok {
		line += fmt.Sprintf(", service %s", length(seconds(served)))
	}
	if d := l.WrapUpTime(s.now); d > 0 {
		line += fmt.Sprintf(", wrap-up %s", length(seconds(d)))
	}
	if d := l.Hold(s.now); d > 0 {
		line += fmt.Sprintf(", hold %s", length(seconds(d)))
	}
	said := []string{line}
	for _, p := range l.Periods {
		end := "now"
		if !p.To.IsZero() {
			end = hour(p.To)
		}
		said = append(said, fmt.Sprintf("  %s-%s %s %s", hour(p.From), end, p.State, p.Counter))
	}
	for i := range said {
		said[i] = strings.TrimRight(said[i], " ")
	}
	return said
}

// because says why somebody was called.
func because(w Why) string {
	line := fmt.Sprintf(", first of %d", w.Over+1)
	switch w.Rule {
	case RuleLongest:
		line = fmt.Sprintf(", longest wait of %d", w.Over+1)
	case RuleTurns:
		line = fmt.Sprintf(", turn of %s%s", w.Service, w.Class)
		if w.Service == "" && w.Class == "" {
			line = ", turn of the others"
		}
	case RuleNext:
		line = fmt.Sprintf(", %s comes next", w.Class)
	case RuleStrict:
		line = fmt.Sprintf(", %s goes before others", w.Class)
	case RuleAccumulating:
		line = fmt.Sprintf(", %s gathers %d %% in %s", w.Class, w.Rate, length(w.Waited))
	case RuleWait:
		line = fmt.Sprintf(", rule %s: %s waited %s, more than %s", w.By, w.Service, length(w.Waited), length(w.Limit))
	case RuleTarget:
		line = fmt.Sprintf(", rule %s: %s would miss %s in %s", w.By, w.Service, length(w.Limit), length(w.Left))
	case RuleLength:
		line = fmt.Sprintf(", rule %s: %d wait", w.By, w.Waiting)
	case RuleBooked:
		line = ", appointment"
	case RuleProfile:
		line = fmt.Sprintf(", rule %s", w.By)
	}
	if w.Class != "" && w.By != "" {
		line += ", " + string(w.Class) + " first"
	}
	if w.Held != "" {
		line += fmt.Sprintf(" (the share of %s is used up)", w.Held)
	}
	for i, p := range w.Passed {
		if i == 0 {
			line += " over"
		}
		line += " " + string(p.Ticket)
	}
	if more := w.Before - len(w.Passed); more > 0 {
		line += fmt.Sprintf(" and %d more", more)
	}
	return line
}
