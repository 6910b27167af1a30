package flow

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"turno/forms"
	"turno/hub/wire"
	"turno/hub/words"
)

// TestParts plays testdata/parts/*.txt: the forms and the rating of a visit,
// touch by touch. What is typed is typed on the keys that the screen shows.
func TestParts(t *testing.T) {
	transcripts(t, "testdata/parts/*.txt", func(t *testing.T, src string) string { return newPatron(t).play(src) })
}

// patron is a person in front of a kiosk whose branch has forms.
type patron struct {
	t    *testing.T
	at   time.Time
	m    *Machine
	hub  Mirror
	last Effect // that waits for an answer
	wish int    // of the last Issue
}

// newPatron stands at the kiosk of a branch whose accounts need a form.
func newPatron(t *testing.T) *patron {
	at := time.Date(2026, 11, 24, 9, 41, 0, 0, time.UTC)
	state := branch()
	state.Branch.Services[1].Forms = []string{"AC-01", "XX-99"} // the second is nobody's: it costs itself alone
	p := &patron{t: t, at: at, hub: Mirror{Live: true, Since: at, State: state}}
	p.m = New(Config{Printer: true, Sheets: true}, at)
	p.in(p.hub)
	return p
}

func (p *patron) play(src string) string {
	return replay(src, func(line string) string {
		var out strings.Builder
		for _, e := range p.do(line) {
			out.WriteString(p.effect(e))
		}
		return out.String() + tell(p.m.View())
	})
}

func (p *patron) in(in Input) []Effect { return p.m.Do(in, p.at) }

func (p *patron) do(line string) []Effect {
	w, rest, _ := strings.Cut(line, " ")
	switch w {
	case "speaks":
		p.in(Touch{Action{Speak, rest}})
		p.m.lang = words.Lang(rest)
		return nil
	case "enters":
		if rest == "forms" {
			return beginFilling(p.m)
		}
		return beginRating(p.m)
	case "touches":
		return p.touch(rest)
	case "types":
		p.types(rest)
		return nil
	case "takes":
		p.m.service = rest
		p.m.enter(OneService)
		p.at = p.at.Add(time.Second)
		return p.in(Touch{Action{Verb: Take}})
	case "slip":
		return p.in(Pressed{Ticket: p.m.ticket.number, Paper: Printed})
	case "fills":
		p.fill()
		return nil
	case "clears":
		for p.m.View().Field.Value != "" {
			p.press(Action{Type, Backspace})
		}
		return nil
	case "passes":
		d, err := time.ParseDuration(rest)
		if err != nil {
			p.t.Fatal(err)
		}
		p.at = p.at.Add(d)
		return p.in(Tick{})
	case "hub":
		return p.hubDoes(strings.Fields(rest))
	case "sheets":
		return p.in(FormPrinted{Form: "AC-01", OK: rest == "print"})
	case "size":
		fmt.Sscan(rest, &p.m.ease.Percent)
		return nil
	}
	p.t.Fatalf("nobody does %q here", line)
	return nil
}

func (p *patron) hubDoes(w []string) []Effect {
	switch w[0] {
	case "leaves", "returns":
		p.hub.Live, p.hub.Since = w[0] == "returns", p.at
		p.in(p.hub)
		p.at = p.at.Add(3 * time.Second)
		return p.in(Tick{})
	case "closes", "opens":
		p.hub.State.Queues = slices.Clone(p.hub.State.Queues)
		p.hub.State.Queues[1].Open = w[0] == "opens"
		return p.in(p.hub)
	case "gives": // a ticket, and a code where there is one
		ahead := 3
		r := &wire.Result{Ticket: w[1], PeopleAhead: &ahead, Wait: &wire.Wait{P50S: 600, P80S: 840}}
		if len(w) > 2 {
			r.Code = w[2]
		}
		return p.in(Answer{Wish: p.wish, Answer: wire.Answer{OK: true, Result: r}})
	case "denies":
		return p.in(Answer{Wish: p.wish, Answer: wire.Refuse("", wire.Code(w[1]), "", "")})
	}
	s, ok := p.last.(Submit)
	if !ok {
		p.t.Fatalf("the hub was asked nothing")
	}
	switch w[0] {
	case "agrees":
		return p.in(Submitted{Wish: s.Wish, Answer: wire.Answer{OK: true}})
	case "refuses":
		return p.in(Submitted{Wish: s.Wish, Answer: wire.Refuse("", wire.Code(w[1]), "", "")})
	case "never":
		return p.in(Submitted{Wish: s.Wish, Lost: true})
	}
	p.t.Fatalf("the hub never %s", w[0])
	return nil
}

func (p *patron) touch(label string) []Effect {
	p.t.Helper()
	return touch(p.t, &p.at, p.m, label, tell)
}

// fill answers every question that is left with something right, and leaves
// out what may be left out.
func (p *patron) fill() {
	p.t.Helper()
	given := map[string]string{"id_number": "X1234567L", "birth_date": "14051979", "phone": "600123456", "income": "1250"}
	for range 100 {
		v := p.m.View()
		switch {
		case v.Screen == FormReview:
			return
		case v.Screen == FormAsk && v.Field.Value == "" && p.m.part.(*filling).question().field.Required:
			text := given[p.m.part.(*filling).question().key()]
			if text == "" {
				text = "abc"
			}
			p.types(text)
		case v.Screen == FormChoose && !v.Choices[0].Selected:
			p.in(Touch{v.Choices[0].Action})
			p.at = p.at.Add(time.Second)
			if p.m.View().Screen != FormChoose || p.m.View().Title != v.Title {
				continue
			}
		}
		p.at = p.at.Add(time.Second)
		p.in(Touch{Action{Verb: Continue}})
	}
	p.t.Fatalf("the form has no end:\n%s", tell(p.m.View()))
}

func (p *patron) press(a Action) bool {
	for _, row := range p.m.View().Keys {
		for _, b := range row {
			if b.Action == a && !b.Off {
				p.at = p.at.Add(500 * time.Millisecond)
				p.in(Touch{a})
				return true
			}
		}
	}
	return false
}

// types finds each letter among the keys, on whichever plane it is.
func (p *patron) types(text string) {
	p.t.Helper()
	for _, r := range text {
		if !p.letter(r) {
			p.t.Fatalf("no key writes %q on\n%s", r, tell(p.m.View()))
		}
	}
}

func (p *patron) letter(r rune) bool {
	small := unicode.ToLower(r)
	arg := string(small)
	if r == ' ' {
		arg = Space
	}
	for _, plane := range []string{"", Letters, Accents, Letters, Figures} {
		if plane != "" {
			p.press(Action{Type, plane})
		}
		if small != r && p.has(Action{Type, string(small)}) {
			if b, _ := p.key(Action{Type, Shift}); !b.Selected {
				p.press(Action{Type, Shift})
			}
		}
		if small == r {
			if b, ok := p.key(Action{Type, Shift}); ok && b.Selected {
				p.press(Action{Type, Shift})
			}
		}
		if p.press(Action{Type, arg}) || p.press(Action{Type, string(r)}) {
			return true
		}
	}
	return false
}

func (p *patron) has(a Action) bool { _, ok := p.key(a); return ok }

func (p *patron) key(a Action) (Button, bool) {
	for _, row := range p.m.View().Keys {
		for _, b := range row {
			if b.Action == a {
				return b, true
			}
		}
	}
	return Button{}, false
}

func (p *patron) effect(e Effect) string {
	switch e := e.(type) {
	case Issue:
		p.wish = e.Wish
		return fmt.Sprintf("=> issue %s in %s, wish %d\n", e.Command.Service, e.Command.Language, e.Wish)
	case Print:
		return fmt.Sprintf("=> print slip %s\n", e.Slip.Ticket)
	case Submit:
		p.last = e
		switch b := e.Body.(type) {
		case wire.Feedback:
			nps := "-"
			if b.NPS != nil {
				nps = fmt.Sprint(*b.NPS)
			}
			return fmt.Sprintf("=> submit feedback %s: csat %d, nps %s, ces %d, %q, wish %d\n", b.Ticket, b.CSAT, nps, b.CES, b.Comment, e.Wish)
		case wire.Draft:
			return fmt.Sprintf("=> submit draft %s with %s (%s), wish %d\n%s", b.Form, b.Ticket, b.Code, e.Wish, values(b.Values))
		}
	case PrintForm:
		return fmt.Sprintf("=> print form %s in %s %s\n%s", e.Form, e.Language, e.Ticket, values(e.Values))
	}
	return fmt.Sprintf("=> %T\n", e)
}

func values(v map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(v)) {
		fmt.Fprintf(&b, "     %s = %s\n", k, v[k])
	}
	return b.String()
}

// tell writes a part's view as lines; keys as their letters alone.
func tell(v View) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("-- %s · %s %d%%", v.Screen, v.Language, v.Ease.Percent)
	if v.Step != nil {
		line("   (%d/%d) %s", v.Step.At, v.Step.Of, v.Step.Label)
	}
	for _, s := range []string{v.Title, v.Lead} {
		if s != "" {
			line("   %s", s)
		}
	}
	if n := v.Notice; n != nil {
		line("   ! %s %s", n.What, n.Now)
	}
	if v.Pages.Label != "" {
		line("   %s", v.Pages.Label)
	}
	for _, s := range v.Text {
		if s.Title != "" {
			line("   %s:", s.Title)
		}
		for _, l := range s.Lines {
			line("   | %s", l)
		}
	}
	if f := v.Field; f != nil {
		line("   %s: [%s] %s%s", f.Label, f.Value, f.Hint, strings.TrimRight(" ! "+f.Problem, "! "))
	}
	if p := v.Pass; p != nil {
		line("   # %s · %s", p.Number, p.Paper)
	}
	for _, c := range v.Choices {
		b.WriteString(control(c))
	}
	for _, row := range v.Keys {
		var keys []string
		for _, k := range row {
			keys = append(keys, k.Label)
		}
		line("      %s", strings.Join(keys, " "))
	}
	for _, c := range v.Buttons {
		b.WriteString(control(c))
	}
	if v.Left != nil {
		line("   %s", v.Left.Text)
	}
	return plain(b.String())
}

// TestQuestions: every field of every form but signatures is asked once, in
// the form's order, and every text of it is read.
func TestQuestions(t *testing.T) {
	for _, f := range forms.All() {
		all, sections := questions(f)
		var asked, want []string
		last := 0
		for _, q := range all {
			if q.section < last || q.section > sections {
				t.Errorf("%s: section %d of %d behind %d", f.ID, q.section, sections, last)
			}
			last = q.section
			if q.field != nil {
				asked = append(asked, q.key())
			}
		}
		for _, field := range f.Fields() {
			want = append(want, field.Key)
		}
		if d := cmp.Diff(want, asked); d != "" {
			t.Errorf("%s asks (-want +got):\n%s", f.ID, d)
		}
	}
}
