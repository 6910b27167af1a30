package web

import (
	"fmt"
	"strings"
	"testing"

	"turno/hub/wire"
)

func TestBoardFollowsTheBranch(t *testing.T) {
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	tb.until("Turno.id('number').textContent === 'B042'")
	if hello := next(t, h.hellos); hello.Token != "numbers-only" || hello.Protocol != 1 || hello.Have != nil {
		t.Errorf("hello %+v", hello)
	}
	rows := append([]wire.Called{{Ticket: "C007", Counter: "5", Language: "sv", CalledAt: clock(10, 41, 19), Calls: 1}}, board()...)
	h.tell(wire.Changed{Board: &rows, Counters: []wire.Counter{{Counter: "5", State: "called", Ticket: "C007"}}})
	tb.until("Turno.id('number').textContent === 'C007' && Turno.id('call').classList.contains('now')")
	if got := tb.text("#aloud"); got != "Turno C007, puesto 5." {
		t.Errorf("screen readers hear %q", got)
	}
	if got := strings.Fields(tb.text("#recent")); strings.Join(got, " ") != "B042 3 A117 1 D009 6 B041 4" {
		t.Errorf("latest calls %q", got)
	}
	var sun int
	tb.eval("document.querySelectorAll('#recent li.now').length", &sun)
	if sun != 1 {
		t.Errorf("%d rows in sun: B042 is still being called, and nobody else", sun)
	}
	tb.clean()
}

func TestServedCallLosesItsSun(t *testing.T) {
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	tb.until("Turno.id('call').classList.contains('now')")
	h.tell(wire.Changed{Counters: []wire.Counter{{Counter: "3", State: "serving", Ticket: "B042"}}})
	tb.until("!Turno.id('call').classList.contains('now')")
	if got := tb.text("#number"); got != "B042" {
		t.Errorf("the last call reads %q", got)
	}
}

// Where no counter is open the hub goes on quoting what the branch could do. Who
// sits here is promised nothing, and told a wait again when a counter opens.
func TestBoardPromisesNoWaitWhereNoCounterIsOpen(t *testing.T) {
	s := morning()
	s.Queues[0].Serving = 0
	s.Queues[4].Serving, s.Queues[4].Wait = 0, wire.Wait{Unknown: true}
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, s, nil)
	tb.visit(h.URL + "/display?lang=en")
	tb.until("Turno.id('waits').children.length === 4")
	for _, want := range []struct {
		row     int
		reading string
	}{{1, "Cash 3 people"}, {2, "Accounts 10–15 min"}, {4, "Complaints Not known"}} {
		if got := reads(t, tb, fmt.Sprintf("#waits li:nth-child(%d)", want.row)); got != want.reading {
			t.Errorf("row %d reads %q, want %q", want.row, got, want.reading)
		}
	}
	keep(t, "display-unserved-en", tb.picture(false))
	h.tell(wire.Changed{Queues: queues()[:1]})
	tb.until("Turno.id('waits').children[0].textContent.indexOf('5–10') >= 0")
	tb.clean()
}

func TestBoardSaysSinceWhenItIsNotLive(t *testing.T) {
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	tb.until("Turno.id('number').textContent === 'B042'")
	h.set(func() { h.down = true })
	h.cut(wire.CloseRestart)
	tb.until("!Turno.id('veil').hidden")
	if got := tb.text("#veil-title"); got != "Sin datos desde las 10:41" {
		t.Errorf("the veil says %q", got)
	}
	if got := tb.text("#ticker"); got != "Reconectando. Los números que ve detrás son de las 10:41." {
		t.Errorf("the ticker says %q", got)
	}
	var look struct{ Sun, Waits string }
	tb.eval(`({ Sun: getComputedStyle(Turno.id('call')).backgroundColor, Waits: getComputedStyle(Turno.id('waits')).visibility })`, &look)
	if look.Sun == "rgb(255, 197, 61)" || look.Waits != "hidden" {
		t.Errorf("behind the veil the sun is %s and the waits are %s", look.Sun, look.Waits)
	}
	keep(t, "display-veil-es", tb.picture(false))
	h.set(func() { h.down = false })
	tb.until("Turno.id('veil').hidden && Turno.id('call').classList.contains('now')")
	tb.clean()
}

func TestMissedEventBringsASnapshot(t *testing.T) {
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	next(t, h.hellos)
	tb.until("Turno.id('number').textContent === 'B042'")
	h.set(func() { h.state.Seq += 5 })
	none := []wire.Called{}
	h.tell(wire.Changed{Board: &none})
	next(t, h.hellos)
	tb.until("!Turno.id('welcome').hidden")
}

func TestBoardFetchesItselfAfreshWhenItsTokenIsGone(t *testing.T) {
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	next(t, h.hellos)
	tb.until("Turno.id('number').textContent === 'B042'")
	tb.eval("window.before = true", nil)
	h.set(func() { h.refuse = wire.CloseUnknown })
	h.cut(wire.CloseRestart)
	tb.until("!Turno.id('veil').hidden && Turno.id('ticker').textContent === 'Esta página no tiene permiso. Avise al personal.'")
	h.set(func() { h.refuse = 0 })
	tb.until("!window.before && Turno.id('number').textContent === 'B042' && Turno.id('veil').hidden")
}

func TestMutedBoardSaysSoAndCanBeTurnedOn(t *testing.T) {
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, morning(), nil)
	tb.visit(h.URL + "/display")
	tb.until("!Turno.id('sound').hidden")
	if got := tb.text("#sound-text"); got != "El sonido está apagado" {
		t.Errorf("the note says %q", got)
	}
	if got := next(t, h.muted); got != "muted" {
		t.Errorf("the hub hears %q", got)
	}
	tb.click("#sound-on")
	tb.until("Turno.id('sound').hidden")
	h.set(func() { h.noVoice = "not_installed" })
	rows := append([]wire.Called{{Ticket: "C007", Counter: "5", Language: "sv", CalledAt: clock(10, 41, 19), Calls: 1}}, board()...)
	h.tell(wire.Changed{Board: &rows})
	tb.until("!Turno.id('sound').hidden && Turno.id('sound-text').textContent.indexOf('espeak-ng') > 0 && Turno.id('sound-on').hidden")
	tb.clean()
}

func TestLongNumbersAndNamesAreNotCut(t *testing.T) {
	s := morning()
	s.Board[0].Ticket, s.Counters[2].Ticket = "B1042", "B1042"
	s.Board[1].Ticket = "A10117"
	for i := range s.Branch.Services {
		s.Branch.Services[i].Names["cs"] = "Bezpečnostní schránky a úschova"
	}
	for i := range s.Queues {
		s.Queues[i].Open = true
	}
	tb := open(t, 1920, 1080, 1)
	h := newFakeHub(t, s, nil)
	tb.visit(h.URL + "/display?lang=cs")
	tb.until("Turno.id('number').textContent === 'B1042' && Turno.id('waits').children.length === 5")
	keep(t, "display-long-cs", tb.picture(false))
	var cut []string
	tb.eval(`Array.from(document.querySelectorAll('.number, .recent .ticket, .waits span, .waits b, .ticker .line'))
		.filter(function (e) { return e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().top < Turno.id('waits').getBoundingClientRect().top && e.closest('.waits'); }).map(function (e) { return e.textContent; })`, &cut)
	if len(cut) > 0 {
		t.Errorf("cut: %q", cut)
	}
}

// On an upright board nothing lies on anything else or outside the glass: not with
// a mute browser, five waits and a long ticker at once, however tall the glass is.
func TestUprightBoardCoversNothing(t *testing.T) {
	s := morning()
	for i := range s.Queues {
		s.Queues[i].Open = true
	}
	for _, size := range [][2]int{{1080, 1920}, {390, 844}, {768, 1024}, {900, 900}} {
		for _, lang := range s.Branch.Languages {
			tb := open(t, size[0], size[1], 1)
			h := newFakeHub(t, s, nil)
			tb.visit(h.URL + "/display?lang=" + lang)
			tb.until("Turno.id('number').textContent === 'B042' && Turno.id('waits').children.length === 5 && !Turno.id('sound').hidden")
			var over []string
			tb.eval(`(function () {
				const parts = Array.from(document.querySelectorAll('.head .bank, .head time, .call, .recent li, .waits li, .sound, .ticker'));
				const rects = parts.map(function (e) { return e.getBoundingClientRect(); });
				const bad = [];
				rects.forEach(function (a, i) {
					if (a.left < -1 || a.top < -1 || a.right > innerWidth + 1 || a.bottom > innerHeight + 1) bad.push('outside: ' + parts[i].textContent);
					rects.slice(i + 1).forEach(function (b, j) {
						if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) bad.push(parts[i].textContent + ' under ' + parts[i + 1 + j].textContent);
					});
				});
				return bad;
			})()`, &over)
			if len(over) > 0 {
				t.Errorf("%d by %d in %s: %q", size[0], size[1], lang, over)
			}
			if lang == "pt" {
				keep(t, fmt.Sprintf("display-upright-%d-pt", size[0]), tb.picture(false))
			}
			tb.clean()
		}
	}
}
