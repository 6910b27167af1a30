package flow

import "turno/hub/wire"

// branch is a small branch with a queue of each kind.
func branch() wire.State {
	text := func(es, cs string) map[string]string {
		return map[string]string{"es": es, "cs": cs, "en": "in English: " + es}
	}
	return wire.State{
		Epoch: "e", Seq: 1, BusinessDate: "2026-11-24", Day: "open",
		Branch: &wire.Branch{
			ID: "lipova", Bank: "Banco Alameda", Name: "Lipová", Zone: "Europe/Madrid",
			Languages: []string{"es", "cs", "pt", "sv", "en"},
			Services: []wire.Service{
				{ID: "cash", Series: "A", Icon: "money", Names: text("Efectivo", "Hotovost"), Hints: text("Ingresos y retiradas", "Vklad, výběr, směna peněz"), UsualS: [2]int{180, 420}},
				{
					ID: "accounts", Series: "B", Icon: "credit-card", Names: text("Cuentas y tarjetas", "Účty a karty"), Hints: text("Abrir, cambiar", "Založení, změna"),
					About:  text("Abrimos su cuenta.", "Založíme vám účet."),
					Bring:  map[string][]string{"es": {"Documento de identidad"}, "cs": {"Občanský průkaz nebo pas", "Kartu, které se to týká"}},
					UsualS: [2]int{1200, 1800},
				},
				{ID: "lockers", Series: "D", Icon: "vault", Names: text("Cajas de seguridad", "Bezpečnostní schránky"), Hints: text("Acceso", "Přístup")},
			},
		},
		Queues: []wire.Queue{
			{Service: "cash", Waiting: 2, Open: true, Serving: 2, Wait: wire.Wait{P50S: 300, P80S: 560}},
			{Service: "accounts", Waiting: 3, Open: true, Serving: 1, Wait: wire.Wait{P50S: 650, P80S: 860}},
			{Service: "lockers", OpensAt: "13:00"},
		},
	}
}
