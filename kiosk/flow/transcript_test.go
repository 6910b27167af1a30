package flow

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// TestTranscripts plays testdata/*.txt: what a person, the hub and the printer
// do, and what the screen says to it.
func TestTranscripts(t *testing.T) { transcripts(t, "testdata/*.txt", play) }

// player carries one transcript.
type player struct {
	t    *testing.T
	at   time.Time
	m    *Machine
	hub  Mirror
	wish int
	call int
}

func play(t *testing.T, src string) string {
	start := time.Date(2026, 11, 24, 10, 41, 0, 0, time.UTC)
	p := &player{t: t, at: start, hub: Mirror{Live: true, Since: start, State: branch()}}
	p.at = p.at.Add(-time.Hour) // Madrid
	p.hub.Since = p.at
	return replay(src, func(line string) string {
		var out strings.Builder
		for _, e := range p.do(strings.Fields(line)) {
			out.WriteString(p.effect(e) + "\n")
		}
		return out.String() + say(p.m.View())
	})
}

func (p *player) in(in Input) []Effect { return p.m.Do(in, p.at) }

func (p *player) do(w []string) []Effect {
	rest := strings.Join(w[1:], " ")
	switch w[0] {
	case "switch":
		printer := rest == "on with a printer"
		c := Config{Printer: printer, Lists: printer}
		p.m = New(c, p.at)
		return nil
	case "hub":
		return p.hubDoes(w[1:])
	case "touch":
		return p.touch(rest)
	case "pass":
		d, err := time.ParseDuration(rest)
		if err != nil {
			p.t.Fatal(err)
		}
		p.at = p.at.Add(d)
		return p.in(Tick{})
	case "printer":
		if w[1] == "is" {
			return p.in(PrinterIs{State: w[2]})
		}
		return p.in(Pressed{Ticket: w[1], Paper: Paper(w[2])})
	case "lease":
		left, _ := strconv.Atoi(w[3])
		return p.in(Leased{Left: map[string]map[string]int{w[1]: {w[2]: left}}})
	case "kiosk":
		if w[1] == "refuses" {
			return p.in(Answer{Wish: p.wish, Alone: true, Answer: wire.Refuse("", wire.Code(w[2]), "", "")})
		}
		return p.in(Answer{Wish: p.wish, Alone: true, Answer: wire.Answer{OK: true, Result: &wire.Result{Ticket: w[2]}}})
	case "panel":
		return p.in(Panel{Landscape: rest == "landscape"})
	}
	return p.guided(w[0], rest)
}

// hubDoes is the hub: connect, leave, close, answer.
func (p *player) hubDoes(w []string) []Effect {
	switch w[0] {
	case "connects":
		p.hub.Live, p.hub.Since = true, p.at
	case "leaves":
		p.hub.Live, p.hub.Since = false, p.at
	case "is":
		p.hub.State.Day = w[1]
	case "calls":
		p.hub.State.Board = append([]wire.Called{{Ticket: w[1]}}, p.hub.State.Board...)
	case "ends":
		return p.in(Ended{Ticket: w[1]})
	case "has":
		p.queue(w[1:])
	case "gives":
		ahead, _ := strconv.Atoi(w[2])
		r := &wire.Result{Ticket: w[1], PeopleAhead: &ahead, Wait: &wire.Wait{P50S: 600, P80S: 840}}
		if len(w) > 3 {
			r.URL = w[3]
		}
		return p.in(Answer{Wish: p.wish, Answer: wire.Answer{OK: true, Result: r}})
	case "refuses":
		return p.in(Answer{Wish: p.wish, Answer: wire.Refuse("", wire.Code(w[1]), "", "")})
	case "never":
		return p.in(Answer{Wish: p.wish, Lost: true})
	case "guides":
		p.hub.State = guided()
	case "knows":
		p.helps(w[1])
	default:
		return p.hubHelps(w[0])
	}
	return p.in(p.hub)
}

// queue changes a row: "cash waiting 4" or "cash closed 13:00" or "cash open".
func (p *player) queue(w []string) {
	queues := append([]wire.Queue(nil), p.hub.State.Queues...)
	for i := range queues {
		if queues[i].Service != w[0] {
			continue
		}
		switch w[1] {
		case "waiting":
			queues[i].Waiting, _ = strconv.Atoi(w[2])
		case "closed":
			queues[i].Open = false
			if len(w) > 2 {
				queues[i].OpensAt = w[2]
			}
		case "open":
			queues[i].Open = true
		case "takes": // so many minutes, half of the time
			n, _ := strconv.Atoi(w[2])
			queues[i].Wait = wire.Wait{P50S: 60 * n, P80S: 90 * n}
		case "nobody": // serves it; the hub quotes what the branch could do all the same
			queues[i].Serving = 0
		case "somebody":
			queues[i].Serving = 1
		}
	}
	p.hub.State.Queues = queues
}

func (p *player) touch(label string) []Effect {
	return touch(p.t, &p.at, p.m, label, say)
}

func (p *player) effect(e Effect) string {
	switch e := e.(type) {
	case Issue:
		p.wish = e.Wish
		return fmt.Sprintf("=> issue %s in %s, wish %d%s", e.Command.Service, e.Command.Language, e.Wish, prior(e.Command.Priority))
	case IssueAlone:
		p.wish = e.Wish
		return fmt.Sprintf("=> issue alone %s in %s for %s at %s, wish %d", e.Command.Service, e.Command.Language, e.BusinessDate, words.Clock(e.At), e.Wish)
	case Print:
		if e.Slip.Offline {
			return fmt.Sprintf("=> print %s in %s, offline, %s", e.Slip.Ticket, e.Slip.Language, words.Clock(e.Slip.At))
		}
		note := ""
		if e.Slip.Unserved {
			note = ", nobody serves"
		}
		if e.Slip.Wait.Unknown {
			note += ", no wait"
		}
		return fmt.Sprintf("=> print %s in %s, %d ahead, %s%s", e.Slip.Ticket, e.Slip.Language, e.Slip.Ahead, words.Clock(e.Slip.At), note)
	}
	return p.guiding(e)
}

// say writes a view as lines.
func say(v View) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	fold := ""
	if v.Ease.Low {
		fold = " low"
	}
	line("-- %s · %s %s %d%% %s%s", v.Screen, v.Clock, v.Language, v.Ease.Percent, v.Ease.Contrast, fold)
	text := func(s string) {
		if s != "" {
			line("   %s", strings.ReplaceAll(s, "\n", " "))
		}
	}
	text(v.Title)
	text(v.Lead)
	if n := v.Notice; n != nil {
		line("   ! %s %s", n.What, n.Now)
	}
	b.WriteString(saying(v))
	text(v.Pages.Label)
	for _, c := range v.Cards {
		mark := "[ ]"
		if c.Closed || v.Pages.Single {
			mark = "   "
		}
		line("%s %s: %s · %s · %s", mark, c.Name, c.Hint, c.Wait, c.People)
	}
	if d := v.Detail; d != nil {
		text(d.For)
		for _, f := range d.Facts {
			line("   %s %s (%s)", f.Label, f.Value, f.Note)
		}
		text(d.BringTitle)
		for _, s := range d.Bring {
			line("   - %s", s)
		}
	}
	if p := v.Pass; p != nil {
		line("   # %s · %s · %s", p.Number, p.Service, p.Paper)
		line("   %s %s · %s · %s %d", p.WaitLabel, p.Wait, p.People, p.AheadText, p.Ahead)
		text(p.WaitNote)
		line("   %s %s %s", p.URL, strings.ReplaceAll(p.URLTitle, "\n", " "), p.URLText)
	}
	for _, c := range v.Buttons {
		b.WriteString(control(c))
	}
	var tools []string
	for _, c := range v.Tools {
		tools = append(tools, c.Label)
	}
	if len(tools) > 0 {
		line("   tools: %s", strings.Join(tools, ", "))
	}
	if v.Left != nil {
		line("   %.0f %% left: %s", v.Left.Share*100, v.Left.Text)
	}
	return b.String()
}

func control(c Button) string {
	mark := "[ ]"
	switch {
	case c.Sent:
		mark = "[…]"
	case c.Off:
		mark = "[x]"
	case c.Primary:
		mark = "[*]"
	case c.Selected:
		mark = "[o]"
	}
	note := ""
	if c.Note != "" {
		note = " (" + c.Note + ")"
	}
	return mark + " " + c.Label + note + "\n"
}
