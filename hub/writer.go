package hub

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// job is a command on its way through the writer.
type job struct {
	who   principal
	cmd   wire.Command
	body  store.Hash
	lang  string            // of the message to people
	reply func(wire.Answer) // called once, after the commit; must not block
}

// batch is what one transaction makes durable, and what goes out after it.
type batch struct {
	store.Batch
	answers []answered
	decided map[outcomeKey]int // where in answers the first of an id stands
	frames  []*frame
	days    []queue.Date // closed in this batch
	forgets int          // personal fields that retention erases with it
}

type answered struct {
	j *job
	a wire.Answer
}

type outcomeKey struct{ principal, id string }

// maxBatch bounds how many commands share a transaction, and so how long the
// first of them waits for the last.
const maxBatch = 1024

// serve is the writer loop. Commands that arrive while a transaction syncs
// share the next one; nobody waits for company.
func (h *Hub) serve(ctx context.Context) {
	h.tick()
	for h.ended == nil {
		h.setAlarm()
		select {
		case <-ctx.Done():
			return
		case f := <-h.asks:
			f()
		case <-h.wake:
			h.wake = nil
			h.tick()
		case j := <-h.jobs:
			h.collect(j)
		}
	}
}

// collect takes what waits and carries it out as one transaction.
func (h *Hub) collect(first *job) {
	if h.cfg.Gate != nil {
		h.cfg.Gate()
	}
	b := &batch{decided: map[outcomeKey]int{}}
	h.lookAtRoom()
	h.fallDue(b, h.now())
	h.retain(b, h.now())
	h.carryOut(b, first)
	for n := 1; n < maxBatch; n++ {
		select {
		case j := <-h.jobs:
			h.carryOut(b, j)
			continue
		default:
		}
		break
	}
	_ = h.commit(b) // everyone was told
}

// tick does what falls due by itself.
func (h *Hub) tick() {
	b := &batch{}
	h.lookAtRoom()
	h.fallDue(b, h.now())
	h.retain(b, h.now())
	h.nightly(h.now())
	_ = h.commit(b) // it has said so
}

// carryOut decides one command and applies it to the working state at once.
// The order of the checks is the contract's: things, stored answer, rules.
func (h *Hub) carryOut(b *batch, j *job) {
	h.watch.came(j.cmd.Body.Do())
	answer := func(a wire.Answer) { b.answers = append(b.answers, answered{j, a}) }
	refuse := func(code wire.Code, field string) {
		h.watch.refused(j.cmd.Body.Do(), code)
		answer(h.refusal(j, code, field))
	}
	if code, field := h.missing(j.cmd.Body); code != "" {
		refuse(code, field)
		return
	}
	key := outcomeKey{j.who.ID, j.cmd.ID}
	if at, ok := b.decided[key]; ok {
		if before := b.answers[at]; before.j.body == j.body {
			answer(before.a)
		} else {
			refuse(wire.IDReused, "id")
		}
		return
	}
	if a, found, err := h.stored(j); err != nil {
		h.log.Error("reading a stored answer", "err", err)
		refuse(wire.Unavailable, "")
		return
	} else if found {
		answer(a)
		return
	}
	if code := h.notHis(j); code != "" {
		refuse(code, "")
		return
	}
	if code := h.noRoom(j.cmd.Body); code != "" {
		refuse(code, "")
		return
	}
	a := h.decide(b, j)
	if a.OK {
		b.decided[key] = len(b.answers)
	} else {
		h.watch.refused(j.cmd.Body.Do(), a.Code)
	}
	answer(a)
}

// decide asks the engine and applies what it answers.
func (h *Hub) decide(b *batch, j *job) wire.Answer {
	at := h.now()
	var result wire.Result
	if adv, ok := j.cmd.Body.(wire.Advance); ok {
		return h.advance(b, j, adv)
	}
	do, personal := h.complete(j, at, &result)
	events, err := queue.Decide(h.state, queue.Command{ID: j.cmd.ID, By: j.who.actor(), Do: do}, at)
	if err != nil && !isSoAlready(err) {
		code := refusalCode(err)
		a := h.refusal(j, code, fieldOf(code))
		a.Retry = a.Retry || mayRetry(j.cmd.Body, a.Code)
		return a
	}
	if recorded(events) {
		result.Code, personal = "", nil
	}
	for i := range personal {
		personal[i].At = at
	}
	h.apply(b, events)
	h.fill(&result, events, j.cmd.Body)
	h.fillAsked(&result, j)
	b.Personal = append(b.Personal, personal...)
	a := wire.Answer{ID: j.cmd.ID, OK: true, Status: 200, Result: &result}
	if len(events) > 0 {
		a.Seq = h.state.Seq
	}
	h.keep(b, j, a)
	return a
}

// rule carries out a command of the rules themselves or of the operator.
func (h *Hub) rule(b *batch, do queue.Ask, at time.Time) error {
	return h.ruleBy(b, queue.Actor{Role: queue.RoleHub}, do, at)
}

func (h *Hub) ruleBy(b *batch, by queue.Actor, do queue.Ask, at time.Time) error {
	events, err := queue.Decide(h.state, queue.Command{By: by, Do: do}, at)
	if err != nil {
		return err
	}
	h.apply(b, events)
	return nil
}

// apply puts events into the working state, the figures and the frames.
func (h *Hub) apply(b *batch, events []queue.Event) {
	for _, e := range events {
		if d, ok := e.Fact.(queue.DayOpened); ok && d.Date != h.state.Date {
			h.noteMissed()
		}
		h.state = queue.Apply(h.state, e)
		b.Events = append(b.Events, e)
		h.observe(e)
		if f := h.fan.frame(e); f != nil {
			b.frames = append(b.frames, f)
		}
		if d, ok := e.Fact.(queue.DayClosed); ok {
			b.days = append(b.days, d.Date)
			h.eraseDay(b)
		}
	}
}

// noteMissed remembers the no-shows that a new business date drops, so that
// their rows leave the staff's screens.
func (h *Hub) noteMissed() {
	h.missed = nil
	for v := range h.state.Visits() {
		if here(v) {
			h.missed = append(h.missed, string(v.ID))
		}
	}
}

// commit makes the batch durable and then, and only then, tells anyone.
// An error says that nothing of it is there, which everyone in it was told.
func (h *Hub) commit(b *batch) error {
	h.tellForgotten(b)
	h.finishDays(b)
	if h.store.SinceSnapshot()+uint64(len(b.Events)) > max(snapshotEvery, uint64(2*h.state.Size())) && len(b.Events) > 0 {
		b.Snapshot = &h.state
	}
	if v, ok := h.clock.(*virtualClock); ok && (len(b.Events) > 0 || !b.Clock.IsZero()) {
		b.Clock = v.now
	}
	began := time.Now()
	err := h.store.Commit(b.Batch)
	if !b.Empty() || err != nil { // refusals alone are no transaction
		h.watch.stored(time.Since(began), len(b.answers), err)
	}
	if err != nil {
		h.rollBack(b, err)
		return err
	}
	h.retention.forgotten.Add(int64(b.forgets))
	for _, r := range b.answers {
		r.j.reply(r.a)
	}
	h.fan.send(b.frames)
	return nil
}

// snapshotEvery is how many events a start may have to replay: a few
// milliseconds' worth. With a state of more visits than that, twice as many events
// as visits: writing it all must not take more time than what happens in between.
const snapshotEvery = 5000

// finishDays does what hangs on the end of a business date: a snapshot, and the
// answers of the date before forgotten.
func (h *Hub) finishDays(b *batch) {
	if len(b.days) == 0 {
		return
	}
	b.Snapshot = &h.state
	b.DropOutcomesBefore = b.days[len(b.days)-1]
}

// rollBack throws the working state away, reads it anew and tells everyone in
// the batch that nothing was changed.
func (h *Hub) rollBack(b *batch, cause error) {
	h.log.Error("the batch was not stored; nothing of it is there", "commands", len(b.answers), "events", len(b.Events), "err", cause)
	state, err := h.store.Load()
	if err == nil {
		h.state = state
		if v, ok := h.clock.(*virtualClock); ok {
			if at, ok, err := h.store.Clock(); err == nil && ok {
				v.now = at
			}
		}
		h.recount()
		h.fan.refresh()
	}
	if err != nil || errors.Is(cause, store.ErrBroken) {
		h.ended = errors.Join(cause, err)
		h.dead.Store(&h.ended)
	}
	for _, r := range b.answers {
		r.j.reply(h.refusal(r.j, wire.Unavailable, ""))
	}
}

// stored answers a repeated id from the store: the first answer again, or that
// the id stands for another wish.
func (h *Hub) stored(j *job) (wire.Answer, bool, error) {
	o, found, err := h.store.Outcome(j.who.ID, j.cmd.ID)
	if err != nil || !found {
		return wire.Answer{}, false, err
	}
	if o.Body != j.body {
		h.watch.refused(j.cmd.Body.Do(), wire.IDReused)
		return h.refusal(j, wire.IDReused, "id"), true, nil
	}
	a := wire.Answer{ID: j.cmd.ID, OK: true, Status: 200, Seq: o.Seq, Result: &wire.Result{}}
	if err := json.Unmarshal(o.Answer, a.Result); err != nil {
		return a, false, err
	}
	if a.Result.Code == codeKept { // personal: kept beside, and gone once it was erased
		fields, err := h.store.Personal(queue.VisitID(a.Result.Visit))
		if err != nil {
			return a, false, err
		}
		a.Result.Code = fields[store.FieldCode]
		a.Result.URL = h.phoneURL(a.Result.Code)
	}
	return a, true, nil
}

// codeKept stands in a stored answer where the phone code was.
const codeKept = "*"

// keep stores the acceptance, with what is personal only by reference.
func (h *Hub) keep(b *batch, j *job, a wire.Answer) {
	r := *a.Result
	if r.Code != "" {
		r.Code, r.URL = codeKept, ""
	}
	raw := r.Append(make([]byte, 0, 320))
	date := h.state.Date
	if date == "" {
		date, _ = businessDate(h.now(), h.zone, h.state.Branch.DayClose)
	}
	b.Outcomes = append(b.Outcomes, store.Outcome{Principal: j.who.ID, ID: j.cmd.ID, Date: date, Body: j.body, Seq: a.Seq, Answer: raw})
}

func sameBranch(a, b queue.Branch) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return reflect.DeepEqual(x, y)
}
