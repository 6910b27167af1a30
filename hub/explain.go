package hub

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
	"turno/hub/words"
)

// serveExplain serves GET /api/v1/explain?ticket=B042: who was called before a
// ticket of this business date, and why. Managers and admins may ask for any
// ticket and read the reasons that tellers gave; a phone for its own visit only,
// and may leave the ticket out.
func (h *Hub) serveExplain(w http.ResponseWriter, r *http.Request) {
	token, _ := bearer(r)
	who, ok := h.auth.who(token)
	if !ok {
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	}
	managing := who.audience() == managing
	if !managing && who.Role != wire.Phone {
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	ticket := queue.Ticket(strings.ToUpper(r.URL.Query().Get("ticket")))
	if managing && ticket == "" {
		h.refuseHTTP(w, r, "", wire.InvalidField, "ticket")
		return
	}
	day, code := h.ledger(who, &ticket)
	if code != "" {
		h.refuseHTTP(w, r, "", code, "")
		return
	}
	account, ok, err := h.accounts.of(h.store, day, ticket)
	switch {
	case err != nil:
		h.log.Error("reading the day for an account", "err", err)
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	case !ok:
		h.refuseHTTP(w, r, "", wire.UnknownTicket, "")
		return
	}
	lang := words.Lang(language(r))
	if lang == "" {
		lang = words.EN
		if len(day.branch.Languages) > 0 {
			lang = words.Lang(day.branch.Languages[0]).Base()
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, Told(account, &day.branch, day.zone, lang, managing))
}

// dayOf is what an account needs to know of the day from the writer.
type dayOf struct {
	date   queue.Date
	branch queue.Branch
	zone   *time.Location
}

// ledger asks the writer which day it is, whether the ticket is there, and for
// a phone, whether it is its own.
func (h *Hub) ledger(who principal, ticket *queue.Ticket) (d dayOf, code wire.Code) {
	alive := h.inWriter(func() {
		d = dayOf{h.state.Date, h.state.Branch, h.zone}
		if who.Role == wire.Phone {
			own, ok := h.state.Visit(who.Phone)
			switch {
			case !ok:
				code = wire.UnknownTicket
			case *ticket != "" && *ticket != own.Ticket:
				code = wire.Forbidden
			default:
				*ticket = own.Ticket
			}
			return
		}
		if _, ok := h.state.Ticket(*ticket); !ok {
			code = wire.UnknownTicket
		}
	})
	if !alive {
		return d, wire.Unavailable
	}
	return d, code
}

// accounts keeps the events of the business date for those who ask for an
// account, so that only new ones are read, and what was told since the newest,
// so that asking again costs nothing. One at a time: an account costs some
// milliseconds, and nobody is to buy the hub's time with it.
type accounts struct {
	mu     sync.Mutex
	date   queue.Date
	before queue.Branch // as it was at the day's first event
	events []queue.Event
	told   map[queue.Ticket]queue.Account
}

func (a *accounts) of(s *store.Store, day dayOf, t queue.Ticket) (queue.Account, bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.read(s, day); err != nil {
		return queue.Account{}, false, err
	}
	if account, ok := a.told[t]; ok {
		return account, true, nil
	}
	account, ok := queue.Explain(a.before, a.events, t)
	if ok {
		a.told[t] = account
	}
	return account, ok, nil
}

// read brings the events up to the newest.
func (a *accounts) read(s *store.Store, day dayOf) error {
	var last uint64
	if a.date == day.date && len(a.events) > 0 {
		last = a.events[len(a.events)-1].Seq
	} else {
		first, before, found, err := s.DayBegins(day.date)
		if err != nil {
			return err
		}
		if !found {
			before = day.branch
		}
		a.date, a.before, a.events, a.told = day.date, before, nil, map[queue.Ticket]queue.Account{}
		last = first - 1
	}
	for {
		more, err := s.EventsAfter(last, readAtOnce)
		if err != nil {
			a.date = "" // read anew next time
			return err
		}
		if len(more) > 0 {
			a.events, last = append(a.events, more...), more[len(more)-1].Seq
			clear(a.told)
		}
		if len(more) < readAtOnce {
			return nil
		}
	}
}

// readAtOnce is how many events are read in one transaction of the store, so
// that none is held for long.
const readAtOnce = 1000

// Told puts an account into the words of the contract, in a language. Reasons
// and tellers are for managers alone.
func Told(a queue.Account, b *queue.Branch, zone *time.Location, lang words.Lang, managing bool) wire.Account {
	t := teller{lang: lang, branch: b, zone: zone, managing: managing}
	w := wire.Account{Ticket: string(a.Ticket), BusinessDate: string(a.Date), Legs: []wire.AccountLeg{},
		Text: words.T(lang, "hub.account.title", words.A{"ticket": string(a.Ticket)})}
	for i := range a.Legs {
		w.Legs = append(w.Legs, t.leg(&a.Legs[i]))
	}
	return w
}

// teller tells accounts to one kind of reader.
type teller struct {
	lang     words.Lang
	branch   *queue.Branch
	zone     *time.Location
	managing bool
}

func (t *teller) leg(l *queue.LegAccount) wire.AccountLeg {
	w := wire.AccountLeg{Service: string(l.Service), QueuedAt: l.Entered.In(t.zone), Before: []wire.AccountBefore{}}
	named := words.A{"service": t.service(l.Service), "queued": words.Clock(w.QueuedAt), "counter": string(l.Counter)}
	switch {
	case !l.Called.IsZero():
		at := l.Called.In(t.zone)
		w.CalledAt, w.Counter = &at, string(l.Counter)
		if l.Why != nil {
			w.Rule = l.Why.Rule
		}
		named["called"] = words.Clock(at)
		w.Text = words.T(t.lang, "hub.account.called", named)
	case l.State.Ended():
		w.Text = words.T(t.lang, "hub.account.never", named)
	default:
		w.Text = words.T(t.lang, "hub.account.waits", named)
	}
	people := map[queue.Ticket]bool{} // one may be called twice; a call that was taken back is none
	for i := range l.Before {
		w.Before = append(w.Before, t.before(&l.Before[i]))
		if !l.Before[i].Undone {
			people[l.Before[i].Ticket] = true
		}
	}
	if len(people) == 0 {
		w.Text += " " + words.T(t.lang, "hub.account.nobody")
	} else {
		w.Text += " " + words.N(t.lang, "hub.account.before", len(people))
	}
	return w
}

// ruleResumed stands for a rule where a parked ticket was called back.
const ruleResumed = "resumed"

func (t *teller) before(b *queue.Earlier) wire.AccountBefore {
	w := wire.AccountBefore{
		At: b.At.In(t.zone), Ticket: string(b.Ticket), Counter: string(b.Counter), Service: string(b.Service),
		Earlier: b.Sooner, Standing: string(b.Standing), Rule: b.Why.Rule, Reasoned: b.Why.Reason != "", Undone: b.Undone,
	}
	if b.Resumed {
		w.Rule = ruleResumed
	}
	if t.managing {
		w.Reason, w.By = b.Why.Reason, string(b.Why.Person)
	}
	w.Text = words.T(t.lang, "hub.account.line", words.A{"time": words.Clock(w.At), "ticket": w.Ticket,
		"counter": w.Counter, "service": t.service(b.Service), "why": t.why(&w)})
	if b.Undone {
		w.Text += " " + words.T(t.lang, "hub.account.undone")
	}
	return w
}

// why is the rule in words: what put the call before the ticket that asks.
func (t *teller) why(w *wire.AccountBefore) string {
	key := "hub.account.rule." + w.Rule
	switch {
	case w.Rule == queue.RulePicked && w.Reason != "":
		return words.T(t.lang, "hub.account.picked_reason", words.A{"reason": w.Reason})
	case w.Rule == queue.RulePicked:
		return words.T(t.lang, "hub.account.picked")
	case w.Rule == ruleResumed:
		return words.T(t.lang, "hub.account.resumed")
	case w.Rule != queue.RuleFirst && words.Has(t.lang, key):
		return words.T(t.lang, key)
	case w.Rule != queue.RuleFirst:
		return words.T(t.lang, "hub.account.other_rule", words.A{"rule": w.Rule})
	}
	switch queue.Standing(w.Standing) {
	case queue.StoodFirst:
		return words.T(t.lang, "hub.account.put_first")
	case queue.StoodCredit:
		return words.T(t.lang, "hub.account.credit")
	case queue.StoodBehind:
		return words.T(t.lang, "hub.account.other_rule", words.A{"rule": w.Rule})
	}
	return words.T(t.lang, "hub.account.earlier")
}

func (t *teller) service(id queue.ServiceID) string {
	if s, ok := t.branch.Service(id); ok {
		if name := words.Pick(s.Names, t.lang); name != "" {
			return name
		}
	}
	return string(id)
}
