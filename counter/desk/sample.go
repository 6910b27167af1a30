package desk

import (
	"fmt"
	"time"

	"turno/hub/wire"
)

// Sample is a made-up branch at a quarter to eleven, seen by counter 3, which
// is free: what stories are drawn from and tests begin with. at is the present
// time in it; every other time hangs on that one.
func Sample(at time.Time) wire.State {
	ago := func(minutes float64) time.Time { return at.Add(-time.Duration(minutes * float64(time.Minute))) }
	s := wire.State{
		Epoch: "sample", Seq: 400, BusinessDate: at.Format("2006-01-02"), At: at, Day: "open",
		Branch: &wire.Branch{
			ID: "sample", Bank: "Banco Alameda", Name: "Alameda Centro", Zone: "Europe/Madrid",
			Languages: []string{"es", "cs", "pt", "sv", "en"}, RecallGapS: 10, UndoS: 30,
			Services: sampleServices(),
			Tellers:  []wire.Person{{ID: "lucia", Name: "Lucía Ferrer"}, {ID: "tomas", Name: "Tomáš Říha"}, {ID: "ines", Name: "Inês Sá"}},
		},
		You: &wire.You{Role: wire.Teller, Person: "lucia", Name: "Lucía Ferrer", Counter: "3"},
	}
	every := []string{"cash", "accounts", "loans", "lockers", "complaints"}
	for i := range 6 {
		n := fmt.Sprint(i + 1)
		s.Branch.Counters = append(s.Branch.Counters, wire.Place{Counter: n, Services: every, Profiles: []string{"all"}})
		s.Counters = append(s.Counters, wire.Counter{Counter: n, State: "closed", Since: ago(90)})
	}
	s.Branch.Counters[2].Services = []string{"cash", "accounts"}
	s.Branch.Counters[2].Profiles = []string{"all", "loans_only"}
	s.Branch.Profiles = []wire.Profile{{ID: "loans_only", Names: map[string]string{"es": "Solo préstamos", "cs": "Jen úvěry", "pt": "Só crédito", "sv": "Bara lån", "en": "Loans only"}}}
	s.Counters[0] = wire.Counter{Counter: "1", State: "serving", Since: ago(4), Ticket: "C011", Visit: "v-c011", Service: "loans",
		Language: "es", Teller: "ines", Name: "Inês Sá", Services: every}
	s.Counters[2] = wire.Counter{Counter: "3", State: "open", Since: ago(1), Teller: "lucia", Name: "Lucía Ferrer", Profile: "all",
		Services: []string{"cash", "accounts"}, Last: "B042", LastS: 11 * 60, Served: 23, MedianS: 7 * 60, InTarget: 0.82}
	s.Counters[3] = wire.Counter{Counter: "4", State: "open", Since: ago(2), Teller: "tomas", Name: "Tomáš Říha", Services: every}

	wait := func(ticket, service, language string, minutes float64, place int) wire.Visit {
		return wire.Visit{Visit: "v-" + ticket, Ticket: ticket, Service: service, Language: language, State: "waiting",
			Since: ago(minutes), IssuedAt: ago(minutes), QueuedAt: ago(minutes), Place: fmt.Sprintf("%03d", place)}
	}
	first := wait("B044", "accounts", "en", 9, 20)
	first.Priority = "reduced_mobility"
	s.Visits = []wire.Visit{
		wait("B043", "accounts", "cs", 14, 10), first,
		wait("A118", "cash", "es", 6, 30), wait("A119", "cash", "es", 4, 40), wait("A120", "cash", "sv", 2, 50),
		wait("B045", "accounts", "pt", 3, 45), wait("B046", "accounts", "es", 1, 60), wait("B047", "accounts", "es", 0.5, 70),
	}
	for i := range 6 {
		s.Visits = append(s.Visits, wait(fmt.Sprintf("C%03d", 12+i), "loans", "es", 24-float64(i), 80+i))
	}
	for _, id := range every {
		q := wire.Queue{Service: id, Open: id != "lockers", Serving: 2}
		if id == "lockers" {
			q.OpensAt = "13:00"
		}
		for _, v := range s.Visits {
			if v.Service == id {
				q.Waiting++
				if t := v.QueuedAt; q.OldestAt == nil || t.Before(*q.OldestAt) {
					q.OldestAt = &t
				}
			}
		}
		s.Queues = append(s.Queues, q)
	}
	return s
}

// SampleVisit puts the visit B042 at counter 3, in a state of the wire, since a
// number of seconds.
func SampleVisit(s wire.State, state string, seconds int) wire.State {
	since := s.At.Add(-time.Duration(seconds) * time.Second)
	issued := since.Add(-13 * time.Minute)
	waited := 720.0
	undo := s.At.Add(20 * time.Second)
	row := s.Counters[2]
	row.State, row.Ticket, row.Visit, row.Service, row.Language, row.Since = state, "B042", "v-B042", "accounts", "es", since
	row.IssuedAt, row.WaitedS, row.CalledAt, row.Calls = &issued, &waited, &since, 1
	row.Why = &wire.Why{Rule: "first", Over: 5}
	row.Undo, row.UndoUntil = "call_next", &undo
	if state != "called" {
		row.ServingAt, row.Undo = &since, "serve"
	}
	s.Counters = append([]wire.Counter(nil), s.Counters...)
	s.Counters[2] = row
	s.Visits = append([]wire.Visit{{Visit: "v-B042", Ticket: "B042", Service: "accounts", Language: "es", State: state,
		Since: since, IssuedAt: issued, QueuedAt: issued, Counter: "3", Calls: 1}}, s.Visits...)
	return s
}

// SampleParked adds two parked visits: one whose time has come, one with none.
func SampleParked(s wire.State) wire.State {
	due := s.At.Add(-2 * time.Minute)
	s.Visits = append([]wire.Visit{
		{Visit: "v-B039", Ticket: "B039", Service: "accounts", Language: "sv", State: "parked", Since: s.At.Add(-17 * time.Minute),
			IssuedAt: s.At.Add(-50 * time.Minute), QueuedAt: s.At.Add(-50 * time.Minute), Owner: "counter:3", Reason: "papers", Until: &due},
		{Visit: "v-A101", Ticket: "A101", Service: "cash", Language: "es", State: "parked", Since: s.At.Add(-9 * time.Minute),
			IssuedAt: s.At.Add(-40 * time.Minute), QueuedAt: s.At.Add(-40 * time.Minute), Owner: "branch", Reason: "approval"},
		{Visit: "v-A098", Ticket: "A098", Service: "cash", Language: "en", State: "no_show", Since: s.At.Add(-6 * time.Minute),
			IssuedAt: s.At.Add(-30 * time.Minute), QueuedAt: s.At.Add(-30 * time.Minute)},
	}, s.Visits...)
	return s
}

// SamplePauses are the reasons for a pause of a bank that has its own, one of
// them as long as such a reason gets.
func SamplePauses() []wire.Pause {
	return []wire.Pause{
		{ID: "lunch", Kind: "break", Names: map[string]string{"es": "Comida", "cs": "Oběd", "pt": "Almoço", "sv": "Lunch", "en": "Lunch"}},
		{ID: "break", Kind: "break", Names: map[string]string{"es": "Descanso de diez minutos", "cs": "Desetiminutová přestávka", "pt": "Pausa de dez minutos", "sv": "Tio minuters rast", "en": "Ten-minute break"}},
		{ID: "cash_count", Kind: "back_office", Names: map[string]string{
			"es": "Arqueo de caja con la segunda persona autorizada", "cs": "Kontrola hotovosti s druhou oprávněnou osobou",
			"pt": "Contagem de caixa com a segunda pessoa autorizada", "sv": "Kassaräkning tillsammans med den andra behöriga", "en": "Cash count with the second authorised person"}},
		{ID: "post", Kind: "back_office", Names: map[string]string{"es": "Correo", "cs": "Pošta", "pt": "Correio", "sv": "Post", "en": "Post"}},
	}
}

func sampleServices() []wire.Service {
	return []wire.Service{
		{ID: "cash", Series: "A", Icon: "money", TargetS: 600, UsualS: [2]int{120, 300},
			Names: map[string]string{"es": "Caja", "cs": "Hotovost", "pt": "Caixa", "sv": "Kontanter", "en": "Cash"}},
		{ID: "accounts", Series: "B", Icon: "credit-card", TargetS: 600, UsualS: [2]int{480, 840}, Forms: []string{"AC-01"},
			Names: map[string]string{"es": "Cuentas y tarjetas", "cs": "Účty, karty a elektronické bankovnictví", "pt": "Contas e cartões", "sv": "Konton och kort", "en": "Accounts and cards"},
			Bring: map[string][]string{
				"es": {"Documento de identidad, las dos caras", "Justificante de domicilio, menos de 3 meses", "Residencia fiscal declarada", "Nómina o carta de pensión", "Contrato firmado"},
				"cs": {"Občanský průkaz, obě strany", "Doklad o adrese, ne starší než 3 měsíce", "Prohlášení o daňové rezidenci", "Výplatní páska nebo důchodový výměr", "Podepsaná smlouva"},
				"pt": {"Documento de identificação, frente e verso", "Comprovativo de morada, menos de 3 meses", "Residência fiscal declarada", "Recibo de vencimento ou carta de pensão", "Contrato assinado"},
				"sv": {"Id-kort, båda sidorna", "Adressintyg, högst 3 månader gammalt", "Skatterättslig hemvist angiven", "Lönebesked eller pensionsbesked", "Undertecknat avtal"},
				"en": {"Identity card, both sides", "Proof of address, under 3 months", "Tax residence declared", "Payslip or pension letter", "Contract signed"},
			}},
		{ID: "loans", Series: "C", Icon: "house-line", TargetS: 1800, UsualS: [2]int{900, 2400},
			Names: map[string]string{"es": "Préstamos", "cs": "Úvěry a hypotéky", "pt": "Crédito", "sv": "Lån", "en": "Loans"}},
		{ID: "lockers", Series: "D", Icon: "vault", TargetS: 600, UsualS: [2]int{300, 900},
			Names: map[string]string{"es": "Cajas de seguridad", "cs": "Bezpečnostní schránky", "pt": "Cofres", "sv": "Bankfack", "en": "Safe deposit boxes"}},
		{ID: "complaints", Series: "E", Icon: "chat-circle-text", TargetS: 900, UsualS: [2]int{600, 1200},
			Names: map[string]string{"es": "Reclamaciones", "cs": "Reklamace a stížnosti", "pt": "Reclamações", "sv": "Klagomål", "en": "Complaints"}},
	}
}

// SampleDrafts are forms that a visit might carry, filled in.
func SampleDrafts(ticket string, ids ...string) wire.Drafts {
	out := wire.Drafts{Ticket: ticket}
	for _, id := range ids {
		out.Drafts = append(out.Drafts, wire.FormDraft{Form: id, Values: map[string]string{
			"surname": "Ferrer", "second_surname": "Vidal", "given_name": "Ana", "id_number": "X1234567L", "birth_date": "1979-05-14", "nationality": "Española",
			"birth_country": "España", "street": "Calle Mayor 12, 3.º B", "postcode": "28013", "town": "Madrid", "phone": "600 123 456", "email": "ana.ferrer@correo.example",
			"account": "salary", "extras": "debit_card,online", "tax_abroad": "no", "occupation": "Maestra", "income": "1850,50", "source": "work",
			"public_office": "no", "offers": "no", "declared": "yes",
		}})
	}
	return out
}
