package desk

import (
	"time"

	"turno/hub/pairing"
	"turno/hub/words"
)

// bar is the row of actions at the bottom. Transfer, park, call again and undo
// stay where they are through a visit; undo stays there always.
func (d *Desk) bar(at time.Time) []Button {
	var left, right []Action
	switch d.stage() {
	case SignedOut:
		return nil
	case Pairing:
		if d.cfg.Counter == "" && d.step != nil && d.step.State != pairing.Approved {
			left = []Action{OtherPlace}
		}
		right = []Action{SignInHere}
	case Closed:
		if d.cfg.SignIn {
			right = []Action{DoSignOut}
		}
	case Idle:
		left, right = []Action{Search}, []Action{Pause, Close, Undo}
	case Called:
		left, right = []Action{NoShow, Transfer, Park, Requeue}, []Action{Recall, Undo}
	case Serving:
		left, right = []Action{Finish, Transfer, Park, Add}, []Action{Recall, Undo}
	case WrapUp:
		left, right = []Action{Finish}, []Action{Undo}
	case Paused:
		right = []Action{Close, Undo}
	}
	var out []Button
	for _, a := range left {
		out = append(out, d.button(a, at))
	}
	for _, a := range right {
		b := d.button(a, at)
		b.Right = true
		out = append(out, b)
	}
	return out
}

// primary is the large button of a stage, where there is one.
func (d *Desk) primary(at time.Time) *Button {
	var a Action
	switch d.stage() {
	case Closed:
		a = Open
	case Idle, WrapUp:
		a = CallNext
	case Called:
		a = Serve
	case Paused:
		a = Open
	default:
		return nil
	}
	b := d.button(a, at)
	b.Primary = true
	return &b
}

// button is an action as it stands now.
func (d *Desk) button(a Action, at time.Time) Button {
	b := Button{Do: a, Label: d.label(a), Key: keys[a], Icon: icons[a]}
	b.Primary = a == Finish && d.stage() == Serving && d.panel == nil // one primary a screen
	b.Why = d.whyNot(a, at)
	b.Live = b.Why == ""
	if left := d.recallIn(at); a == Recall && left > 0 && d.stage() == Called && d.link.Live {
		b.Cap = words.Running(left)[1:] // "0:08"
	}
	if d.wish != nil && a != PrintForm {
		b.Live = false
		if d.wish.action == a {
			b.Sent, b.Why, b.Label, b.Cap = true, "", d.sent(a), ""
		}
	}
	if a == PrintForm && d.carries() {
		b.Label, b.Icon = words.T(d.cfg.Lang, "host.draft.open"), "identification-card-bold"
	}
	if a == PrintForm && d.looking != "" {
		b.Sent, b.Live, b.Why, b.Label = true, false, "", words.T(d.cfg.Lang, "host.draft.opening")
	}
	if a == PrintForm && d.printing {
		b.Sent, b.Live, b.Why, b.Label = true, false, "", d.t("print.busy")
	}
	return b
}

func (d *Desk) label(a Action) string {
	if a == Open && d.stage() == Paused {
		return d.t("do.reopen")
	}
	return d.t("do." + string(a))
}

func (d *Desk) sent(a Action) string {
	if words.Has(d.cfg.Lang, "counter.sent."+string(a)) {
		return d.t("sent." + string(a))
	}
	return d.t("sent.other")
}

// whyNot says in words why an action can't be asked for now; "" where it can.
func (d *Desk) whyNot(a Action, at time.Time) string {
	if a == PrintForm && d.carries() { // the hub has it
		if !d.link.Live {
			return d.t("why_not.not_live")
		}
		return ""
	}
	if a == PrintForm { // prints here, whether the hub is there or not
		if d.formHere() == "" {
			return d.t("print.no_form")
		}
		return ""
	}
	switch a {
	case DoSignIn, DoSignOut, DoPair, OtherPlace, SignInHere:
		return ""
	}
	if !d.link.Live {
		return d.t("why_not.not_live")
	}
	switch a {
	case CallNext:
		return d.whyNoCall()
	case Search:
		if d.link.State.Day == "closed" {
			return d.t("why_not.day_closed")
		}
	case Recall:
		return d.whyNoRecall(at)
	case Undo:
		return d.whyNoUndo(at)
	case Add:
		if len(d.otherServices()) == 0 {
			return d.t("why_not.no_other_service")
		}
	case Open:
		return d.whyNotOpen()
	}
	return ""
}

func (d *Desk) whyNoCall() string {
	if len(d.next()) > 0 {
		return ""
	}
	if d.link.State.Day == "closed" {
		return d.t("why_not.day_closed")
	}
	return d.t("why_not.nobody_waiting")
}

func (d *Desk) whyNoRecall(at time.Time) string {
	if d.stage() != Called {
		return d.t("why_not.serving")
	}
	if left := d.recallIn(at); left > 0 {
		return d.t("why_not.too_soon", words.A{"seconds": int(left / time.Second)})
	}
	return ""
}

func (d *Desk) whyNoUndo(at time.Time) string {
	row, _ := d.row()
	switch {
	case row.Undo == "":
		return d.t("why_not.nothing_to_undo")
	case row.UndoUntil != nil && !d.now(at).Before(*row.UndoUntil):
		return d.t("why_not.undo_past")
	}
	return ""
}

func (d *Desk) whyNotOpen() string {
	if d.stage() == Paused {
		return ""
	}
	if d.counter() == "" && d.open.chosen["counter"] == "" {
		return d.t("why_not.choose")
	}
	return ""
}

// recallIn is how long the least gap between two announcements still takes, in
// whole seconds rounded up.
func (d *Desk) recallIn(at time.Time) time.Duration {
	row, _ := d.row()
	b := d.link.State.Branch
	if row.CalledAt == nil || b == nil {
		return 0
	}
	left := row.CalledAt.Add(time.Duration(b.RecallGapS) * time.Second).Sub(d.now(at))
	return max(0, (left + time.Second - 1).Truncate(time.Second))
}
