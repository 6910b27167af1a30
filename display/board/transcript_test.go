package board

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/wire"
	"turno/hub/words"
)

var update = flag.Bool("update", false, "write what the board does now into the transcripts")

// lobby is a branch as far as a display sees it, and the screen in it.
type lobby struct {
	now   time.Time
	state wire.State
	board *Board
	news  News
	lost  bool
}

func newLobby(c Config) *lobby {
	zone := time.FixedZone("CET", 3600)
	l := &lobby{now: time.Date(2026, 11, 24, 10, 41, 0, 0, zone), board: New(c)}
	l.state = wire.State{Epoch: "e1", Seq: 1, BusinessDate: "2026-11-24", Day: "open", At: l.now, Branch: &wire.Branch{
		Bank: "Banco Alameda", Zone: "Europe/Madrid", Languages: []string{"es", "cs"},
		Services: []wire.Service{
			{ID: "cash", Names: map[string]string{"es": "Efectivo", "cs": "Hotovost"}},
			{ID: "loans", Names: map[string]string{"es": "Préstamos"}},
			{ID: "lockers", Names: map[string]string{"es": "Cajas"}},
			{ID: "nameless"},
		},
	}}
	l.state.Queues = []wire.Queue{
		{Service: "cash", Open: true, Serving: 2, Wait: wire.Wait{P50S: 300, P80S: 580}},
		{Service: "loans", Open: true, Wait: wire.Wait{Unknown: true}},
		{Service: "lockers", OpensAt: "13:00"},
		{Service: "nameless", Open: true},
	}
	for i := range 9 {
		l.state.Counters = append(l.state.Counters, wire.Counter{Counter: fmt.Sprint(i + 1), State: "open"})
	}
	return l
}

func (l *lobby) counter(id string) *wire.Counter {
	for i := range l.state.Counters {
		if l.state.Counters[i].Counter == id {
			return &l.state.Counters[i]
		}
	}
	return &wire.Counter{}
}

func (l *lobby) fact(kind, ticket, counter, lang string) {
	l.state.Seq++
	l.news.Events = append(l.news.Events, wire.Event{Seq: l.state.Seq, At: l.now, Event: &wire.Fact{Type: kind, Ticket: ticket, Counter: counter, Language: lang}})
}

func (l *lobby) show(ticket, counter, lang string) {
	l.hide(ticket)
	l.state.Board = slices.Insert(l.state.Board, 0, wire.Called{Ticket: ticket, Counter: counter, Language: lang, CalledAt: l.now})
	l.state.Board = l.state.Board[:min(8, len(l.state.Board))]
}

func (l *lobby) hide(ticket string) {
	l.state.Board = slices.DeleteFunc(slices.Clone(l.state.Board), func(c wire.Called) bool { return c.Ticket == ticket })
}

// do carries out one line of a transcript. What happens in one line comes to
// the screen in one update.
func (l *lobby) do(t *testing.T, line string) {
	for _, step := range strings.Split(line, ";") {
		f := strings.Fields(step)
		switch f[0] {
		case "call", "recall":
			kind := map[string]string{"call": "TicketCalled", "recall": "TicketRecalled"}[f[0]]
			l.show(f[1], f[2], f[3])
			c := l.counter(f[2])
			c.State, c.Ticket = "called", f[1]
			l.fact(kind, f[1], f[2], f[3])
		case "serve":
			c := l.counter(f[1])
			c.State = "serving"
			l.fact("ServiceStarted", c.Ticket, f[1], "")
		case "undo": // the person goes back to the queue
			c := l.counter(f[1])
			l.hide(c.Ticket)
			l.fact("CommandUndone", c.Ticket, f[1], "")
			c.State, c.Ticket = "open", ""
		case "blind": // what happened so far came while the line was cut
			l.news.Events = nil
		case "cut":
			l.news.Live, l.news.Since, l.lost = false, l.now, true
		case "live":
			l.news.Live, l.news.Known, l.news.Since, l.lost = true, true, l.now, false
		case "refused":
			l.news.Live, l.news.Refused = false, true
		case "epoch":
			l.state.Epoch, l.state.Board, l.news.Events = f[1], nil, nil
		case "close":
			l.state.Day, l.state.Board = "closed", nil
			for i := range l.state.Queues {
				l.state.Queues[i].Open = false
			}
		case "away": // no counter serves the service any more
			for i := range l.state.Queues {
				if l.state.Queues[i].Service == f[1] {
					l.state.Queues[i].Serving = 0
				}
			}
		case "silent":
			l.board.SetSound(Silent)
		case "chimes":
			l.board.SetSound(Chimes)
		case "wait":
			d, err := time.ParseDuration(f[1])
			if err != nil {
				t.Fatal(err)
			}
			l.now = l.now.Add(d)
		default:
			t.Fatalf("no step %q", step)
		}
	}
	if !l.lost {
		l.news.State = l.state
		l.news.State.At = l.now
		l.news.State.Board = slices.Clone(l.state.Board)
		l.news.State.Counters = slices.Clone(l.state.Counters)
		l.board.Take(l.news, l.now)
		l.news.Events = nil
	} else {
		cut := l.news
		cut.Events = nil
		l.board.Take(cut, l.now)
	}
}

// tell writes what the screen shows and says now.
func (l *lobby) tell() string {
	var b strings.Builder
	said := l.board.Tick(l.now)
	m := l.board.Model(l.now)
	switch {
	case m.Call.Ticket != "":
		fmt.Fprintf(&b, "  %s > %s %s", m.Call.Ticket, m.Call.Word, m.Call.Counter)
	default:
		fmt.Fprintf(&b, "  [%s]", m.Call.Title)
	}
	if m.Call.Now {
		b.WriteString(" now")
	}
	if m.Call.Beat {
		b.WriteString(" thick")
	}
	b.WriteString(" |")
	for _, r := range m.Rows {
		switch {
		case r.Ticket == "":
			b.WriteString(" -")
		case r.Now:
			fmt.Fprintf(&b, " %s>%s!", r.Ticket, r.Counter)
		default:
			fmt.Fprintf(&b, " %s>%s", r.Ticket, r.Counter)
		}
	}
	for _, a := range said {
		fmt.Fprintf(&b, " | say %s %s %s", a.Ticket, a.Counter, a.Language)
	}
	for _, w := range m.Waits {
		fmt.Fprintf(&b, " | %s %s", w.Service, w.Value)
	}
	if m.Veil.Up() {
		fmt.Fprintf(&b, "\n  veil: %s | %s", m.Veil.Title, m.Veil.Note)
	}
	if m.Silent != "" {
		fmt.Fprintf(&b, "\n  %s", m.Silent)
	}
	fmt.Fprintf(&b, "\n  %s, next in %v\n", m.Clock, l.board.Next(l.now).Sub(l.now).Round(time.Millisecond))
	return b.String()
}

// Transcripts are what a person would note who stands before the screen.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts:", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			l := newLobby(Config{Language: words.ES, Calm: strings.Contains(file, "calm"), Zone: time.UTC})
			var got strings.Builder
			lines := bufio.NewScanner(strings.NewReader(string(want)))
			for lines.Scan() {
				line := lines.Text()
				switch {
				case strings.HasPrefix(line, "#"):
					fmt.Fprintln(&got, line)
				case strings.HasPrefix(line, "> "):
					fmt.Fprintln(&got, line)
					l.do(t, line[2:])
					got.WriteString(l.tell())
				}
			}
			if *update {
				if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(string(want), got.String()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
