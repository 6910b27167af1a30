package web

import (
	"testing"

	"turno/hub/wire"
)

func TestPhoneAtTheCall(t *testing.T) {
	tb := open(t, 390, 844, 2)
	h := newFakeHub(t, phoneState("waiting"), nil)
	tb.visit(h.URL + "/t/Kf7")
	tb.until("Turno.id('ahead').textContent === '3\u00a0pessoas à frente'")
	if hello := next(t, h.hellos); hello.Token != "Kf7" {
		t.Errorf("hello with %q", hello.Token)
	}
	for selector, want := range map[string]string{
		"#wait": "10–15\u00a0min", "#expected": "10:51–10:56", "#service": "Contas e cartões", "#updated": "Em direto, atualizado às 10:41",
	} {
		if got := tb.text(selector); got != want {
			t.Errorf("%s reads %q, want %q", selector, got, want)
		}
	}
	first := mine("waiting")
	*first.Ahead = 0
	h.tell(wire.Changed{Ticket: first})
	tb.until("Turno.id('ahead').textContent === 'É a próxima pessoa' && document.querySelectorAll('#people i').length === 1")
	h.tell(wire.Changed{Ticket: mine("called")})
	tb.until("document.documentElement.classList.contains('now') && Turno.id('headline').textContent === 'É a sua vez'")
	var sun string
	tb.eval("getComputedStyle(document.documentElement).backgroundColor", &sun)
	if sun != "rgb(255, 197, 61)" {
		t.Errorf("the page is %s", sun)
	}
	h.tell(wire.Changed{Ticket: mine("serving")})
	tb.until("!document.documentElement.classList.contains('now') && Turno.id('headline').textContent !== ''")
	tb.clean()
}

func TestManyAheadAreANumeral(t *testing.T) {
	s := phoneState("waiting")
	*s.Ticket.Ahead = 12
	s.Ticket.Wait = &wire.Wait{Unknown: true}
	tb := open(t, 390, 844, 2)
	h := newFakeHub(t, s, nil)
	tb.visit(h.URL + "/t/Kf7?lang=cs")
	tb.until("Turno.id('people').textContent === '12' && document.querySelectorAll('#people i').length === 2")
	if got := tb.text("#wait"); got != "Zatím nevíme" {
		t.Errorf("the wait reads %q", got)
	}
	tb.until("Turno.id('expected-box').hidden")
}

func TestGivingTheTicketUpAsksOnce(t *testing.T) {
	tb := open(t, 390, 844, 2)
	h := newFakeHub(t, phoneState("waiting"), nil)
	tb.visit(h.URL + "/t/Kf7?lang=en")
	tb.until("!Turno.id('actions').hidden")
	tb.click("#leave")
	tb.until("!Turno.id('ask').hidden && Turno.id('actions').hidden && document.activeElement.id === 'leave-no'")
	keep(t, "phone-leave-en", tb.picture(false))
	tb.click("#leave-no")
	tb.until("Turno.id('ask').hidden")
	if len(h.commands) != 0 {
		t.Fatal("the ticket was given up without a yes")
	}
	h.set(func() { h.answer = wire.Refuse("x", wire.NotWaiting, "", "") })
	tb.until("!Turno.id('actions').hidden")
	tb.click("#leave")
	tb.until("!Turno.id('ask').hidden")
	tb.click("#leave-yes")
	c := next(t, h.commands)
	if c["do"] != "leave" || c["ticket"] != "B042" || c["token"] != "Bearer Kf7" {
		t.Errorf("command %v", c)
	}
	tb.until("!Turno.id('problem').hidden")
	if got := tb.text("#problem"); got != "That did not work. Your ticket is still in the queue. This ticket is no longer waiting." {
		t.Errorf("the page says %q", got)
	}
	h.tell(wire.Changed{Ticket: mine("left")})
	tb.until("Turno.id('headline').textContent === 'You gave up your ticket' && Turno.id('actions').hidden && Turno.id('ask').hidden")
	tb.clean()
}

func TestPhoneNotLive(t *testing.T) {
	tb := open(t, 390, 844, 2)
	h := newFakeHub(t, phoneState("called"), nil)
	tb.visit(h.URL + "/t/Kf7?lang=sv")
	tb.until("document.documentElement.classList.contains('now')")
	h.set(func() { h.down = true })
	h.cut(0)
	tb.until("!document.documentElement.classList.contains('now') && !Turno.id('stale').hidden")
	if got := tb.text("#stale-text"); got != "Inga data sedan 10:41" {
		t.Errorf("the page says %q", got)
	}
	keep(t, "phone-stale-sv", tb.picture(false))
}

func TestAlertWithSound(t *testing.T) {
	tb := open(t, 390, 844, 2)
	h := newFakeHub(t, phoneState("waiting"), nil)
	tb.visit(h.URL + "/t/Kf7?lang=en")
	tb.until("!Turno.id('actions').hidden")
	tb.click("#alert")
	tb.until("Turno.id('alert-text').textContent === 'We will alert you with sound'")
	tb.clean()
}

func TestLanguageMenu(t *testing.T) {
	tb := open(t, 390, 844, 2)
	h := newFakeHub(t, phoneState("waiting"), nil)
	tb.visit(h.URL + "/t/Kf7")
	tb.until("!Turno.id('actions').hidden")
	tb.click(".menu summary")
	keep(t, "phone-menu-pt", tb.picture(false))
	tb.click(".menu a[lang=cs]")
	tb.until("Turno.id('ahead') && Turno.id('ahead').textContent === '3\u00a0lidé před vámi'")
}
