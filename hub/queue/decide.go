package queue

import "time"

// Decide answers what follows from a command: the events, in order, or a
// *Refusal. It changes nothing and looks at nothing but its arguments.
//
// at must be in the branch's zone (opening hours are read off it). A clock that
// went back is not believed: no event is earlier than the state's last one.
// More than one event may follow (a call ends a wrap-up first), and all of
// them are to be stored and applied, or none.
//
// What a command names is looked for first, then whether a day is open, then
// the rules; so an unknown counter is unknown on a closed day, too.
func Decide(s State, c Command, at time.Time) ([]Event, error) {
	if at = at.Round(0); at.Before(s.At) {
		at = s.At.In(at.Location())
	}
	d := decision{s: &s, by: c.By, cause: c.ID, at: at.UTC(), local: at, date: s.Date}
	if err := d.decide(c.Do); err != nil {
		return nil, err
	}
	return d.events, nil
}

// decision is one run of Decide.
type decision struct {
	s      *State // read only
	by     Actor
	cause  string
	at     time.Time // UTC
	local  time.Time // the same instant on the branch's clock
	date   Date      // of the events
	events []Event
}

// then adds an event.
func (d *decision) then(f Fact) error {
	d.events = append(d.events, Event{Seq: d.seq(), At: d.at, Date: d.date, By: d.by, Cause: d.cause, Fact: f})
	return nil
}

// seq is the seq of the next event.
func (d *decision) seq() uint64 { return d.s.Seq + uint64(len(d.events)) + 1 }

func (d *decision) decide(do Ask) error {
	switch ask := do.(type) {
	case Issue:
		return d.issue(ask)
	case OpenCounter:
		return d.openCounter(ask)
	case PauseCounter:
		return d.pauseCounter(ask)
	case CloseCounter:
		return d.closeCounter(ask)
	case CallNext:
		return d.callNext(ask)
	case Call:
		return d.call(ask)
	case Recall:
		return d.recall(ask)
	case Serve:
		return d.serve(ask)
	case Finish:
		return d.finish(ask)
	case NoShow:
		return d.noShow(ask)
	case Requeue:
		return d.requeue(ask)
	case Park:
		return d.park(ask)
	case Resume:
		return d.resume(ask)
	case Transfer:
		return d.transfer(ask)
	case Leave:
		return d.leave(ask)
	case Undo:
		return d.undo(ask)
	case OpenDay:
		return d.openDay(ask)
	case CloseDay:
		return d.closeDay()
	case LoadBranch:
		return d.loadBranch(ask)
	case Rush:
		return d.rush(ask)
	case EndRush:
		return d.endRush(ask)
	case EndWrapUp:
		return d.endWrapUp(ask)
	case Return:
		return d.comeBack(ask)
	case Release:
		return d.release(ask)
	}
	return d.decideBeside(do)
}

// decideBeside is decide for what devices ask for.
func (d *decision) decideBeside(do Ask) error {
	switch ask := do.(type) {
	case Draft:
		return d.draft(ask)
	case Rate:
		return d.rate(ask)
	case See:
		return d.see(ask)
	case Note:
		return d.note(ask)
	case CallHelp:
		return d.callHelp(ask)
	case AnswerHelp:
		return d.answerHelp(ask)
	case EndHelp:
		return d.endHelp(ask)
	case Report:
		return d.report(ask)
	case Lend:
		return d.lend(ask)
	case Merge:
		return d.merge(ask)
	}
	return refuse(UnknownCommand, "")
}

// counter finds the counter that a command names, on an open day.
func (d *decision) counter(id CounterID) (*Counter, error) {
	c, ok := d.s.counters[id]
	if !ok {
		return nil, refuse(UnknownCounter, string(id))
	}
	return c, d.dayOpen()
}

// ticket finds the visit that a command names, on an open day.
func (d *decision) ticket(t Ticket) (*Visit, error) {
	v, ok := d.s.Ticket(t)
	if !ok {
		return nil, refuse(UnknownTicket, string(t))
	}
	return v, d.dayOpen()
}

// both finds a counter that may call now, ending its wrap-up, and a ticket.
func (d *decision) both(id CounterID, t Ticket) (*Counter, *Visit, error) {
	v, ok := d.s.Ticket(t)
	if _, known := d.s.counters[id]; known && !ok {
		return nil, nil, refuse(UnknownTicket, string(t))
	}
	c, err := d.counter(id)
	if err != nil {
		return nil, nil, err
	}
	return c, v, d.ready(c)
}

func (d *decision) dayOpen() error {
	if d.s.Day != DayOpen {
		return refuse(DayIsClosed, "")
	}
	return nil
}

// here finds the visit at a counter in one of two states, or refuses with code.
func (d *decision) here(id CounterID, code Code, states ...CounterState) (*Counter, *Visit, error) {
	c, err := d.counter(id)
	if err != nil {
		return nil, nil, err
	}
	for _, state := range states {
		if c.State == state {
			return c, d.s.visits[c.Visit], nil
		}
	}
	return nil, nil, refuse(code, "counter "+string(id))
}

// freed makes sure that nobody is called to the counter or served at it, and
// ends a wrap-up.
func (d *decision) freed(c *Counter) error {
	if c.Busy() {
		return refuse(CounterBusy, "counter "+string(c.ID))
	}
	if c.State == CounterIsWrapUp {
		return d.then(d.wrapUpEnded(c, d.s.visits[c.Visit]))
	}
	return nil
}

// ready makes sure that the counter may call, and ends a wrap-up.
func (d *decision) ready(c *Counter) error {
	switch c.State {
	case CounterIsClosed:
		return refuse(CounterClosedNow, "counter "+string(c.ID))
	case CounterIsPaused:
		return refuse(CounterPausedNow, "counter "+string(c.ID))
	}
	return d.freed(c)
}

// seconds rounds a length of time down to whole seconds, as facts keep them.
func seconds(d time.Duration) Seconds { return Seconds(d / time.Second) }
