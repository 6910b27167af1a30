package hub

import (
	"errors"
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
)

// fallDue carries out what the rules ask for by themselves up to now, in order
// and each at its time, and opens the business day where it has begun.
func (h *Hub) fallDue(b *batch, now time.Time) (done int) {
	h.tellClock(b)
	for {
		at, c, ok := queue.Due(h.state)
		if !ok || at.After(now) {
			break
		}
		if err := h.rule(b, c.Do, at.In(h.zone)); err != nil {
			// Due and Decide disagree: a mistake of the engine's. Going on would
			// ask for ever.
			h.log.Error("what fell due was refused", "do", c.Do.Verb(), "err", err)
			break
		}
		done++
	}
	done += h.openDay(b, now)
	h.tellForgotten(b)
	return done
}

// openDay opens the business date of now unless it was closed by hand or is
// open already. A virtual clock that was never set opens none.
func (h *Hub) openDay(b *batch, now time.Time) int {
	date, closes := businessDate(now, h.zone, h.state.Branch.DayClose)
	if h.state.Day == queue.DayOpen || h.state.Date >= date || h.keeper.held == ClockUnsure {
		return 0
	}
	if v, ok := h.clock.(*virtualClock); ok && v.now.Unix() == 0 {
		return 0
	}
	if err := h.rule(b, queue.OpenDay{Date: date, Closes: closes}, now); err != nil {
		h.log.Error("the business day was not opened", "date", date, "err", err)
		return 0
	}
	return 1
}

// lookEvery is how often an idle hub looks at its clock and its disk.
const lookEvery = time.Minute

// setAlarm sees to it that the writer wakes for what falls due next.
func (h *Hub) setAlarm() {
	date, next := businessDate(h.now(), h.zone, h.state.Branch.DayClose)
	if h.state.Day != queue.DayOpen && h.state.Date < date {
		h.tick() // midnight passed between the last look and this one
	}
	if at, _, ok := queue.Due(h.state); ok && at.Before(next) {
		next = at
	}
	if at := h.retention.next; !at.IsZero() && at.Before(next) {
		next = at
	}
	now := h.now()
	if _, ok := h.clock.(twoClocks); ok { // a step of the clock is noticed within lookEvery
		if look := now.Truncate(lookEvery).Add(lookEvery); look.Before(next) {
			next = look
		}
	}
	if h.wake != nil && h.wakeAt.Equal(next) {
		return
	}
	h.unwake()
	h.wakeAt = next
	h.wake, h.unwake = h.clock.Until(h.clock.Now().Add(next.Sub(now)))
}

// businessDate is the branch's calendar day at t, and when it ends. Hours of
// the night before the day-close time still belong to the day before. A date is
// what lies between two instants, so that an hour that is there twice, or not at
// all, neither repeats a date nor leaves one out.
func businessDate(t time.Time, zone *time.Location, close queue.TimeOfDay) (queue.Date, time.Time) {
	y, m, d := t.In(zone).Date()
	begins := func(d int) time.Time {
		if close > 12*60 {
			d--
		}
		return time.Date(y, m, d, int(close)/60, int(close)%60, 0, 0, zone)
	}
	for d++; begins(d).After(t); {
		d--
	}
	day := time.Date(y, m, d, 12, 0, 0, 0, zone)
	return queue.Date(day.Format(time.DateOnly)), begins(d + 1)
}

// advance moves the virtual clock. What falls due on the way happens in order,
// each at its own time.
func (h *Hub) advance(b *batch, j *job, adv wire.Advance) wire.Answer {
	v, ok := h.clock.(*virtualClock)
	if !ok {
		return h.refusal(j, wire.ClockIsReal, "")
	}
	if adv.To.Before(v.now) && h.state.Seq > 0 && v.now.Unix() != 0 {
		return h.refusal(j, wire.ClockBackwards, "to")
	}
	if adv.To.Before(h.state.At) && h.state.Date != "" {
		return h.refusal(j, wire.ClockBackwards, "to")
	}
	to := adv.To.In(h.zone)
	v.now = to
	due := h.fallDue(b, to)
	b.Clock = to
	a := wire.Answer{ID: j.cmd.ID, OK: true, Status: 200, Seq: h.state.Seq, Result: &wire.Result{At: &to, Due: &due, BusinessDate: string(h.state.Date)}}
	h.keep(b, j, a)
	return a
}

// refusalCode takes the code out of the engine's no. A code that no client can
// bring about (see innerCodes) would be a mistake of the hub's own.
func refusalCode(err error) wire.Code {
	var r *queue.Refusal
	if errors.As(err, &r) && !innerCodes[r.Code] {
		return wire.Code(r.Code)
	}
	return wire.Unavailable
}

// isSoAlready says that what was asked for is so: it is answered as done, and
// there is no event.
func isSoAlready(err error) bool {
	var r *queue.Refusal
	return errors.As(err, &r) && r.Code == queue.NothingNew
}

// innerCodes are refusals of commands that the hub itself makes wrongly, or
// that the contract's own checks refuse before the engine sees them.
var innerCodes = map[queue.Code]bool{
	queue.UnknownPlace: true, queue.UnknownOwner: true, queue.UnclearTarget: true, // 422 before
	queue.VisitExists: true, queue.BadDate: true, queue.NothingDue: true, queue.UnknownCommand: true, queue.NothingNew: true,
	queue.BadBranch: true, queue.ServiceInUse: true, queue.ProfileInUse: true, // of load_branch, which is the operator's
}
