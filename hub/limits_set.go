package hub

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The ranges of what Set takes.
const (
	mostAtOnce    = 1_000_000
	mostPerMinute = 6_000_000
)

// LimitNames lists what Limits.Set knows, with what each bounds: rates as
// AT-ONCE/PER-MINUTE and counts as one number.
var LimitNames = []struct{ Name, About string }{
	{"address", "requests of an address without a token, at once/a minute"},
	{"token", "requests and frames of a device's or a person's token, at once/a minute"},
	{"ticket", "the same of a ticket's page, at once/a minute"},
	{"sockets", "live lines that an address opens, at once/a minute"},
	{"guesses", "tokens and codes that nobody has, of an address, at once/a minute"},
	{"sign-ins", "PINs from an address, at once/a minute"},
	{"pairings", "devices that ask from an address, at once/a minute"},
	{"connections", "TCP connections of an address at a time"},
	{"all-connections", "TCP connections of all together"},
	{"lines", "live lines of a device or a person at a time"},
	{"ticket-lines", "live lines of a ticket's page at a time"},
}

func (l *Limits) rate(name string) *Rate {
	return map[string]*Rate{"address": &l.Address, "token": &l.Token, "ticket": &l.Phone, "sockets": &l.Hello,
		"guesses": &l.Guess, "sign-ins": &l.SignIn, "pairings": &l.Pair}[name]
}

func (l *Limits) count(name string) *int {
	return map[string]*int{"connections": &l.Conns, "all-connections": &l.AllConns, "lines": &l.Lines, "ticket-lines": &l.PhoneTabs}[name]
}

// Set changes one limit, "address=2000/4000" or "connections=1000". Rates are how
// many at once, from 1 to a million, and how many more a minute, from 1 to six
// million; counts are from 1 to a million.
func (l *Limits) Set(text string) error {
	name, value, _ := strings.Cut(text, "=")
	if n := l.count(name); n != nil {
		return within(n, name, value, mostAtOnce)
	}
	r := l.rate(name)
	if r == nil {
		return fmt.Errorf("there is no limit %q: it is one of %s", name, strings.Join(limitNames(), ", "))
	}
	atOnce, minute, ok := strings.Cut(value, "/")
	if !ok {
		return fmt.Errorf("write %s as at once/a minute, such as %s=%d/%d", name, name, r.Burst, time.Minute/r.Every)
	}
	var burst, each int
	if err := within(&burst, name+" at once", atOnce, mostAtOnce); err != nil {
		return err
	}
	if err := within(&each, name+" a minute", minute, mostPerMinute); err != nil {
		return err
	}
	*r = Rate{Burst: burst, Every: time.Minute / time.Duration(each)}
	return nil
}

func within(to *int, name, text string, most int) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return fmt.Errorf("%s is a number from 1 to %d, not %q", name, most, text)
	}
	*to = n
	return nil
}

func limitNames() (names []string) {
	for _, n := range LimitNames {
		names = append(names, n.Name)
	}
	return names
}

// Value writes a limit as Set reads it.
func (l *Limits) Value(name string) string {
	if n := l.count(name); n != nil {
		return strconv.Itoa(*n)
	}
	if r := l.rate(name); r != nil {
		return fmt.Sprintf("%d/%d", r.Burst, time.Minute/r.Every)
	}
	return ""
}
