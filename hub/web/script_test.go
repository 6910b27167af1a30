package web

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/words"
)

// The scripts write numbers, waits and times by themselves; these tests hold
// them to what hub/words writes for the screens.
func TestScriptsWriteLikeTheScreens(t *testing.T) {
	tb := open(t, 800, 600, 1)
	h := newFakeHub(t, morning(), nil)
	for _, l := range words.All {
		tb.visit(h.URL + "/help?lang=" + string(l))
		for _, c := range sayings(l) {
			var got string
			tb.eval(c.script, &got)
			if got != c.want {
				t.Errorf("%s %s: %q, want %q", l, c.script, got, c.want)
			}
		}
	}
	tb.clean()
}

type saying struct{ script, want string }

func sayings(l words.Lang) []saying {
	var out []saying
	add := func(want, format string, args ...any) { out = append(out, saying{fmt.Sprintf(format, args...), want}) }
	for _, n := range []int{0, 1, 2, 4, 5, 22, 999, 1842, 12345, 1234567, -3} {
		add(words.Number(l, n), "Turno.number(%d)", n)
		add(words.N(l, "common.people", n), "Turno.n('common.people', %d)", n)
	}
	for _, share := range []float64{0, 0.001, 0.5, 0.824, 0.999, 1} {
		add(words.Percent(l, share), "Turno.percent(%v)", share)
	}
	for _, v := range []float64{0, 0.25, 12.5, 1234.56} {
		add(words.Decimal(l, v, 1), "Turno.decimal(%v, 1)", v)
	}
	for _, w := range [][2]int{{0, 0}, {10, 59}, {100, 60}, {240, 299}, {600, 600}, {640, 880}, {1510, 2090}, {900, 300}, {-5, -1}} {
		p50, p80 := time.Duration(w[0])*time.Second, time.Duration(w[1])*time.Second
		add(words.Range(l, p50, p80), "Turno.range(%d, %d)", w[0], w[1])
	}
	for _, at := range []time.Time{clock(9, 5, 0), clock(0, 0, 30), clock(23, 59, 59), time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC).In(madrid)} {
		add(words.Clock(at), "Turno.clock(%d)", at.UnixMilli())
		add(words.ClockIn(l, at), "Turno.clockIn(%d)", at.UnixMilli())
		add(words.LongDate(l, at), "Turno.longDate(%d)", at.UnixMilli())
	}
	add(words.Minutes(l, 899*time.Second), "Turno.minutes(899)")
	names := map[string]string{"es": "Cuentas a plazo", "cs": "Účty a karty i úvěry v bance", "fi": "Tilit"}
	raw, _ := json.Marshal(names)
	add(words.Pick(names, l), "Turno.pick(%s)", raw)
	add(words.Pick(map[string]string{"fi": "Tilit", "de": "Konten"}, l), `Turno.pick({ fi: 'Tilit', de: 'Konten' })`)
	add("[common.nowhere]", "Turno.t('common.nowhere')")
	add("Counter {counter}", "'Counter {counter}'")
	return out
}

// announcing runs an Announcer on a clock of the test's own: steps are boards,
// the passing of time, and ends of sounds; the transcript is what was shown.
const announcing = `(function (steps) {
	const log = [], timers = [], sounds = [];
	let now = 0;
	const a = new Turno.Announcer({
		after: function (ms, f) { timers.push({ at: now + ms, f: f }); },
		show: function (row) { log.push(row ? 'show ' + row.ticket + ' at ' + row.counter : 'rest'); },
		play: function (row) { log.push('say ' + row.ticket); return new Promise(function (end) { sounds.push(end); }); },
	});
	const settle = function () { return new Promise(function (go) { setTimeout(go, 0); }); };
	const row = function (text) {
		const p = text.split(' '); // ticket, counter, seconds ago
		return { ticket: p[0], counter: p[1], called_at: new Date(1e12 - 1000 * p[2]).toISOString() };
	};
	return steps.reduce(function (before, step) {
		return before.then(function () {
			if (step.board) { log.push('board'); a.board(step.board.map(row), 1e12); }
			if (step.pass) {
				now += step.pass; log.push('pass ' + step.pass);
				timers.splice(0).forEach(function (t) { if (t.at <= now) t.f(); else timers.push(t); });
			}
			if (step.heard) { log.push('heard'); sounds.shift()(); }
			return settle();
		});
	}, Promise.resolve()).then(function () { return log; });
})(%s)`

func TestAnnouncements(t *testing.T) {
	tb := open(t, 800, 600, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	type steps []map[string]any
	board := func(rows ...string) map[string]any { return map[string]any{"board": append([]string{}, rows...)} }
	pass := func(ms int) map[string]any { return map[string]any{"pass": ms} }
	heard := map[string]any{"heard": true}
	for _, c := range []struct {
		name  string
		steps steps
		want  []string
	}{
		{"what was called before is not announced", steps{board("A001 1 5")}, []string{"board", "rest"}},
		{
			"each stays its least time, though it was heard sooner",
			steps{board(), board("A001 1 0"), heard, pass(4999), board("A002 2 0", "A001 1 0"), pass(1), heard, pass(5000)},
			[]string{"board", "rest", "board", "show A001 at 1", "say A001", "heard", "pass 4999", "board", "pass 1",
				"show A002 at 2", "say A002", "heard", "pass 5000", "rest"},
		},
		{
			"no announcement cuts another off",
			steps{board(), board("A001 1 0"), board("A002 2 0", "A001 1 0"), pass(5000), pass(3000), heard, pass(5000), heard},
			[]string{"board", "rest", "board", "show A001 at 1", "say A001", "board", "pass 5000", "pass 3000", "heard",
				"show A002 at 2", "say A002", "pass 5000", "heard", "rest"},
		},
		{
			"five at once come in the order of their calls",
			steps{board(), board("A005 5 0", "A004 4 0", "A003 3 1", "A002 2 1", "A001 1 2"), heard, pass(5000), heard, pass(5000), heard, pass(5000)},
			[]string{"board", "rest", "board", "show A001 at 1", "say A001", "heard", "pass 5000", "show A002 at 2", "say A002",
				"heard", "pass 5000", "show A003 at 3", "say A003", "heard", "pass 5000", "show A004 at 4", "say A004"},
		},
		{
			"a recall is announced again",
			steps{board("A001 1 30"), board("A001 1 0"), heard, pass(5000), board("A001 1 0")},
			[]string{"board", "rest", "board", "show A001 at 1", "say A001", "heard", "pass 5000", "rest", "board", "rest"},
		},
		{
			"a call that was taken back is not announced any more",
			steps{board(), board("A001 1 0"), board("A002 2 0", "A001 1 0"), board("A001 1 0"), heard, pass(5000)},
			[]string{"board", "rest", "board", "show A001 at 1", "say A001", "board", "board", "heard", "pass 5000", "rest"},
		},
		{
			"after a break only what is recent is announced",
			steps{board("A001 1 300"), board("A003 3 20", "A002 2 90", "A001 1 300")},
			[]string{"board", "rest", "board", "show A003 at 3", "say A003"},
		},
		{
			"a sound that never ends holds nothing up for ever",
			steps{board(), board("A001 1 0"), pass(5000), pass(15000)},
			[]string{"board", "rest", "board", "show A001 at 1", "say A001", "pass 5000", "pass 15000", "rest"},
		},
	} {
		raw, err := json.Marshal(c.steps)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		tb.eval(fmt.Sprintf(announcing, raw), &got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}

func TestMirrorApplies(t *testing.T) {
	tb := open(t, 800, 600, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	const state = `{ epoch: 'e', seq: 7, queues: [{ service: 'a', waiting: 1 }, { service: 'b', waiting: 2 }], counters: [], board: [{ ticket: 'A001' }] }`
	for _, c := range []struct{ name, event, want string }{
		{"rows replace rows", `{ epoch: 'e', seq: 8, changed: { queues: [{ service: 'b', waiting: 9 }] } }`, `[8,[1,9],1]`},
		{"new rows come last", `{ epoch: 'e', seq: 8, changed: { queues: [{ service: 'c', waiting: 3 }] } }`, `[8,[1,2,3],1]`},
		{"an empty board empties it", `{ epoch: 'e', seq: 8, changed: { board: [] } }`, `[8,[1,2],0]`},
		{"not ours to see", `{ epoch: 'e', seq: 8 }`, `[8,[1,2],1]`},
		{"a gap", `{ epoch: 'e', seq: 9 }`, `null`},
		{"again", `{ epoch: 'e', seq: 7 }`, `null`},
		{"another log", `{ epoch: 'f', seq: 8 }`, `null`},
	} {
		var got string
		tb.eval(fmt.Sprintf(`(function () {
			const s = %s, n = Turno.apply(s, %s);
			if (s.seq !== 7 || s.queues.length !== 2 || s.queues[1].waiting !== 2) throw new Error('the old state was changed');
			return JSON.stringify(n && [n.seq, n.queues.map(function (q) { return q.waiting; }), n.board.length]);
		})()`, state, c.event), &got)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
