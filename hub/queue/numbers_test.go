package queue

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Numbers within a range have no gap, and neither have those past it.
func TestAuditKnowsRanges(t *testing.T) {
	ranged := func() []Event {
		s := newScript(t)
		s.play("service cash A numbers 1-2\nservice cards A numbers 500-502\ncounter 1\nload\nopen day 2026-03-02\n" +
			strings.Repeat("ticket cash es\n", 3) + strings.Repeat("ticket cards es\n", 2)) // 3 to 7: 1, 2, 503, 500, 501
		return s.log
	}
	if _, err := audit(ranged()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		seq, number int
		want        string
	}{
		{3, 2, "number 2 of series A, after number 0; it should be: A001, number 1"},
		{4, 1, "number 1 of series A, after number 1; it should be: A002, number 2"},
		{5, 3, "number 3 of series A, where its numbers begin at 503; it should be: A503, number 503"},
		{5, 500, "number 500 of series A, where its numbers begin at 503; it should be: A503, number 503"},
		{6, 501, "number 501 of series A, where its numbers begin at 500; it should be: A500, number 500"},
		{6, 3, "number 3 of series A, where its numbers begin at 500; it should be: A500, number 500"},
		{7, 502, "number 502 of series A, after number 500; it should be: A501, number 501"},
		{7, 503, "number 503 of series A, after number 500; it should be: A501, number 501"},
	} {
		log := ranged()
		f := log[c.seq-1].Fact.(TicketIssued)
		f.Number, f.Ticket = c.number, Ticket(fmt.Sprintf("A%03d", c.number))
		log[c.seq-1].Fact = f
		_, err := audit(log)
		var b *Break
		if !errors.As(err, &b) || b.Seq != uint64(c.seq) || !strings.Contains(b.Error(), c.want) {
			t.Errorf("number %d as event %d: found %v, want %s", c.number, c.seq, err, c.want)
		}
	}
}

// Other ranges in the middle of the day give no number twice, and leave none out;
// a state that is read back goes on where it was.
func TestRangesChange(t *testing.T) {
	s := lobby(t)
	issue := func(want string) {
		t.Helper()
		data, err := s.state.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		s.state = State{}
		if err := s.state.UnmarshalJSON(data); err != nil {
			t.Fatal(err)
		}
		if got := s.line(strings.Fields("ticket cash es")); !strings.HasPrefix(got[0], want+" ") {
			t.Errorf("got %q, want %s", got[0], want)
		}
	}
	for _, c := range []struct {
		own  Range
		want []string
	}{
		{Range{}, []string{"A001", "A002"}},
		{Range{From: 4, To: 5}, []string{"A004", "A005", "A006"}},
		{Range{From: 2}, []string{"A003", "A007"}},
		{Range{From: 1, To: 3}, []string{"A008"}},
		{Range{From: 998, To: 999}, []string{"A998", "A999", "A1000"}},
		{Range{}, []string{"A009"}},
	} {
		s.state.Branch.Services[0].Numbers = c.own
		for _, want := range c.want {
			issue(want)
		}
	}
}
