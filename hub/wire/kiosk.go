package wire

import "time"

// Help calls the host to whoever sends it, or goes on with a call that is
// there: the host comes, it is done, or who called needs nobody any more.
type Help struct {
	Call     string `json:"call,omitempty"`     // id of a call; "" calls anew
	Step     string `json:"step,omitempty"`     // "call" (when left out), "coming", "done", "cancel"
	Language string `json:"language,omitempty"` // in which the person is to be spoken to
}

// The steps of a help call.
const (
	HelpCall   = "call"
	HelpComing = "coming"
	HelpDone   = "done"
	HelpCancel = "cancel"
)

// Lease asks for numbers that the device may give out while the hub is away.
// The answer lists all blocks that the device holds for the open business date
// and for the next one on which the branch works, so that it is safe, too, when
// the hub does not come up in the morning; new ones are made where fewer than
// Count numbers of a series are left unused.
type Lease struct {
	Count int `json:"count"` // numbers of each series, 1 to 200
}

// Merge hands in a ticket that the device gave out from its lease while the hub
// was away. Each ticket is a wish of its own, in the order of issue. The person
// waits from IssuedAt on, as far as that can be: not before the lease, the
// business date or the ticket before from the same device, nor later than now. A
// ticket of a business date that has closed since is recorded and its visit over:
// the answer then has no code of a phone page.
type Merge struct {
	BusinessDate string    `json:"business_date"` // of the lease
	Ticket       string    `json:"ticket"`
	Service      string    `json:"service"`
	Language     string    `json:"language"`
	Priority     string    `json:"priority,omitempty"`
	Then         []string  `json:"then,omitempty"`
	IssuedAt     time.Time `json:"issued_at"` // by the device's clock
}

// Feedback is what a person thought of the visit, after it was served. At least
// one of the three figures is given. Comment is personal.
type Feedback struct {
	Ticket  string `json:"ticket"`
	CSAT    int    `json:"csat,omitempty"`    // 1 to 5: how satisfied
	NPS     *int   `json:"nps,omitempty"`     // 0 to 10: would they tell others to come
	CES     int    `json:"ces,omitempty"`     // 1 to 7: how easy it was
	Comment string `json:"comment,omitempty"` // at most 1,000 characters
}

// Draft carries a form that was filled in at the kiosk or on the phone to the
// counter, with the visit. Values are personal; a later draft of the same form
// takes the place of an earlier one.
type Draft struct {
	Ticket string            `json:"ticket"`
	Code   string            `json:"code,omitempty"` // of the phone page: proof that the ticket is the person's; a phone leaves it out
	Form   string            `json:"form"`           // "AC-01"
	Values map[string]string `json:"values"`         // by the form's field ids
}

// Report says how a device fares: what the host should know before customers
// meet it. It is sent when something changed.
type Report struct {
	Printer   string `json:"printer"`             // none, ok, paper_low, paper_out, cover_open, unreachable, failed
	Unprinted int    `json:"unprinted,omitempty"` // slips that wait for the printer
	Version   string `json:"version,omitempty"`   // of the program
}

// Do names the verb.
func (Help) Do() string     { return "help" }
func (Lease) Do() string    { return "lease" }
func (Merge) Do() string    { return "merge" }
func (Feedback) Do() string { return "feedback" }
func (Draft) Do() string    { return "draft" }
func (Report) Do() string   { return "report" }

const (
	maxLease     = 200
	maxComment   = 1000
	maxFields    = 200
	maxValue     = 2000
	maxUnprinted = 10_000
)

func (b Help) check() *Problem {
	p := first(upTo("call", b.Call, maxName), upTo("language", b.Language, maxName))
	if p == nil && b.Language != "" && !languageForm.MatchString(b.Language) {
		p = invalid("language", "a language tag such as es or pt-BR is wanted")
	}
	if p == nil {
		p = oneOf("step", b.Step, "", HelpCall, HelpComing, HelpDone, HelpCancel)
	}
	anew := b.Step == "" || b.Step == HelpCall
	switch {
	case p != nil:
	case anew && b.Call != "":
		p = invalid("call", "a new call has no id yet")
	case !anew && b.Call == "":
		p = invalid("call", "missing: which call is meant?")
	}
	return p
}

func (b Lease) check() *Problem {
	if b.Count < 1 || b.Count > maxLease {
		return invalid("count", "from 1 to %d are given", maxLease)
	}
	return nil
}

func (b Merge) check() *Problem {
	p := first(need("business_date", b.BusinessDate, maxName), need("ticket", b.Ticket, maxName), need("service", b.Service, maxName),
		need("language", b.Language, maxName), upTo("priority", b.Priority, maxName), severalServices(b.Then))
	if p == nil && !languageForm.MatchString(b.Language) {
		p = invalid("language", "a language tag such as es or pt-BR is wanted")
	}
	if _, err := time.Parse(time.DateOnly, b.BusinessDate); p == nil && err != nil {
		p = invalid("business_date", "a date such as 2026-03-02 is wanted")
	}
	if p == nil && b.IssuedAt.IsZero() {
		p = invalid("issued_at", "missing: a time with offset is wanted")
	}
	if p == nil {
		p = plausible("issued_at", b.IssuedAt)
	}
	return p
}

func (b Feedback) check() *Problem {
	p := first(need("ticket", b.Ticket, maxName), upTo("comment", b.Comment, maxComment))
	switch {
	case p != nil:
	case b.CSAT < 0 || b.CSAT > 5:
		p = invalid("csat", "from 1 to 5 are taken")
	case b.NPS != nil && (*b.NPS < 0 || *b.NPS > 10):
		p = invalid("nps", "from 0 to 10 are taken")
	case b.CES < 0 || b.CES > 7:
		p = invalid("ces", "from 1 to 7 are taken")
	case b.CSAT == 0 && b.NPS == nil && b.CES == 0:
		p = invalid("csat", "at least one of csat, nps and ces is wanted")
	}
	return p
}

func (b Draft) check() *Problem {
	p := first(need("ticket", b.Ticket, maxName), upTo("code", b.Code, maxName), need("form", b.Form, maxName))
	if p == nil && len(b.Values) == 0 {
		p = invalid("values", "missing: what was filled in?")
	}
	if p == nil && len(b.Values) > maxFields {
		p = invalid("values", "%d fields; at most %d are taken", len(b.Values), maxFields)
	}
	for k, v := range b.Values {
		if p == nil {
			p = first(need("values", k, maxName), upTo("values", v, maxValue))
		}
	}
	return p
}

func (b Report) check() *Problem {
	p := first(oneOf("printer", b.Printer, Printers...), upTo("version", b.Version, maxName))
	if p == nil && (b.Unprinted < 0 || b.Unprinted > maxUnprinted) {
		p = invalid("unprinted", "from 0 to %d are taken", maxUnprinted)
	}
	return p
}

// Printers are the words in which a device speaks of its printer. Append only.
var Printers = []string{"none", "ok", "paper_low", "paper_out", "cover_open", "unreachable", "failed"}

// Block is numbers of one series that a device may give out while the hub is
// away: From to To, both included, on one business date.
type Block struct {
	BusinessDate string   `json:"business_date"`
	Series       string   `json:"series"`
	Services     []string `json:"services"` // whose tickets bear these numbers
	From         int      `json:"from"`
	To           int      `json:"to"`
	Next         int      `json:"next"` // the first past all that the hub has merged; To+1: none is left
}

// HelpRow is a help call as screens show it: kiosks, to say that somebody
// comes, and the staff, who comes.
type HelpRow struct {
	Call     string     `json:"call"`
	Device   string     `json:"device"`             // from where
	Language string     `json:"language,omitempty"` // to be spoken to in
	State    string     `json:"state"`              // called, coming
	CalledAt time.Time  `json:"called_at"`
	ComingAt *time.Time `json:"coming_at,omitempty"`
	Name     string     `json:"name,omitempty"` // who comes; staff roles
}

// DeviceRow is how a device fares, for the staff.
type DeviceRow struct {
	Device    string    `json:"device"`
	Role      Role      `json:"role"`
	Printer   string    `json:"printer,omitempty"` // one of Printers
	Unprinted int       `json:"unprinted,omitempty"`
	Since     time.Time `json:"since"` // when the printer came to be so
	Version   string    `json:"version,omitempty"`
}

// Drafts answers GET /api/v1/drafts?ticket=…: the forms that a visit carries,
// for the counter that serves it. Every look is an event.
type Drafts struct {
	Ticket string      `json:"ticket"`
	Drafts []FormDraft `json:"drafts"`
}

// FormDraft is one form with what was filled in.
type FormDraft struct {
	Form   string            `json:"form"`
	Values map[string]string `json:"values"`
}

// Need is what people come for, in their own words; it leads to a service.
type Need struct {
	ID      string              `json:"id"`
	Service string              `json:"service"`
	Icon    string              `json:"icon,omitempty"`
	Names   map[string]string   `json:"names"`
	Words   map[string][]string `json:"words,omitempty"` // further words under which a search finds it
}
