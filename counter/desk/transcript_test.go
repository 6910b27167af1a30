package desk

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/wire"
	"turno/hub/words"
)

var update = flag.Bool("update", false, "rewrite the transcripts with what the desk says now")

// Each file in testdata is a talk with one desk: lines that do something, and
// below "----" what the desk asked for and shows then.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(t, string(b))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(strings.Split(string(b), "\n"), strings.Split(got, "\n")); d != "" {
				t.Errorf("the desk says something else now (-file +now; -update rewrites):\n%s", d)
			}
		})
	}
}

// talk is a desk, the branch it sees and the time, driven by lines.
type talk struct {
	t     *testing.T
	desk  *Desk
	cfg   Config
	state wire.State
	live  bool
	since time.Time
	at    time.Time
}

var sampleTime = time.Date(2026, 11, 24, 10, 41, 0, 0, time.FixedZone("CET", 3600))

func replay(t *testing.T, text string) string {
	k := &talk{t: t, at: sampleTime, since: sampleTime, cfg: Config{Lang: words.EN, Counter: "3"}}
	k.state, k.live = Sample(k.at), true
	var out strings.Builder
	side := map[string]string{}
	for _, block := range strings.Split(text, "\n\n") {
		var said []string
		comment := true
		for _, line := range strings.Split(strings.TrimSpace(block), "\n") {
			if line == "----" {
				break
			}
			fmt.Fprintln(&out, line)
			if strings.HasPrefix(line, "#") || line == "" {
				continue
			}
			comment = false
			said = append(said, k.do(strings.Fields(line))...)
		}
		if comment {
			fmt.Fprintln(&out)
			continue
		}
		fmt.Fprintln(&out, "----")
		for _, s := range said {
			fmt.Fprintln(&out, s)
		}
		for _, line := range draw(k.desk.Model(k.at)) {
			if title, _, _ := strings.Cut(line, ":"); side[title] != "" && side[title] == line {
				continue // the queue beside it is written where it changes
			} else if title == "queue" || title == "next" || title == "parked" {
				side[title] = line
			}
			fmt.Fprintln(&out, line)
		}
		fmt.Fprintln(&out)
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func (k *talk) begin() {
	if k.desk == nil {
		k.desk = New(k.cfg)
		k.link()
	}
}

func (k *talk) link() {
	if k.desk != nil {
		k.desk.Linked(Link{Live: k.live, Known: k.state.Branch != nil, Since: k.since, State: k.state}, k.at)
	}
}

// do carries out one line and answers what the desk asked for.
func (k *talk) do(f []string) []string {
	arg := func(i int) string {
		if i < len(f) {
			return f[i]
		}
		return ""
	}
	switch f[0] {
	case "lang":
		k.cfg.Lang = words.Lang(arg(1))
	case "sign-in":
		k.cfg.SignIn, k.cfg.Counter, k.live, k.state = true, arg(1), false, wire.State{}
	case "no-counter":
		k.cfg.Counter = ""
	case "away":
		k.live, k.state = false, wire.State{}
	case "wait":
		d, err := time.ParseDuration(arg(1))
		if err != nil {
			k.t.Fatal(err)
		}
		k.at = k.at.Add(d)
	case "branch":
		k.branch(arg(1), arg(2))
		k.begin()
		k.link()
	case "lost":
		k.live, k.since = false, k.at
		k.link()
	case "found":
		k.live, k.since = true, k.at
		k.link()
	default:
		k.begin()
		return k.tell(f[0], arg(1), strings.Join(f[min(2, len(f)):], " "))
	}
	return nil
}

func (k *talk) tell(verb, a, rest string) []string {
	d := k.desk
	switch verb {
	case "start", "show":
	case "key":
		return effects(d.Key(a, k.at))
	case "keys":
		var out []string
		for _, key := range append([]string{a}, strings.Fields(rest)...) {
			out = append(out, effects(d.Key(key, k.at))...)
		}
		return out
	case "press":
		return effects(d.Press(Action(a), k.at))
	case "type":
		d.Type(a, rest)
	case "find":
		d.Find(a)
	case "pick":
		n, _ := strconv.Atoi(a)
		m, _ := strconv.Atoi(rest)
		d.Pick(n, m)
	case "answer":
		k.answer(a, rest)
	case "entered":
		d.Entered(wire.Session{Person: "lucia", Name: "Lucía Ferrer", Counter: a}, nil, k.at)
	case "not-entered":
		err := error(&Refusal{Code: wire.Code(a)})
		if a == "away" {
			err = errors.New("connection refused")
		}
		d.Entered(wire.Session{}, err, k.at)
	case "printed":
		r := PrintResult{Ticket: "B042", Printer: "lobby", File: rest}
		if a == "failed" {
			r.Err = errors.New("no paper")
		}
		d.Printed(r, k.at)
	case "revoked":
		d.Revoked()
	case "looked":
		switch a {
		case "away":
			d.Looked(wire.Drafts{}, errors.New("connection refused"), k.at)
		case "refused":
			d.Looked(wire.Drafts{}, &Refusal{Code: wire.Code(rest)}, k.at)
		default:
			d.Looked(SampleDrafts(a, strings.Fields(rest)...), nil, k.at)
		}
	default:
		k.t.Fatalf("no line starts with %q", verb)
	}
	return nil
}

func (k *talk) answer(code, rest string) {
	switch code {
	case "ok":
		ahead := 4
		k.desk.Answered(wire.Answer{OK: true, Result: &wire.Result{Ticket: "B042", Counter: "3", PeopleAhead: &ahead, Undone: rest}}, nil, k.at)
	case "none":
		k.desk.Answered(wire.Answer{}, errors.New("no answer"), k.at)
	default:
		k.desk.Answered(wire.Refuse("w-1", wire.Code(code), "", ""), nil, k.at)
	}
}

// branch puts the branch into one of the sample's shapes.
func (k *talk) branch(shape, arg string) {
	n, _ := strconv.Atoi(arg)
	s := Sample(k.at)
	k.live = true
	switch shape {
	case "idle":
	case "parked":
		s = SampleParked(s)
	case "called", "serving", "wrap_up":
		s = SampleVisit(s, shape, n)
	case "paused":
		s.Counters[2].State, s.Counters[2].Reason, s.Counters[2].Since = "paused", "break", k.at.Add(-8*time.Minute)
	case "own-pauses": // the branch file has reasons of its own; the counter is paused for the one named
		s.Branch.Pauses = SamplePauses()
		if arg != "" {
			s.Counters[2].State, s.Counters[2].Reason, s.Counters[2].Since = "paused", arg, k.at.Add(-8*time.Minute)
		}
	case "closed":
		s.Counters[2] = wire.Counter{Counter: "3", State: "closed"}
	case "empty":
		s.Visits = nil
		for i := range s.Queues {
			s.Queues[i].Waiting, s.Queues[i].OldestAt = 0, nil
		}
	case "day-closed":
		s.Day, s.Visits = "closed", nil
	case "no-counter":
		s.You.Counter = ""
		s.Counters[2] = wire.Counter{Counter: "3", State: "closed"}
	case "carries": // a visit with the forms named
		s = SampleVisit(s, "serving", 384)
		s.Counters[2].Drafts = strings.Split(arg, ",")
	case "help", "help-called": // a call at kiosk-1, as many seconds old
		if shape == "help-called" {
			s = SampleVisit(s, "called", 2)
		}
		s.Helps = []wire.HelpRow{{Call: "h1", Device: "kiosk-1", Language: "cs", State: "called", CalledAt: k.at.Add(-time.Duration(n) * time.Second)}}
	case "help-coming": // this counter or another said so
		s.Helps = []wire.HelpRow{{Call: "h1", Device: "kiosk-1", Language: "cs", State: "coming", CalledAt: k.at.Add(-time.Minute)}}
	case "printer":
		s.Devices = []wire.DeviceRow{{Device: "kiosk-2", Printer: "ok"}, {Device: "kiosk-1", Printer: arg, Unprinted: 3, Since: k.at.Add(-4 * time.Minute)}}
	default:
		k.t.Fatalf("no branch is %q", shape)
	}
	k.state = s
}

func effects(es []Effect) []string {
	var out []string
	for _, e := range es {
		switch e := e.(type) {
		case Send:
			b, _ := wire.Command{ID: "w", Body: e.Body}.MarshalJSON()
			out = append(out, "> send "+strings.Replace(string(b), `,"id":"w"`, "", 1))
		case Enter:
			out = append(out, fmt.Sprintf("> sign in %q pin %q counter %q", e.Who.Person, e.Who.PIN, e.Who.Counter))
		case Exit:
			out = append(out, "> sign out")
		case Print:
			out = append(out, fmt.Sprintf("> print %s in %s for %s%s", e.Form, e.Language, e.Ticket, mark(len(e.Values) > 0, fmt.Sprintf(" with %d values", len(e.Values)))))
		case Look:
			out = append(out, "> look at what "+e.Ticket+" carries")
		}
	}
	return out
}
