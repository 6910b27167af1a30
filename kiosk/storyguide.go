package kiosk

import (
	"turno/hub/wire"
	"turno/kiosk/flow"
)

// guideScenes lead a person to a service: by need, by search, with priority,
// past a long queue, with somebody's help.
var guideScenes = []scene{
	{"needs", func(s *stage) { s.needs() }},
	{"needs-on", func(s *stage) { s.needs(); s.touch(flow.Next, "") }},
	{"ways", func(s *stage) { s.needs(); s.touch(flow.Others, "") }},
	{"search", func(s *stage) { s.needs(); s.other(flow.Search) }},
	{"search-found", func(s *stage) { s.find("search.hint") }},
	{"search-accents", func(s *stage) { s.find(""); s.touch(flow.Type, flow.Accents); s.touch(flow.Type, flow.Shift) }},
	{"search-none", func(s *stage) { s.needs(); s.other(flow.Search); s.write("qqqqq") }},
	{"found", func(s *stage) { s.find("search.hint"); s.touch(flow.Search, "") }},
	{"long", func(s *stage) { s.phones(); s.service("loans"); s.touch(flow.Take, "") }},
	{"long-no-phone", func(s *stage) { s.service("loans"); s.touch(flow.Take, "") }},
	{"long-sending", func(s *stage) { s.phones(); s.service("loans"); s.touch(flow.Take, ""); s.touch(flow.OnPhone, "") }},
	{"ticket-phone", func(s *stage) {
		s.phones()
		s.service("loans")
		s.touch(flow.Take, "")
		s.touch(flow.OnPhone, "")
		s.given(storyURL)
	}},
	{"priority", func(s *stage) { s.service("accounts"); s.touch(flow.Priority, "") }},
	{"service-priority", func(s *stage) { s.service("accounts"); s.touch(flow.Priority, ""); s.touch(flow.Priority, "priority") }},
	{"service-list", func(s *stage) {
		s.service("accounts")
		s.touch(flow.Next, "")
		s.touch(flow.PrintList, "")
		s.in(flow.InfoPressed{Number: 1, Paper: flow.OutOfPaper})
	}},
	{"help", func(s *stage) { s.needs(); s.touch(flow.CallHelp, ""); s.helped("called") }},
	{"help-coming", func(s *stage) { s.needs(); s.touch(flow.CallHelp, ""); s.helped("coming") }},
	{"help-unsent", func(s *stage) { s.leave(); s.touch(flow.CallHelp, "") }},
	{"help-failed", func(s *stage) {
		s.needs()
		s.touch(flow.CallHelp, "")
		s.in(flow.Reached{Wish: 1, Answer: wire.Refuse("", wire.Unavailable, "", "")})
	}},
	{"needs-helped", func(s *stage) { s.needs(); s.touch(flow.CallHelp, ""); s.helped("coming"); s.touch(flow.Done, "") }},
}

// write types letter by letter.
func (s *stage) write(text string) {
	for _, r := range text {
		s.touch(flow.Type, string(r))
	}
}

// find opens the search and writes what finds something in every language.
func (s *stage) find(string) {
	s.needs()
	s.other(flow.Search)
	s.write(map[string]string{"es": "tarj", "cs": "kart", "pt": "cart", "sv": "kort", "en": "card"}[string(s.lang)])
}

// phones lets phones reach the hub.
func (s *stage) phones() {
	b := *s.hub.State.Branch
	b.PublicURL = "https://turno.alameda.example"
	s.hub.State.Branch = &b
	s.in(s.hub)
}

// helped is the hub's word on the call for help.
func (s *stage) helped(state string) {
	s.hub.State.Helps = []wire.HelpRow{{Call: "h1", Device: "kiosk-1", State: state}}
	s.in(s.hub)
	s.in(flow.Reached{Wish: 1, Answer: wire.Answer{OK: true, Result: &wire.Result{Call: "h1"}}})
}

func storyNeeds() []wire.Need {
	need := func(id, service, icon string, names map[string]string) wire.Need {
		return wire.Need{ID: id, Service: service, Icon: icon, Names: names}
	}
	return []wire.Need{
		need("pay-in", "cash", "money", five("Ingresar dinero", "Vložit peníze", "Depositar dinheiro", "Sätta in pengar", "Pay in money")),
		need("withdraw", "cash", "download-simple", five("Sacar dinero", "Vybrat peníze", "Levantar dinheiro", "Ta ut pengar", "Take out money")),
		need("exchange", "cash", "arrows-clockwise", five("Cambiar moneda", "Vyměnit cizí měnu", "Trocar moeda estrangeira", "Växla valuta", "Change foreign money")),
		need("lost-card", "accounts", "credit-card", five("He perdido la tarjeta", "Ztráta karty", "Perdi o cartão", "Jag har tappat kortet", "My card is lost")),
		need("open-account", "accounts", "star-four", five("Abrir una cuenta", "Založit účet", "Abrir uma conta", "Öppna ett konto", "Open an account")),
		need("online", "accounts", "device-mobile", five("Banca por internet y móvil", "Bankovnictví v\u00a0mobilu a\u00a0na\u00a0internetu", "Banca online e no telemóvel", "Internetbank och mobilapp", "Online and mobile banking")),
		need("my-details", "accounts", "identification-card", five("Cambiar mis datos", "Změnit své údaje", "Alterar os meus dados", "Ändra mina uppgifter", "Change my details")),
		need("loan", "loans", "house-line", five("Pedir un préstamo o una hipoteca", "Požádat o\u00a0úvěr nebo hypotéku", "Pedir um crédito ou uma hipoteca", "Ansöka om lån eller bolån", "Ask for a loan or mortgage")),
		need("instalments", "loans", "calendar-blank", five("Hablar de mis cuotas", "Domluvit se na\u00a0splátkách", "Falar das minhas prestações", "Prata om mina avbetalningar", "Talk about my instalments")),
		need("box", "lockers", "vault", five("Ir a mi caja de seguridad", "Jít ke\u00a0své schránce", "Ir ao meu cofre", "Gå till mitt bankfack", "Go to my safe deposit box")),
		need("unknown-payment", "complaints", "warning-octagon", five("No reconozco un pago", "Platba, kterou neznám", "Não reconheço um pagamento", "Ett köp jag inte känner igen", "A payment I do not know")),
		need("complain", "complaints", "chat-circle-text", five("Poner una queja", "Podat stížnost", "Apresentar uma queixa", "Lämna ett klagomål", "Make a complaint")),
	}
}

func storyClasses() []wire.Class {
	return []wire.Class{
		{
			ID: "priority", Names: five("Atención preferente", "Přednostní obsluha", "Atendimento prioritário", "Förtur", "Priority service"),
			For: five("Personas mayores o con discapacidad, embarazadas, con niños pequeños", "Starší lidé, lidé s\u00a0postižením, těhotné ženy, rodiče s\u00a0malými dětmi",
				"Pessoas idosas ou com deficiência, grávidas, com crianças de colo", "Äldre, personer med funktionsnedsättning, gravida, med små barn",
				"Older or disabled people, pregnant women, people with small children"),
		},
		{
			ID: "donor", Names: five("Donantes de sangre", "Dárci krve", "Doadores de sangue", "Blodgivare", "Blood donors"),
			For: five("Quien ha donado sangre y trae el comprobante", "Kdo daroval krev a\u00a0má potvrzení", "Quem doou sangue e traz o comprovante", "Du som har gett blod och har intyget med dig", "Who gave blood and has the proof of it"),
		},
	}
}
