package flow

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"turno/hub/wire"
)

// guided is the branch with everything that leads people to a service: needs,
// a class, whom services are for, a queue that counts as long.
func guided() wire.State {
	s := branch()
	b := s.Branch
	text := func(es, cs, en string) map[string]string { return map[string]string{"es": es, "cs": cs, "en": en} }
	list := func(es, cs, en []string) map[string][]string {
		return map[string][]string{"es": es, "cs": cs, "en": en}
	}
	b.LongWaitS, b.PublicURL = 1800, "https://turno.example"
	b.Services[1].For = text("Para mayores de edad.", "Pro plnoleté.", "For adults.")
	b.Classes = []wire.Class{
		{ID: "priority", Names: text("Atención preferente", "Přednostní obsluha", "Priority service"), For: text("65 años o más", "Věk od 65 let", "65 or older")},
		{ID: "gold", Names: text("Oro", "Zlatí klienti", "Gold")}, // the bank's own business
	}
	b.Needs = []wire.Need{
		{ID: "pay-in", Service: "cash", Icon: "money", Names: text("Ingresar dinero", "Vložit peníze", "Pay in money"), Words: list([]string{"billetes"}, []string{"vklad", "bankovky"}, []string{"deposit", "notes"})},
		{ID: "lost-card", Service: "accounts", Icon: "credit-card", Names: text("He perdido la tarjeta", "Ztráta karty", "My card is lost"), Words: list([]string{"robada"}, []string{"ukradená", "zablokovat"}, []string{"stolen", "block"})},
		{ID: "open-account", Service: "accounts", Names: text("Abrir una cuenta", "Založit účet", "Open an account")},
		{ID: "box", Service: "lockers", Icon: "vault", Names: text("Ir a mi caja", "Jít ke své schránce", "Go to my box"), Words: list(nil, []string{"trezor"}, []string{"vault"})},
		{ID: "nowhere", Service: "none", Names: text("Nada", "Nic", "Nothing")},
	}
	s.You = &wire.You{Role: "kiosk", Device: "kiosk-1"}
	return s
}

// guided does what a transcript says of keys and of lists on paper.
func (p *player) guided(what, rest string) []Effect {
	var effects []Effect
	key := func(arg string) {
		p.at = p.at.Add(100 * time.Millisecond)
		effects = append(effects, p.in(Touch{Action{Type, arg}})...)
	}
	switch what {
	case "type":
		p.at = p.at.Add(time.Second)
		for _, r := range rest {
			if r == ' ' {
				key(Space)
			} else {
				key(string(r))
			}
		}
	case "key":
		p.at = p.at.Add(time.Second)
		key(rest)
	case "list":
		number, paper, _ := strings.Cut(rest, " ")
		n, _ := strconv.Atoi(number)
		return p.in(InfoPressed{Number: n, Paper: Paper(paper)})
	default:
		p.t.Fatalf("nobody does %q here", what)
	}
	return effects
}

// hubHelps is what the hub makes of a call for help, or of its end.
func (p *player) hubHelps(what string) []Effect {
	in := Reached{Wish: p.call}
	switch what {
	case "took":
		p.hub.State.Seq++
		in.Answer = wire.Answer{OK: true, Seq: p.hub.State.Seq, Result: &wire.Result{Call: "h1"}}
	case "hides":
		b := *p.hub.State.Branch
		b.PublicURL = ""
		p.hub.State.Branch = &b
		return p.in(p.hub)
	case "declined":
		in.Answer = wire.Refuse("", wire.Unavailable, "", "")
	case "missed":
		in.Lost = true
	default:
		p.t.Fatalf("the hub never %s", what)
	}
	return p.in(in)
}

// helps makes the hub's list of help calls: "nobody", "called" or "coming".
// Another kiosk has its own all the time.
func (p *player) helps(state string) {
	p.hub.State.Seq++
	p.hub.State.Helps = []wire.HelpRow{{Call: "h9", Device: "kiosk-2", State: "coming"}}
	if state != "nobody" {
		p.hub.State.Helps = append(p.hub.State.Helps, wire.HelpRow{Call: "h1", Device: "kiosk-1", State: state})
	}
}

func (p *player) guiding(e Effect) string {
	switch e := e.(type) {
	case Call:
		p.call = e.Wish
		return strings.Join(strings.Fields(fmt.Sprintf("=> help: %s %s %s, wish %d", e.Command.Step, e.Command.Call, e.Command.Language, e.Wish)), " ")
	case PrintInfo:
		return fmt.Sprintf("=> print list %d, %s in %s: %s (%s) %s", e.Slip.Number, e.Slip.Title, e.Slip.Language, e.Slip.Heading, e.Slip.Usual, strings.Join(e.Slip.Lines, ", "))
	}
	return fmt.Sprintf("=> %#v", e)
}

func prior(class string) string {
	if class == "" {
		return ""
	}
	return ", priority " + class
}

// saying are the lines of what is read, written and chosen.
func saying(v View) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	for _, s := range v.Text {
		for _, l := range append([]string{s.Title}, s.Lines...) {
			if l != "" {
				line("   %s", l)
			}
		}
	}
	if f := v.Field; f != nil {
		value := []rune(f.Value)
		line("   %s: [%s|%s] %s%s", f.Label, string(value[:f.Caret]), string(value[f.Caret:]), f.Hint, f.Problem)
	}
	for _, row := range v.Keys {
		var keys []string
		for _, k := range row {
			keys = append(keys, k.Label)
		}
		line("   %s", strings.Join(keys, " "))
	}
	for _, c := range v.Choices {
		b.WriteString(control(c))
	}
	return b.String()
}
