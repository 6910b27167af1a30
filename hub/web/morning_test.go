package web

import (
	"time"

	"turno/hub/wire"
)

// morning is the branch of the reference pictures on a Tuesday at 10:41.

var madrid = func() *time.Location {
	l, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		panic(err)
	}
	return l
}()

func clock(hour, minute, second int) time.Time {
	return time.Date(2026, 11, 24, hour, minute, second, 0, madrid)
}

func all(es, cs, pt, sv, en string) map[string]string {
	return map[string]string{"es": es, "cs": cs, "pt": pt, "sv": sv, "en": en}
}

func morning() wire.State {
	services := []wire.Service{
		{ID: "cash", Series: "A", Icon: "money", TargetS: 600, Names: all("Efectivo", "Hotovost", "Numerário", "Kontanter", "Cash")},
		{ID: "accounts", Series: "B", Icon: "credit-card", TargetS: 600, Names: all("Cuentas", "Účty a karty", "Contas e cartões", "Konton", "Accounts")},
		{ID: "loans", Series: "C", Icon: "house-line", TargetS: 1800, Names: all("Préstamos", "Půjčky a hypotéky", "Empréstimos", "Lån", "Loans")},
		{ID: "lockers", Series: "D", Icon: "vault", TargetS: 900, Names: all("Cajas de seguridad", "Bezpečnostní schránky", "Cofres", "Bankfack", "Safe deposit boxes")},
		{ID: "complaints", Series: "E", Icon: "chat-circle-text", TargetS: 600, Names: all("Reclamaciones", "Reklamace", "Reclamações", "Klagomål", "Complaints")},
	}
	branch := &wire.Branch{
		ID: "demo", Bank: "Banco Alameda", Name: "Alameda 12", Zone: "Europe/Madrid", Languages: []string{"es", "cs", "pt", "sv", "en"},
		Services: services,
		Ticker: all("Hoy, hasta las 12:00, un gestor resuelve dudas sobre hipotecas en el puesto 6.", "Dnes do 12:00 poradíme s hypotékou u přepážky 6.",
			"Hoje, até às 12:00, um gestor esclarece dúvidas sobre crédito à habitação no balcão 6.", "I dag till 12:00 svarar vi på frågor om bolån vid lucka 6.", "Today until 12:00, ask us about mortgages at counter 6."),
	}
	return wire.State{
		Epoch: "e1", Seq: 411, BusinessDate: "2026-11-24", At: clock(10, 41, 20), Day: "open", Branch: branch,
		Queues: queues(), Counters: counters(branch), Board: board(), Figures: figures(),
		You: &wire.You{Role: wire.Manager, Person: "ortega"},
		Helps: []wire.HelpRow{
			{Call: "h1", Device: "kiosk-2", Language: "cs", State: "coming", CalledAt: clock(10, 39, 0), Name: "A. Lima"},
			{Call: "h2", Device: "kiosk-1", Language: "es", State: "called", CalledAt: clock(10, 37, 0)},
		},
		Devices: []wire.DeviceRow{
			{Device: "kiosk-1", Role: wire.Kiosk, Printer: "ok", Since: clock(8, 0, 0)},
			{Device: "kiosk-2", Role: wire.Kiosk, Printer: "paper_out", Unprinted: 3, Since: clock(10, 37, 0)},
			{Device: "kiosk-3", Role: wire.Kiosk, Printer: "paper_low", Since: clock(9, 55, 0)},
		},
	}
}

func queues() []wire.Queue {
	since := func(minute, second int) *time.Time { t := clock(10, minute, second); return &t }
	return []wire.Queue{
		{Service: "cash", Waiting: 3, OldestAt: since(35, 0), Wait: wire.Wait{P50S: 330, P80S: 600}, Open: true, Serving: 2},
		{Service: "accounts", Waiting: 5, OldestAt: since(27, 0), Wait: wire.Wait{P50S: 640, P80S: 880}, Open: true, Serving: 2},
		{Service: "loans", Waiting: 6, OldestAt: since(17, 0), Wait: wire.Wait{P50S: 1510, P80S: 2090}, Open: true, Serving: 1},
		{Service: "lockers", OpensAt: "13:00", Wait: wire.Wait{Unknown: true}},
		{Service: "complaints", Wait: wire.Wait{}, Open: true, Serving: 1},
	}
}

func counters(b *wire.Branch) []wire.Counter {
	rows := []wire.Counter{
		{Counter: "1", State: "serving", Ticket: "A117", Service: "cash", Name: "M. Ortega", Since: clock(10, 37, 0)},
		{Counter: "2", State: "serving", Ticket: "A116", Service: "cash", Name: "P. Vidal", Since: clock(10, 32, 0)},
		{Counter: "3", State: "called", Ticket: "B042", Service: "accounts", Name: "L. Ferrer", Since: clock(10, 41, 0)},
		{Counter: "4", State: "serving", Ticket: "B041", Service: "accounts", Name: "J. Nováková", Since: clock(10, 30, 0)},
		{Counter: "5", State: "closed", Since: clock(8, 0, 0)},
		{Counter: "6", State: "serving", Ticket: "D009", Service: "lockers", Name: "A. Lima", Since: clock(10, 9, 0)},
	}
	for _, c := range rows {
		b.Counters = append(b.Counters, wire.Place{Counter: c.Counter, Services: []string{"cash", "accounts", "loans", "lockers", "complaints"}})
	}
	return rows
}

func board() []wire.Called {
	return []wire.Called{
		{Ticket: "B042", Counter: "3", Service: "accounts", Language: "es", CalledAt: clock(10, 41, 0), Calls: 1},
		{Ticket: "A117", Counter: "1", Service: "cash", Language: "es", CalledAt: clock(10, 36, 30), Calls: 1},
		{Ticket: "D009", Counter: "6", Service: "lockers", Language: "cs", CalledAt: clock(10, 34, 0), Calls: 1},
		{Ticket: "B041", Counter: "4", Service: "accounts", Language: "es", CalledAt: clock(10, 29, 0), Calls: 2},
		{Ticket: "A116", Counter: "2", Service: "cash", Language: "sv", CalledAt: clock(10, 31, 0), Calls: 1},
	}
}

func figures() *wire.Figures {
	f := &wire.Figures{
		Total: wire.Figure{
			Issued: 83, Called: 69, MeanS: 610, MedianS: 520, P90S: 1330, ServiceLevel: 0.78,
			Ratings: 21, CSATs: 20, CSAT: 0.85, NPSs: 14, NPS: 0.357, CESs: 11, CES: 5.82,
		},
		Services: []wire.Figure{
			{Service: "cash", Issued: 40, Called: 37, MeanS: 340, MedianS: 310, P90S: 590, ServiceLevel: 0.92, Ratings: 13, CSATs: 13, CSAT: 0.923, NPSs: 9, NPS: 0.556, CESs: 8, CES: 6.125},
			{Service: "accounts", Issued: 25, Called: 20, MeanS: 702, MedianS: 640, P90S: 1010, ServiceLevel: 0.55, Ratings: 8, CSATs: 7, CSAT: 0.714, NPSs: 5, NPS: -0.2},
			{Service: "loans", Issued: 14, Called: 8, MeanS: 1520, MedianS: 1490, P90S: 2040, ServiceLevel: 0.75},
			{Service: "lockers"},
			{Service: "complaints", Issued: 4, Called: 4, MeanS: 130, MedianS: 95, P90S: 300, ServiceLevel: 1},
		},
	}
	for i, n := range [][2]int{{9, 6}, {14, 11}, {17, 15}, {21, 16}, {8, 6}} {
		f.HalfHours = append(f.HalfHours, wire.HalfHour{From: clock(8, 30, 0).Add(time.Duration(i) * 30 * time.Minute), Arrived: n[0], Served: n[1]})
	}
	return f
}

// mine is the visit of a phone.
func mine(state string) *wire.Visit {
	ahead := 3
	v := &wire.Visit{Visit: "v1", Ticket: "B042", Service: "accounts", Language: "pt", State: state, Since: clock(10, 38, 0),
		IssuedAt: clock(10, 38, 0), QueuedAt: clock(10, 38, 0), Ahead: &ahead, Wait: &wire.Wait{P50S: 640, P80S: 880}}
	if state == "called" || state == "serving" {
		v.Counter, v.Calls = "3", 1
	}
	if state == "no_show" {
		until := clock(10, 55, 0)
		v.Until = &until
	}
	return v
}
