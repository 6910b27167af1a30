package sim

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// caller is one recorded call, with all that it brings along. Times of day are
// in seconds after the day's midnight, and above 86400 for the hours after it.
type caller struct {
	service  string // the call type in lower case
	arrives  int    // at the queue
	served   bool   // else the caller gave up
	length   int    // of the service, seconds
	patience int    // of who gave up, seconds
	wait     int    // recorded, of who was served
	server   string // "" where the record names nobody
	priority bool
	starts   int // recorded start of service, 0 where it is not known
	ends     int
}

// The record's own words.
const (
	noServer     = "NO_SERVER"
	outcomeServe = "AGENT"
	outcomeLeft  = "HANG"
	outcomeNone  = "PHANTOM"
	firstClass   = "2" // the priority that stands before others
	dayLength    = 24 * 60 * 60
)

// columns are those that a row is read by.
var columns = []string{"priority", "type", "date", "vru_entry", "vru_exit", "q_start", "q_exit", "q_time", "outcome", "ser_start", "ser_exit", "ser_time", "server"}

// readDay reads the calls of one day, in the order in which they come to the
// queue. A record without that day is an error that names the days it has.
func readDay(from io.Reader, day time.Time) ([]caller, error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<16)
	var at map[string]int
	var calls []caller
	first, last, want := "", "", day.Format("060102")
	for n := 1; lines.Scan(); n++ {
		fields := strings.Split(strings.TrimRight(lines.Text(), "\r"), "\t")
		if at == nil {
			at = make(map[string]int)
			for i, name := range fields {
				at[name] = i
			}
			for _, name := range columns {
				if _, ok := at[name]; !ok {
					return nil, fmt.Errorf("line 1: the column %q is missing; the record's first line must name its columns", name)
				}
			}
			continue
		}
		if len(fields) == 1 && fields[0] == "" {
			continue
		}
		if len(fields) < len(at) {
			return nil, fmt.Errorf("line %d: %d columns, the first line names %d", n, len(fields), len(at))
		}
		r := row{at: at, fields: fields}
		date := r.text("date")
		if first == "" || date < first {
			first = date
		}
		last = max(last, date)
		if date != want || r.text("outcome") == outcomeNone {
			continue
		}
		c, err := r.caller()
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		calls = append(calls, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the record: %w", err)
	}
	if len(calls) == 0 {
		return nil, fmt.Errorf("the record has no call on %s; it has days from %s to %s", day.Format(time.DateOnly), isoDate(first), isoDate(last))
	}
	slices.SortStableFunc(calls, func(a, b caller) int { return cmp.Compare(a.arrives, b.arrives) })
	fillUnknown(calls)
	return calls, nil
}

func isoDate(yymmdd string) string {
	if t, err := time.Parse("060102", yymmdd); err == nil {
		return t.Format(time.DateOnly)
	}
	return yymmdd
}

// row is a line of the record.
type row struct {
	at     map[string]int
	fields []string
}

func (r row) text(name string) string { return strings.TrimSpace(r.fields[r.at[name]]) }

// clock reads a time of day, h:mm:ss.
func (r row) clock(name string) (int, error) {
	var n [3]int
	parts := strings.Split(r.text(name), ":")
	if len(parts) != 3 {
		return 0, fmt.Errorf("%s: %q is no time of day", name, r.text(name))
	}
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 || i > 0 && v > 59 || v > 24 && i == 0 {
			return 0, fmt.Errorf("%s: %q is no time of day", name, r.text(name))
		}
		n[i] = v
	}
	return n[0]*3600 + n[1]*60 + n[2], nil
}

func (r row) number(name string) (int, error) {
	n, err := strconv.Atoi(r.text(name))
	if err != nil || n < 0 || n > dayLength {
		return 0, fmt.Errorf("%s: %q is no number of seconds", name, r.text(name))
	}
	return n, nil
}

// caller makes sense of a row. 0:00:00 means that something did not happen,
// unless its length says otherwise: it may have happened at midnight.
func (r row) caller() (caller, error) {
	var problem error
	clock := func(name string) int {
		v, err := r.clock(name)
		problem = cmp.Or(problem, err)
		return v
	}
	number := func(name string) int {
		v, err := r.number(name)
		problem = cmp.Or(problem, err)
		return v
	}
	entry, exit := clock("vru_entry"), clock("vru_exit")
	qStart, qTime := clock("q_start"), number("q_time")
	c := caller{service: strings.ToLower(r.text("type")), priority: r.text("priority") == firstClass,
		starts: clock("ser_start"), ends: clock("ser_exit"), length: number("ser_time")}
	switch r.text("outcome") {
	case outcomeServe:
		c.served, c.wait = true, qTime
		if server := r.text("server"); server != noServer {
			c.server = server
		}
	case outcomeLeft:
		c.patience = qTime
		c.length, c.starts, c.ends = 0, 0, 0
	default:
		problem = cmp.Or(problem, fmt.Errorf("outcome: %q is none of %s, %s and %s", r.text("outcome"), outcomeServe, outcomeLeft, outcomeNone))
	}
	if c.service == "" {
		problem = cmp.Or(problem, fmt.Errorf("type: it is empty"))
	}
	c.arrives = exit
	if qStart > 0 || qTime > 0 {
		c.arrives = qStart
	}
	// The day is the one on which the call came in; what is far earlier than
	// that was after midnight.
	after := func(t int) int {
		if t < entry-dayLength/2 {
			return t + dayLength
		}
		return t
	}
	c.arrives = after(c.arrives)
	if c.starts > 0 || c.length > 0 {
		c.starts, c.ends = after(c.starts), after(c.ends)
	} else {
		c.starts, c.ends = 0, 0
	}
	return c, problem
}

// fillUnknown gives who was served for an unrecorded time, and who gave up but
// may now be called in time, the median service of their kind on that day.
func fillUnknown(calls []caller) {
	times := make(map[string][]float64)
	for _, c := range calls {
		if c.served && c.ends > 0 {
			times[c.service] = append(times[c.service], float64(c.length))
			times[""] = append(times[""], float64(c.length))
		}
	}
	for i := range calls {
		c := &calls[i]
		if c.served && c.ends > 0 {
			continue
		}
		known := times[c.service]
		if len(known) == 0 {
			known = times[""]
		}
		slices.Sort(known)
		c.length = int(percentile(known, 50))
	}
}

// shift is when a server was there: from the first to the last service.
type shift struct {
	server   string
	from, to int
}

// shifts lists the day's servers by name.
func shifts(calls []caller) []shift {
	at := make(map[string]shift)
	for _, c := range calls {
		if c.server == "" || c.ends == 0 {
			continue
		}
		s, known := at[c.server]
		if !known {
			s = shift{c.server, c.starts, c.ends}
		}
		s.from, s.to = min(s.from, c.starts), max(s.to, c.ends)
		at[c.server] = s
	}
	var all []shift
	for _, s := range at {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b shift) int { return cmp.Compare(a.server, b.server) })
	return all
}
