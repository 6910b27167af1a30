package slip

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"turno/hub/words"
)

// Info is a slip that is no ticket: what to bring for a service, or another
// list to take along. Texts are in Lang already.
type Info struct {
	Lang    words.Lang
	Bank    string
	Branch  string
	Title   string   // "Opening an account"
	Lead    string   // a sentence or two; "" leaves it out
	Heading string   // over the list; "" is that of things to have ready
	Lines   []string // each with a box to tick
	Printed time.Time
}

// The most that a list holds: on paper this narrow thirty lines are a forearm.
const (
	maxLines = 30
	maxLead  = 400
)

// Check says whether the slip can be printed, as every encoder does first.
func (i Info) Check() error {
	switch {
	case i.Printed.IsZero():
		return errors.New("slip: no time of printing")
	case len(i.Lines) > maxLines:
		return fmt.Errorf("slip: a list of %d lines is longer than %d", len(i.Lines), maxLines)
	case len(i.Lines) == 0 && i.Lead == "":
		return errors.New("slip: a list with nothing on it")
	case utf8.RuneCountInString(i.Lead) > maxLead || strings.ContainsFunc(i.Lead, unicode.IsControl) || !utf8.ValidString(i.Lead):
		return fmt.Errorf("slip: %q is no text for a slip", i.Lead)
	}
	texts := append([]string{i.Bank, i.Branch, i.Title}, i.Lines...)
	if i.Heading != "" {
		texts = append(texts, i.Heading)
	}
	return checkTexts(texts)
}

// Picture draws the slip. It fails on one that Check refuses.
func (i Info) Picture() (*Bitmap, error) {
	if err := i.Check(); err != nil {
		return nil, err
	}
	return i.content().picture()
}

// Raster is the slip's picture as ESC/POS.
func (i Info) Raster(p Profile) ([]byte, error) {
	if err := i.Check(); err != nil {
		return nil, err
	}
	return i.content().raster(p)
}

// Text is the slip in the printer's own letters.
func (i Info) Text(p Profile) ([]byte, error) {
	if err := i.Check(); err != nil {
		return nil, err
	}
	return i.content().text(i.Lang, p)
}

func (i Info) content() content {
	c := content{
		layout: infoLayout, bank: i.Bank, title: i.Title, lead: i.Lead, bring: i.Lines, bringTitle: i.Heading, people: -1,
		place: words.T(i.Lang, "forms.slip.place", words.A{"date": words.LongDate(i.Lang, i.Printed), "branch": i.Branch}),
	}
	if c.bringTitle == "" && len(i.Lines) > 0 {
		c.bringTitle = words.T(i.Lang, "forms.slip.bring")
	}
	return c
}
