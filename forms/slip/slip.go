package slip

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"turno/hub/words"
)

// Slip is one ticket slip. Texts are in Lang already.
type Slip struct {
	Lang    words.Lang
	Bank    string
	Service string
	Ticket  string // "B042"

	// Offline says that the ticket comes from this kiosk's lease: nobody knows
	// who is ahead, so Ahead and the wait are left out and a sentence says why.
	Offline  bool
	Ahead    int           // people ahead, 0 for next
	P50, P80 time.Duration // the wait as the hub quotes it
	NoWait   bool          // the hub could not quote one
	Unserved bool          // no counter was open for it: the wait is left out, whatever was quoted, and a sentence says why

	Arrived time.Time     // in the branch's zone
	Return  time.Duration // how long a called person may be away; 0 leaves the sentence out
	Page    string        // address of the phone page, for the code; "" leaves it out
	Bring   []string      // what to have ready
	Branch  string        // the branch's name: "Lipová"
}

// The most that a slip takes: paper is not endless, and a mistake in a branch
// file must not empty the roll.
const (
	maxText  = 120 // letters of a name or a document
	maxBring = 12
)

var ticketShape = regexp.MustCompile(`^[A-Z][0-9]{1,6}$`)

// Check says whether the slip can be printed, as every encoder does first.
func (s Slip) Check() error {
	switch {
	case !ticketShape.MatchString(s.Ticket):
		return fmt.Errorf("slip: ticket %q is not a letter and figures", s.Ticket)
	case s.Ahead < 0:
		return fmt.Errorf("slip: %d people ahead", s.Ahead)
	case s.Arrived.IsZero():
		return errors.New("slip: no time of arrival")
	case len(s.Bring) > maxBring:
		return fmt.Errorf("slip: %d things to bring are more than %d", len(s.Bring), maxBring)
	}
	if err := checkTexts(append([]string{s.Bank, s.Service, s.Branch}, s.Bring...)); err != nil {
		return err
	}
	if s.Page != "" {
		if u, err := url.Parse(s.Page); err != nil || u.Host == "" || len(s.Page) > 200 {
			return errors.New("slip: the phone page has no address that fits a code")
		}
	}
	return nil
}

func checkTexts(all []string) error {
	for _, text := range all {
		if strings.TrimSpace(text) == "" || !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxText || strings.ContainsFunc(text, unicode.IsControl) {
			return fmt.Errorf("slip: %q is no line of text", text)
		}
	}
	return nil
}

// content is what the slip says, in the order in which it stands. Both
// encoders lay it out; neither asks for words itself.
type content struct {
	layout                string
	bank, service, ticket string
	title, lead           string // of an info slip
	ahead                 string // "" where nobody knows
	people                int    // rings, without one's own; -1 for none
	waitLabel, wait       string // "" where nobody knows
	arrivedLabel, arrived string
	note                  string
	page                  string
	pageTitle, pageNote   string
	bringTitle            string
	bring                 []string
	place                 string
}

func (s Slip) content() content {
	t := func(key string, args ...words.A) string { return words.T(s.Lang, "forms.slip."+key, args...) }
	c := content{
		layout: ticketLayout, bank: s.Bank, service: s.Service, ticket: s.Ticket, people: -1,
		arrivedLabel: t("arrived"), arrived: words.Clock(s.Arrived),
		bring: s.Bring,
		place: t("place", words.A{"date": words.LongDate(s.Lang, s.Arrived), "branch": s.Branch}),
	}
	notes := []string{t("called")}
	if s.Offline {
		c.layout = offlineLayout
		notes = []string{t("offline"), t("called")}
	} else {
		c.people = s.Ahead
		c.ahead = t("first")
		if s.Ahead > 0 {
			c.ahead = words.N(s.Lang, "forms.slip.ahead", s.Ahead)
		}
		switch {
		case s.Unserved:
			notes = []string{t("unserved"), t("called")}
		case !s.NoWait:
			c.waitLabel, c.wait = t("wait"), words.Range(s.Lang, s.P50, s.P80)
		}
	}
	if s.Return > 0 {
		notes = append(notes, t("return", words.A{"minutes": int(s.Return / time.Minute)}))
	}
	c.note = strings.Join(notes, " ")
	if s.Page != "" {
		c.page, c.pageTitle, c.pageNote = s.Page, t("phone"), t("phone_note")
	}
	if len(s.Bring) > 0 {
		c.bringTitle = t("bring")
	}
	return c
}
