package kiosk

import (
	"strings"

	"turno/forms"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk/flow"
)

// storyForm is the bank's form, and the same under other names: a branch whose
// services have several.
func storyForm(id string) (forms.Form, error) {
	f, err := forms.Load("AC-01")
	if id == "LO-01" {
		f.ID, f.Service = id, "loans"
		f.Title = five("Solicitud de préstamo", "Žádost o úvěr na bydlení", "Pedido de crédito", "Ansökan om lån", "Loan application")
	}
	return f, err
}

func (s *stage) types(text string) {
	for _, r := range text {
		s.touch(flow.Type, string(r))
	}
}

// rates goes into the rating and past the ticket.
func (s *stage) rates() {
	s.services()
	s.m.Enter(flow.OpenFeedback)
	s.types("B042")
	s.touch(flow.Continue, "")
}

var rateScenes = []scene{
	{"rate-ticket", func(s *stage) {
		s.services()
		s.m.Enter(flow.OpenFeedback)
		s.types("B04")
		s.touch(flow.Continue, "")
	}},
	{"rate-csat", func(s *stage) { s.rates() }},
	{"rate-nps", func(s *stage) { s.rates(); s.touch(flow.Pick, "4") }},
	{"rate-ces", func(s *stage) { s.rates(); s.touch(flow.Pick, "4"); s.touch(flow.Pick, "9") }},
	{"rate-comment", func(s *stage) {
		s.rates()
		s.touch(flow.Pick, "4")
		s.touch(flow.Pick, "9")
		s.touch(flow.Pick, "6")
		for _, r := range rateComment[s.lang] {
			s.touch(flow.Type, string(r))
		}
	}},
	{"rated-lost", func(s *stage) {
		s.rates()
		s.touch(flow.Pick, "4")
		s.touch(flow.Pick, "9")
		s.touch(flow.Pick, "6")
		s.touch(flow.Continue, "")
		s.in(flow.Submitted{Wish: 1, Lost: true})
	}},
}

// rateComment is what a person might write, long enough to break.
var rateComment = map[words.Lang]string{
	words.ES: "Me atendieron con mucha paciencia, pero tuve que esperar de pie.",
	words.CS: "Paní u přepážky byla velmi trpělivá, jen jsem musela dlouho stát.",
	words.PT: "Atenderam-me com muita paciência, mas tive de esperar de pé.",
	words.SV: "Jag fick mycket bra hjälp, men det var trångt att vänta stående.",
	words.EN: "The lady was very patient, but I had to stand while I waited.",
}

// fills goes into the account form and answers question by question, until one
// has the label of a field; without a key to the review.
func (s *stage) fills(until string) {
	s.services()
	s.m.Enter(flow.OpenForms)
	s.touch(flow.Pick, "AC-01")
	s.touch(flow.Continue, "")
	title := "-"
	if f, err := forms.Load("AC-01"); err == nil {
		if field, ok := f.Field(until); ok {
			title = words.Pick(field.Label, s.lang)
		}
	}
	for range 60 {
		v := s.m.View()
		if v.Title == title || v.Screen == flow.FormReview || strings.HasPrefix(until, "read") && v.Screen == flow.FormRead {
			return
		}
		s.answers(v)
	}
}

// answers gives the question on the screen something that it takes.
func (s *stage) answers(v flow.View) {
	if v.Screen == flow.FormChoose {
		s.touch(flow.Pick, v.Choices[0].Action.Arg)
		if now := s.m.View(); now.Title == v.Title {
			s.touch(flow.Continue, "")
		}
		return
	}
	for _, text := range []string{"", "Praha", "X1234567L", "600123456", "14051979"} {
		if v.Field != nil {
			s.touch(flow.Type, flow.Clear)
			s.types(text)
		}
		s.touch(flow.Continue, "")
		if now := s.m.View(); now.Title != v.Title || now.Screen != v.Screen || now.Field == nil {
			return
		}
	}
}

// hands fills the whole form in.
func (s *stage) hands() {
	s.fills("")
	s.touch(flow.Continue, "")
}

// carries takes the ticket that the form goes with.
func (s *stage) carries() {
	s.hands()
	s.touch(flow.Pick, "ticket")
	ahead := 3
	s.in(flow.Answer{Wish: 1, Answer: wire.Answer{OK: true, Result: &wire.Result{
		Ticket: "B042", PeopleAhead: &ahead, Wait: &wire.Wait{P50S: 640, P80S: 890}, URL: storyURL, Code: "k7Qm2x",
	}}})
}

var formScenes = []scene{
	{"form-list", func(s *stage) { s.services(); s.m.Enter(flow.OpenForms) }},
	{"form-start", func(s *stage) { s.services(); s.m.Enter(flow.OpenForms); s.touch(flow.Pick, "AC-01") }},
	{"form-bring", func(s *stage) {
		s.services()
		s.m.Enter(flow.OpenForms)
		s.touch(flow.Pick, "AC-01")
		s.touch(flow.Next, "")
	}},
	{"form-wrong", func(s *stage) { s.fills("id_number"); s.types("12345678a"); s.touch(flow.Continue, "") }},
	{"form-date", func(s *stage) { s.fills("birth_date"); s.types("3102195"); s.touch(flow.Continue, "") }},
	{"form-iban", func(s *stage) { s.fills("from_iban"); s.types("cz6508000000192000145398"); s.touch(flow.Continue, "") }},
	{"form-choice", func(s *stage) { s.fills("public_office") }},
	{"form-several", func(s *stage) { s.fills("source"); s.touch(flow.Continue, "") }},
	{"form-read", func(s *stage) { s.fills("read") }},
	{"form-consent", func(s *stage) { s.fills("declared"); s.touch(flow.Pick, "no") }},
	{"form-review", func(s *stage) { s.fills(""); s.touch(flow.Next, "") }},
	{"form-hand", func(s *stage) {
		s.hands()
		s.touch(flow.Pick, "paper")
		s.in(flow.FormPrinted{Form: "AC-01", OK: true})
	}},
	{"form-sent", func(s *stage) { s.carries(); s.in(flow.Submitted{Wish: 2, Answer: wire.Answer{OK: true}}) }},
	{"ticket-form", func(s *stage) {
		s.service("accounts")
		s.touch(flow.Take, "")
		ahead := 3
		s.in(flow.Answer{Wish: 1, Answer: wire.Answer{OK: true, Result: &wire.Result{
			Ticket: "B042", PeopleAhead: &ahead, Wait: &wire.Wait{P50S: 640, P80S: 890}, URL: storyURL, Code: "k7Qm2x",
		}}})
		s.in(flow.Pressed{Ticket: "B042", Paper: flow.Printed})
	}},
	{"form-lost", func(s *stage) {
		s.carries()
		for range 3 {
			s.in(flow.Submitted{Wish: 2, Lost: true})
		}
	}},
}
