package queue

import (
	"fmt"
	"strconv"
	"strings"
)

// Range is the numbers of a service within its series. The zero Range is 1 and
// on, together with the other services of the letter.
//
// A number is the first of the range that nobody has today. Where all are given,
// up to To, it is the first that nobody has past the ranges of all services of
// the letter: nobody is turned away for a number, and none is given twice. So it
// stays when the branch is replaced with other ranges in the middle of a day.
type Range struct {
	From int `json:"from"`
	To   int `json:"to,omitempty"` // 0: no end
}

// mostNumber is above any number of a day; what is above it in a Range is a slip.
const mostNumber = 99999

// Check finds what is wrong with a range by itself.
func (r Range) Check() error {
	switch {
	case r == Range{}:
		return nil
	case r.From < 1 || r.From > mostNumber || r.To > mostNumber:
		return fmt.Errorf("numbers %s are not between 1 and %d", r, mostNumber)
	case r.To != 0 && r.To < r.From:
		return fmt.Errorf("numbers %s end before they begin", r)
	}
	return nil
}

// Overlaps says that some number is in both.
func (r Range) Overlaps(o Range) bool {
	return (o.To == 0 || r.From <= o.To) && (r.To == 0 || o.From <= r.To)
}

// String is r as the branch file has it: "500-899", "500-".
func (r Range) String() string {
	if r.To == 0 {
		return fmt.Sprintf("%d-", r.From)
	}
	return fmt.Sprintf("%d-%d", r.From, r.To)
}

// past is the first number above the ranges of every service of a letter.
func (b *Branch) past(letter string) int {
	n := 0
	for i := range b.Services {
		if b.Services[i].Series == letter {
			n = max(n, b.Services[i].Numbers.To)
		}
	}
	return n + 1
}

// nextNumber is the number that a service gives next.
func (s *State) nextNumber(service *Service) int {
	n := s.unused(service.Series, max(1, service.Numbers.From))
	if to := service.Numbers.To; to > 0 && n > to {
		n = s.unused(service.Series, s.Branch.past(service.Series))
	}
	return n
}

// unused is the first number of a letter from n on that nobody has.
func (s *State) unused(letter string, n int) int {
	for again := true; again; {
		again = false
		for key, last := range s.series {
			if first, ok := stretch(letter, key); ok && first <= n && n <= last {
				n, again = last+1, true
			}
		}
	}
	return n
}

// use takes a number: it goes on with the stretch that ends before it, or begins
// one of its own.
func (s *State) use(letter string, n int) {
	found := ""
	for key, last := range s.series {
		if _, ok := stretch(letter, key); ok && last == n-1 && (found == "" || key < found) {
			found = key
		}
	}
	if found == "" {
		if found = letter; n != 1 {
			found += strconv.Itoa(n)
		}
	}
	s.series[found] = n
}

// stretch reads a key of State.series: the letter alone, where its first number is
// 1, or with the first number.
func stretch(letter, key string) (first int, ok bool) {
	rest, ok := strings.CutPrefix(key, letter)
	if !ok || rest == "" {
		return 1, ok
	}
	first, err := strconv.Atoi(rest)
	return first, err == nil
}

// checkSeries makes sure that the services of a letter share it as they mean to.
func (b *Branch) checkSeries(i int) error {
	s := &b.Services[i]
	if err := s.Numbers.Check(); err != nil {
		return fmt.Errorf("service %q: %w", s.ID, err)
	}
	if s.Shared && s.Numbers != (Range{}) {
		return fmt.Errorf("service %q: it shares the numbers of its series and has some of its own", s.ID)
	}
	for j := range b.Services[:i] {
		o := &b.Services[j]
		switch own, other := s.Numbers != (Range{}), o.Numbers != (Range{}); {
		case o.Series != s.Series || s.Shared && o.Shared:
		case !own && !other:
			return fmt.Errorf("services %q and %q have series %s; say so in both if it is meant", o.ID, s.ID, s.Series)
		case !own || !other:
			return fmt.Errorf("services %q and %q have series %s, and one alone has numbers of its own", o.ID, s.ID, s.Series)
		case s.Numbers.To == 0 || o.Numbers.To == 0:
			return fmt.Errorf("services %q and %q have series %s, and the numbers of one have no end", o.ID, s.ID, s.Series)
		case s.Numbers.Overlaps(o.Numbers):
			return fmt.Errorf("services %q and %q have series %s, and numbers %s and %s overlap", o.ID, s.ID, s.Series, o.Numbers, s.Numbers)
		}
	}
	return nil
}
