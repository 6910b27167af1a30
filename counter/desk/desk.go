package desk

import (
	"time"

	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
)

// Config is what the desk is told once.
type Config struct {
	Lang    words.Lang // the teller's
	Counter string     // where this machine stands; "" is asked for
	SignIn  bool       // a person has to sign in first; false where a device token is used
	// FormTitle names a bank form in a language; nil shows ids.
	FormTitle func(id string, l words.Lang) string
}

// Link is what the connection says: the newest mirror and whether it is live.
type Link struct {
	Live  bool
	Known bool      // State came from the hub at least once
	Since time.Time // when Live last changed
	State wire.State
}

// Desk is one teller's place of work. Make it with New.
type Desk struct {
	cfg        Config
	link       Link
	zone       *time.Location
	zoneName   string
	signedIn   bool
	form       form
	open       choices
	panel      *panel
	papers     map[string]*folder // by visit
	onNote     bool               // the keyboard writes the note
	wish       *wish
	early      *wire.Answer // came before the mirror shows what it speaks of
	earlyEpoch string
	rest       rest
	banner     *news
	printing   bool
	looking    string          // the ticket whose forms were asked for
	hushed     map[string]bool // standing banners that were put away
	helping    map[string]bool // calls for help that were answered here
	step       *pairing.Step   // while the hub does not know this machine
	asksWhere  bool            // and before that, while nobody said which counter it is
	parkNow    time.Time       // what "in 10 min" counts from while the panel is shown
}

// wish is what was asked of the hub and not answered yet. There is never more
// than one: every command depends on how the one before ended.
type wish struct {
	action Action
	ticket string
	visit  string
}

// rest keeps a finger that is still coming down from hitting what took the
// place of the button it meant.
type rest struct {
	after Action
	until time.Time
}

const restFor = 600 * time.Millisecond

// New makes a desk that knows nothing of the branch yet.
func New(cfg Config) *Desk {
	d := &Desk{cfg: cfg, papers: map[string]*folder{}, open: newChoices(), hushed: map[string]bool{}, helping: map[string]bool{}}
	d.form.counter = cfg.Counter
	return d
}

// Linked takes in what the connection says.
func (d *Desk) Linked(l Link, at time.Time) {
	if l.Live {
		d.step, d.asksWhere = nil, false
	}
	before, visit := d.stage(), d.visitHere()
	if d.banner != nil && d.banner.Tone == Info && !d.link.Live && l.Live {
		d.banner = nil // it spoke of the missing line
	}
	d.link = l
	if b := l.State.Branch; b != nil && b.Zone != d.zoneName {
		if z, err := time.LoadLocation(b.Zone); err == nil {
			d.zone, d.zoneName = z, b.Zone
		}
	}
	if d.stage() != before || d.visitHere() != visit {
		// What was open belonged to the visit that was here.
		d.panel, d.onNote, d.looking = nil, false, ""
	}
	d.forget()
	d.tidy()
	if d.early != nil && (!l.Live || l.State.Seq >= d.early.Seq || l.State.Epoch != d.earlyEpoch) {
		a := *d.early
		d.early = nil
		d.settle(a, at)
	}
}

// visitHere is the visit at this counter, "" where there is none.
func (d *Desk) visitHere() string {
	row, _ := d.row()
	return row.Visit
}

// Revoked says that the hub no longer takes this session: whoever sits there
// has to sign in again, or, with a device's token, ask for help.
func (d *Desk) Revoked() {
	d.link.Live = false
	d.wish, d.panel, d.early, d.looking = nil, nil, nil, ""
	d.signedIn = false
	now := d.t("revoked_now")
	if !d.cfg.SignIn {
		now = d.t("revoked_device_now")
	}
	d.tell(Bad, "warning-octagon-fill", d.t("revoked"), now, time.Time{})
}

// now is the time to count with: a branch on a virtual clock lives in the
// hub's time, which stands still between two events.
func (d *Desk) now(at time.Time) time.Time {
	if b := d.link.State.Branch; b != nil && b.Virtual {
		at = d.link.State.At
	}
	return d.local(at)
}

// local is a time as the branch's clocks show it; before the branch is known,
// as this machine's do.
func (d *Desk) local(t time.Time) time.Time {
	if d.zone == nil {
		return t
	}
	return t.In(d.zone)
}

// NextChange is when the model next changes by the passing of time alone, so
// that a screen which shows an idle counter need not wake each second.
func (d *Desk) NextChange(at time.Time) time.Time {
	switch d.stage() {
	case Called, Serving, WrapUp, Paused:
		if d.link.Live {
			return at.Truncate(time.Second).Add(time.Second)
		}
	}
	next := at.Truncate(time.Minute).Add(time.Minute)
	row, _ := d.row()
	for _, t := range []*time.Time{row.UndoUntil, d.bannerEnd(), d.helpEnds(at)} {
		if t != nil && t.After(at) && t.Before(next) {
			next = *t
		}
	}
	return next
}

// t is a sentence of the counter's catalog in the teller's language.
func (d *Desk) t(key string, args ...words.A) string {
	return words.T(d.cfg.Lang, "counter."+key, args...)
}

func (d *Desk) name(service string) string {
	return words.Pick(d.service(service).Names, d.cfg.Lang)
}

// language names a language as it stands after "speaks".
func (d *Desk) language(tag string) string {
	l := words.Lang(tag).Base()
	if words.Has(d.cfg.Lang, "counter.language."+string(l)) {
		return d.t("language." + string(l))
	}
	return tag
}

func (d *Desk) clock(t time.Time) string {
	return words.ClockIn(d.cfg.Lang, d.local(t))
}

func (d *Desk) minutes(t time.Duration) string { return words.Minutes(d.cfg.Lang, t) }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// Lang is the language that the desk speaks.
func (d *Desk) Lang() words.Lang { return d.cfg.Lang }

// Time is a time as the branch's clocks show it.
func (d *Desk) Time(at time.Time) time.Time { return d.now(at) }
