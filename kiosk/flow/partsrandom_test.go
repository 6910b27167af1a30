package flow

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/hub/wire"
)

// TestRandomParts: whatever people touch in a form or a rating, in whatever
// order the hub and the printers answer, every screen has a title and words on
// each control, a draft goes out with the ticket that the hub gave and with
// nothing that the form takes for wrong, one wish is one body, and when nobody
// has touched the kiosk for long enough it greets and holds nothing.
func TestRandomParts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := newPatron(t)
		p.m.config.Sheets = rapid.Bool().Draw(rt, "sheets")
		bodies := map[int]wire.Body{}
		var open *Submit
		issued, code := 0, ""
		in := func(i Input) {
			for _, e := range p.in(i) {
				switch e := e.(type) {
				case Issue:
					issued = e.Wish
				case Submit:
					if was, ok := bodies[e.Wish]; ok && !sameBody(was, e.Body) {
						rt.Fatalf("wish %d was %v and is %v", e.Wish, was, e.Body)
					}
					bodies[e.Wish], open = e.Body, &e
					d, ok := e.Body.(wire.Draft)
					if !ok {
						continue
					}
					if d.Code != code || d.Code == "" {
						rt.Fatalf("a draft goes with the code %q, and the hub gave %q", d.Code, code)
					}
					form, err := p.m.form(d.Form)
					if err != nil {
						rt.Fatal(err)
					}
					if faults := form.Validate(d.Values, p.m.now()); len(faults) > 0 {
						rt.Fatalf("a draft goes out with %v", faults)
					}
				}
			}
			v := p.m.View()
			if v.Title == "" {
				rt.Fatalf("no title on\n%s", tell(v))
			}
			seen := map[Action]bool{}
			for _, b := range v.Controls() {
				if b.Label == "" || seen[b.Action] {
					rt.Fatalf("the control %q has no word or stands twice on\n%s", b.Action, tell(v))
				}
				seen[b.Action] = true
			}
		}
		p.do("speaks " + rapid.SampledFrom([]string{"es", "cs", "sv"}).Draw(rt, "language"))
		if rapid.Bool().Draw(rt, "form") {
			beginFilling(p.m)
			if rapid.Bool().Draw(rt, "whole") {
				p.at = p.at.Add(time.Second)
				in(Touch{Action{Verb: Continue}})
				p.fill()
			}
		} else {
			beginRating(p.m)
		}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			p.at = p.at.Add(time.Duration(rapid.SampledFrom([]int{100, 500, 3000, 50000}).Draw(rt, "ms")) * time.Millisecond)
			switch rapid.SampledFrom([]string{"touch", "touch", "touch", "touch", "hub", "answer", "paper"}).Draw(rt, "what") {
			case "touch":
				if all := p.m.View().Controls(); len(all) > 0 {
					in(Touch{rapid.SampledFrom(all).Draw(rt, "control").Action})
				}
			case "hub":
				p.hub.Live, p.hub.Since = !p.hub.Live, p.at
				in(p.hub)
			case "paper":
				in(FormPrinted{Form: "AC-01", OK: rapid.Bool().Draw(rt, "printed")})
			case "answer":
				switch {
				case issued != 0:
					a := Answer{Wish: issued, Answer: wire.Answer{OK: true, Result: &wire.Result{Ticket: "B042"}}}
					issued = 0
					switch rapid.IntRange(0, 2).Draw(rt, "ticket") {
					case 0:
						a.Answer = wire.Refuse("", wire.ServiceClosed, "", "")
					case 1:
						code = "k7Qm2x"
						a.Answer.Result.Code = code
					}
					in(a)
				case open != nil:
					s := Submitted{Wish: open.Wish, Lost: rapid.Bool().Draw(rt, "lost")}
					s.Answer.OK = rapid.Bool().Draw(rt, "ok")
					if !s.Answer.OK {
						s.Answer.Code = rapid.SampledFrom([]wire.Code{wire.UnknownTicket, wire.NotServedYet, wire.FeedbackGiven, wire.VisitOver, wire.Unavailable}).Draw(rt, "code")
					}
					open = nil
					in(s)
				}
			}
		}
		if issued != 0 {
			in(Answer{Wish: issued, Lost: true})
		}
		for open != nil {
			s := *open
			open = nil
			in(Submitted{Wish: s.Wish, Lost: true})
		}
		for range 8 {
			p.at = p.at.Add(2 * time.Minute)
			in(Tick{})
		}
		if p.m.screen != Greeting || p.m.part != nil || p.m.ticket != nil {
			rt.Fatalf("after a quarter of an hour with nobody there:\n%s", tell(p.m.View()))
		}
	})
}

func sameBody(a, b wire.Body) bool {
	x, _ := wire.Command{ID: "w", Body: a}.MarshalJSON()
	y, _ := wire.Command{ID: "w", Body: b}.MarshalJSON()
	return string(x) == string(y)
}
