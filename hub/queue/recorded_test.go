package queue

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// caller is a recorded call: who came when, for how long they were served, and
// after how long they gave up (0: they did not).
type caller struct {
	service  ServiceID
	priority bool
	arrives  int // seconds after midnight
	length   int
	patience int
}

// TestRulesOnRecordedDays plays the recorded days by several rules, with as many
// counters in each half hour as its recorded work fills to nine tenths, and
// prints what each rule gives to whom, and what it costs the others. The table
// of the package comment is from here.
func TestRulesOnRecordedDays(t *testing.T) {
	if os.Getenv("TURNO_DATA") == "" {
		t.Skip("set TURNO_DATA to the folder of the recorded days")
	}
	days := recordedDays(t)
	type outcome struct{ priority, regular []int }
	results := map[string]outcome{}
	var names []string
	for _, rule := range []struct {
		name   string
		change func(*Branch)
	}{
		{"first come", func(*Branch) {}},
		{"credit 90 s", func(b *Branch) { b.Classes[0] = Class{ID: "p", Credit: 90} }},
		{"strict, share 80", func(b *Branch) { b.Classes[0] = Class{ID: "p", Way: WayStrict} }},
		{"strict, share 40", func(b *Branch) { b.Classes[0] = Class{ID: "p", Way: WayStrict, Share: 40} }},
		{"accumulating 200 %", func(b *Branch) { b.Classes[0] = Class{ID: "p", Way: WayAccumulating, Rate: 200} }},
		{"accumulating 400 %", func(b *Branch) { b.Classes[0] = Class{ID: "p", Way: WayAccumulating, Rate: 400} }},
		{"target 1 min", func(b *Branch) { b.Profiles[0].Rules = []Rule{{ID: "t", MissWithin: 20}} }},
	} {
		var o outcome
		for _, day := range days {
			for _, w := range playRecorded(t, day, rule.change) {
				if w.priority {
					o.priority = append(o.priority, w.waited)
				} else {
					o.regular = append(o.regular, w.waited)
				}
			}
		}
		results[rule.name] = o
		names = append(names, rule.name)
	}
	base := results["first come"]
	t.Logf("%-20s %28s %28s", "", "priority: mean  p90 ≤1min", "others: mean  p90 ≤1min")
	for _, name := range names {
		o := results[name]
		t.Logf("%-20s %4.0f (%+4.0f) %5d %5.1f %%   %4.0f (%+4.0f) %5d %5.1f %%", name,
			mean(o.priority), mean(o.priority)-mean(base.priority), p90(o.priority), within(o.priority),
			mean(o.regular), mean(o.regular)-mean(base.regular), p90(o.regular), within(o.regular))
	}
	strict, accumulating := results["strict, share 80"], results["accumulating 200 %"]
	if !(mean(strict.priority) < mean(accumulating.priority) && mean(accumulating.priority) < mean(base.priority)) {
		t.Errorf("strict does not help most, or accumulating not at all")
	}
	if !(mean(strict.regular) > mean(accumulating.regular) && mean(accumulating.regular) > mean(base.regular)) {
		t.Errorf("what is given to some is taken from nobody")
	}
	if all := func(o outcome) []int { return slices.Concat(o.priority, o.regular) }; within(all(results["target 1 min"])) <= within(all(base)) {
		t.Errorf("a rule that looks at targets keeps no more of them")
	}
}

type waited struct {
	priority bool
	waited   int
}

// playRecorded plays one day and gives the waits of all who were called.
func playRecorded(t *testing.T, calls []caller, change func(*Branch)) (waits []waited) {
	b := Branch{ID: "b", Classes: []Class{{ID: "p"}}, Profiles: []Profile{{ID: "all"}}}
	for i, id := range []ServiceID{"ps", "pe", "in", "ne", "nw", "tt"} {
		b.Services = append(b.Services, Service{ID: id, Series: seriesLetters[i : i+1], Target: 60})
	}
	staff := map[int]int{} // seconds of work that came in a half hour
	most := 1
	for _, c := range calls {
		staff[c.arrives/1800] += c.length
	}
	for half, work := range staff {
		staff[half] = max(1, (work*10+9*1800-1)/(9*1800))
		most = max(most, staff[half])
	}
	for i := range most {
		b.Counters = append(b.Counters, CounterSetup{ID: CounterID(strconv.Itoa(i + 1)), Profile: "all"})
	}
	change(&b)
	var s State
	midnight := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	do := func(second int, ask Ask) Event {
		events, err := Decide(s, Command{ID: "c", Do: ask}, midnight.Add(time.Duration(second)*time.Second))
		if err != nil {
			t.Fatalf("%s at %d: %v", ask.Verb(), second, err)
		}
		for _, e := range events {
			s = Apply(s, e)
		}
		return events[len(events)-1]
	}
	do(0, LoadBranch{Branch: b, Date: "2026-03-02"})
	do(0, OpenDay{Date: "2026-03-02"})
	for _, c := range b.Counters {
		do(0, OpenCounter{Counter: c.ID})
	}
	ends := make([]int, most) // when a counter is free; 0: it is
	waiting, next := 0, 0
	lengths := map[VisitID]caller{}
	var leaving []VisitID
	for now := calls[0].arrives; next < len(calls) || waiting > 0; now++ {
		for i, end := range ends {
			if end > 0 && end <= now {
				do(now, Finish{Counter: b.Counters[i].ID})
				ends[i] = 0
			}
		}
		for ; next < len(calls) && calls[next].arrives <= now; next++ {
			c := calls[next]
			issue := Issue{Visit: VisitID(strconv.Itoa(next)), Service: c.service}
			if c.priority {
				issue.Class = "p"
			}
			do(now, issue)
			lengths[issue.Visit] = c
			if c.patience > 0 {
				leaving = append(leaving, issue.Visit)
			}
			waiting++
		}
		leaving = slices.DeleteFunc(leaving, func(id VisitID) bool {
			v, _ := s.Visit(id)
			if v.State() != Waiting {
				return true
			}
			if now < lengths[id].arrives+lengths[id].patience {
				return false
			}
			do(now, Leave{Ticket: v.Ticket})
			waiting--
			return true
		})
		for i := 0; i < max(1, staff[now/1800]) && i < most && waiting > 0; i++ {
			if ends[i] > 0 {
				continue
			}
			f := do(now, CallNext{Counter: b.Counters[i].ID}).Fact.(TicketCalled)
			do(now, Serve{Counter: b.Counters[i].ID})
			c := lengths[f.Visit]
			waits = append(waits, waited{c.priority, int(f.Waited)})
			ends[i] = now + max(1, c.length)
			waiting--
		}
	}
	return waits
}

// recordedDays reads the record: the calls of each day by arrival.
func recordedDays(t *testing.T) [][]caller {
	f, err := os.Open(filepath.Join(os.Getenv("TURNO_DATA"), "anonymous-bank-1999-02.tsv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	days := map[string][]caller{}
	var at map[string]int
	for lines := bufio.NewScanner(f); lines.Scan(); {
		row := strings.Split(strings.TrimRight(lines.Text(), "\r"), "\t")
		if at == nil {
			at = map[string]int{}
			for i, name := range row {
				at[name] = i
			}
			continue
		}
		if len(row) < len(at) || row[at["outcome"]] == "PHANTOM" {
			continue
		}
		number := func(name string) int { n, _ := strconv.Atoi(row[at[name]]); return n }
		clock := func(name string) (s int) {
			for part := range strings.SplitSeq(row[at[name]], ":") {
				n, _ := strconv.Atoi(part)
				s = s*60 + n
			}
			return s
		}
		c := caller{service: ServiceID(strings.ToLower(strings.TrimSpace(row[at["type"]]))), priority: strings.TrimSpace(row[at["priority"]]) == "2", arrives: clock("vru_exit"), length: number("ser_time")}
		if clock("q_start") > 0 {
			c.arrives = clock("q_start")
		}
		if strings.TrimSpace(row[at["outcome"]]) == "HANG" {
			c.patience, c.length = max(1, number("q_time")), 180
		}
		if c.arrives >= 7*3600 { // the few of the night belong to the day before
			days[row[at["date"]]] = append(days[row[at["date"]]], c)
		}
	}
	var all [][]caller
	for _, calls := range days {
		slices.SortStableFunc(calls, func(a, b caller) int { return cmp.Compare(a.arrives, b.arrives) })
		all = append(all, calls)
	}
	if len(all) == 0 {
		t.Fatal("the record has no day")
	}
	slices.SortFunc(all, func(a, b []caller) int { return cmp.Compare(fmt.Sprint(a[0]), fmt.Sprint(b[0])) })
	return all
}

func mean(of []int) float64 {
	sum := 0
	for _, n := range of {
		sum += n
	}
	return float64(sum) / float64(max(1, len(of)))
}

func p90(of []int) int {
	of = slices.Sorted(slices.Values(of))
	return of[len(of)*9/10]
}

func within(of []int) float64 {
	n := 0
	for _, w := range of {
		if w <= 60 {
			n++
		}
	}
	return 100 * float64(n) / float64(len(of))
}
