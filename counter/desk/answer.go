package desk

import (
	"errors"
	"path/filepath"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// Answered takes in the hub's answer to the wish in flight. err is set where
// no answer came: whether the wish was carried out is then not known, and the
// teller is told to look.
func (d *Desk) Answered(a wire.Answer, err error, at time.Time) {
	if d.wish == nil {
		return
	}
	if err != nil {
		d.wish = nil
		d.tell(Bad, "wifi-slash-bold", d.t("unsure"), d.t("unsure_now"), at)
		return
	}
	if !a.OK {
		d.wish = nil
		d.refused(a, at)
		return
	}
	if d.link.Live && a.Seq > d.link.State.Seq {
		// Done, but this desk does not see it yet: until it does, its buttons
		// would still speak of what was.
		d.early, d.earlyEpoch = &a, d.link.State.Epoch
		return
	}
	d.settle(a, at)
}

// settle goes on after a wish was granted and the mirror shows it.
func (d *Desk) settle(a wire.Answer, at time.Time) {
	w := d.wish
	if w == nil {
		return
	}
	d.wish = nil
	d.rest = rest{after: w.action, until: at.Add(restFor)}
	d.panel, d.banner = nil, nil
	r := a.Result
	if r == nil {
		r = &wire.Result{}
	}
	switch w.action {
	case Finish:
		delete(d.papers, w.visit)
	case Open:
		if r.Counter != "" && d.cfg.Counter == "" {
			d.cfg.Counter = r.Counter
		}
	case Undo:
		d.tell(Info, "check-circle-fill", d.t("undone", words.A{"what": d.verb(r.Undone)}), "", at)
	case Transfer:
		if r.PeopleAhead != nil {
			d.tell(Info, "check-circle-fill", d.t("moved", words.A{"ticket": r.Ticket, "n": *r.PeopleAhead}), "", at)
		}
	}
}

// verb names a command of the wire as its button does.
func (d *Desk) verb(do string) string {
	switch do {
	case "open_counter":
		do = "open"
	case "pause_counter":
		do = "pause"
	case "close_counter":
		do = "close"
	case "call":
		do = "call_next"
	}
	if words.Has(d.cfg.Lang, "counter.do."+do) {
		return d.t("do." + do)
	}
	return do
}

// Entered takes in the outcome of an Enter effect.
func (d *Desk) Entered(s wire.Session, err error, at time.Time) {
	d.wish = nil
	if err != nil {
		d.form.pin = ""
		d.form.focus = 1
		if refusal := (*Refusal)(nil); errors.As(err, &refusal) {
			if refusal.Code == wire.WrongPIN || refusal.Code == wire.Unauthorized {
				d.tell(Warn, "info-bold", d.t("sign_in.wrong"), d.t("sign_in.wrong_now"), at)
				return
			}
			d.refused(wire.Answer{Code: refusal.Code, Status: refusal.Code.Status()}, at)
			return
		}
		d.tell(Bad, "wifi-slash-bold", d.t("sign_in.away"), d.t("sign_in.away_now"), at)
		return
	}
	d.signedIn, d.banner = true, nil
	d.form = form{counter: d.cfg.Counter}
	if s.Counter != "" {
		d.cfg.Counter = s.Counter
	}
	d.rest = rest{after: DoSignIn, until: at.Add(restFor)}
}

// Refusal is a hub's no to a sign-in, as an error that this package knows
// without knowing the client.
type Refusal struct{ Code wire.Code }

func (r *Refusal) Error() string { return "refused: " + string(r.Code) }

// Printed takes in the outcome of a Print effect: the file that was written or
// the printer that took the form, or why neither did.
func (d *Desk) Printed(p PrintResult, at time.Time) {
	d.printing = false
	switch {
	case p.Err != nil:
		now := "print.failed_now"
		if words.Has(d.cfg.Lang, "counter.print.failed."+p.Code) {
			now = "print.failed." + p.Code
		}
		d.tell(Bad, "printer-bold", d.t("print.failed"), d.t(now, words.A{"printer": p.Printer}), at)
	case p.File != "":
		d.tell(Info, "printer-bold", d.t("print.file"), d.t("print.file_now", words.A{"file": filepath.Base(p.File), "folder": filepath.Dir(p.File)}), at)
		d.banner.until = time.Time{} // a place to go to is read slowly
	default:
		d.tell(Info, "printer-bold", d.t("print.sent", words.A{"ticket": p.Ticket}), d.t("print.sent_now", words.A{"printer": p.Printer}), at)
	}
}

// PrintResult says how a print ended. Exactly one of File, Printer without
// Err, and Err speaks.
type PrintResult struct {
	Ticket  string
	File    string // where the PDF was written, for a folder
	Printer string
	Err     error
	Code    string // of Err, where the printer gave one ("paper_out")
}
