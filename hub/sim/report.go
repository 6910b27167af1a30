package sim

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/hub/wire"
)

// Report is what a played day gave.
type Report struct {
	Day         time.Time
	Services    []Line // of each service, then everyone with an empty Service
	Commands    int    // sent, each counted once however often it went out
	Early       int    // callers who came before the business date began and stood at the door
	Took        time.Duration
	Differences []string // where the hub and its clients do not agree
}

// Line is one service: as recorded, as its clients counted it now, and as the
// hub figured it.
type Line struct {
	Service  string
	Name     string
	Recorded Outcome
	Counted  Outcome
	Hub      Outcome
}

// report asks for the hub's figures and puts all three beside each other.
func (p *play) report(took time.Duration) (Report, error) {
	r := Report{Day: p.cfg.Day, Commands: p.clients.sent, Early: p.early, Took: took, Differences: p.differ}
	s, err := p.clients.state(p.cfg.Tokens.Manager)
	if err != nil {
		return r, err
	}
	if s.Figures == nil {
		return r, fmt.Errorf("the hub shows the manager no figures")
	}
	was := recorded(p.calls)
	figures := append(slices.Clone(s.Figures.Services), s.Figures.Total)
	for _, f := range figures {
		if f.Issued == 0 && p.counted[f.Service] == nil && was[f.Service] == nil {
			continue
		}
		line := Line{Service: f.Service, Name: p.names[f.Service], Recorded: was.of(f.Service).outcome(), Counted: p.counted.of(f.Service).outcome(), Hub: hubOutcome(f)}
		r.Services = append(r.Services, line)
		r.Differences = append(r.Differences, line.differences()...)
		if f.Waiting != 0 {
			r.Differences = append(r.Differences, fmt.Sprintf("%s: the hub says that %d still wait", line.title(), f.Waiting))
		}
	}
	for service := range p.counted {
		if !slices.ContainsFunc(r.Services, func(l Line) bool { return l.Service == service }) {
			r.Differences = append(r.Differences, fmt.Sprintf("%s: the hub has no figures of it", cmp.Or(service, "all")))
		}
	}
	return r, nil
}

func hubOutcome(f wire.Figure) Outcome {
	return Outcome{Arrived: f.Issued, Served: f.Served, Left: f.Left + f.NoShow, Called: f.Called, Mean: f.MeanS, Median: f.MedianS, P90: f.P90S}
}

func (l Line) title() string {
	if l.Service == "" {
		return "all"
	}
	return l.Service
}

// near is how far two figures in seconds may be apart: rounding, no more.
const near = 0.001

func (l Line) differences() []string {
	var all []string
	differ := func(what string, counted, hub float64, within float64) {
		if math.Abs(counted-hub) > within {
			all = append(all, fmt.Sprintf("%s: %s is %g by the hub and %g as its clients counted", l.title(), what, hub, counted))
		}
	}
	differ("arrivals", float64(l.Counted.Arrived), float64(l.Hub.Arrived), 0)
	differ("served", float64(l.Counted.Served), float64(l.Hub.Served), 0)
	differ("left", float64(l.Counted.Left), float64(l.Hub.Left), 0)
	differ("called", float64(l.Counted.Called), float64(l.Hub.Called), 0)
	differ("mean wait", l.Counted.Mean, l.Hub.Mean, near)
	differ("median wait", l.Counted.Median, l.Hub.Median, near)
	differ("p90 wait", l.Counted.P90, l.Hub.P90, near)
	if sum := l.Counted.Served + l.Counted.Left; sum != l.Counted.Arrived {
		all = append(all, fmt.Sprintf("%s: %d arrived, and %d were served or left", l.title(), l.Counted.Arrived, sum))
	}
	return all
}

// write prints the two tables.
func (r *Report) write(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s, %d commands in %s\n", r.Day.Format("Monday, 2 January 2006"), r.Commands, r.Took.Round(time.Millisecond))
	if r.Early > 0 {
		fmt.Fprintf(&b, "%d came before the business date began and were let in when it did\n", r.Early)
	}
	fmt.Fprintf(&b, "\nAs recorded (rec.), and as it went now. Waits are of those who were called, in minutes and seconds.\n\n")
	table(&b, r.Services, "rec.", "now", func(l Line) (Outcome, Outcome) { return l.Recorded, l.Counted })
	fmt.Fprintf(&b, "\nBy the hub's figures (hub), and counted apart from what its clients saw (seen).\n\n")
	table(&b, r.Services, "hub", "seen", func(l Line) (Outcome, Outcome) { return l.Hub, l.Counted })
	if len(r.Differences) == 0 {
		fmt.Fprintf(&b, "\nThe hub and its clients agree on every figure.\n")
	}
	for _, d := range r.Differences {
		fmt.Fprintf(&b, "DIFFERENCE  %s\n", d)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// table sets two outcomes of each service side by side, figure by figure.
func table(out io.Writer, lines []Line, one, other string, of func(Line) (Outcome, Outcome)) {
	row := func(label string, cells []string, name string) {
		fmt.Fprintf(out, "%-4s", label)
		for i := 0; i < len(cells); i += 2 {
			fmt.Fprintf(out, "  %6s %6s", cells[i], cells[i+1])
		}
		fmt.Fprintln(out, strings.TrimRight("  "+name, " "))
	}
	fmt.Fprint(out, "    ")
	for _, title := range []string{"arrived", "served", "left", "mean wait", "median wait", "p90 wait"} {
		fmt.Fprintf(out, "  %13s", title)
	}
	fmt.Fprintln(out)
	row("", slices.Repeat([]string{one, other}, 6), "")
	for _, l := range lines {
		a, b := of(l)
		row(l.title(), []string{
			strconv.Itoa(a.Arrived), strconv.Itoa(b.Arrived), strconv.Itoa(a.Served), strconv.Itoa(b.Served), strconv.Itoa(a.Left), strconv.Itoa(b.Left),
			minutes(a.Mean), minutes(b.Mean), minutes(a.Median), minutes(b.Median), minutes(a.P90), minutes(b.P90),
		}, l.Name)
	}
}

// minutes writes seconds as 1:23.
func minutes(s float64) string {
	n := int(math.Round(s))
	return fmt.Sprintf("%d:%02d", n/60, n%60)
}
