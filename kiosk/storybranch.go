package kiosk

import "turno/hub/wire"

// storyState is the branch of the stories: every kind of queue, and names as
// long as they come.
func storyState() wire.State {
	return wire.State{
		Epoch: "story", Seq: 1, BusinessDate: "2026-11-24", Day: "open",
		Branch: &wire.Branch{
			ID: "alameda", Bank: "Banco Alameda", Name: "Alameda", Zone: "Europe/Madrid",
			Languages: []string{"es", "cs", "pt", "sv", "en"},
			Services:  storyServices(),
			Needs:     storyNeeds(), Classes: storyClasses(), LongWaitS: 1500,
		},
		You: &wire.You{Role: "kiosk", Device: "kiosk-1"},
		Queues: []wire.Queue{
			{Service: "cash", Waiting: 2, Open: true, Serving: 2, Wait: wire.Wait{P50S: 320, P80S: 560}},
			{Service: "accounts", Waiting: 3, Open: true, Serving: 1, Wait: wire.Wait{P50S: 650, P80S: 860}},
			{Service: "loans", Waiting: 5, Open: true, Serving: 1, Wait: wire.Wait{P50S: 1600, P80S: 2040}},
			{Service: "complaints", Open: true, Serving: 1, Wait: wire.Wait{P50S: 90, P80S: 240}},
			{Service: "lockers", OpensAt: "13:00"},
		},
	}
}

func five(es, cs, pt, sv, en string) map[string]string {
	return map[string]string{"es": es, "cs": cs, "pt": pt, "sv": sv, "en": en}
}

func storyServices() []wire.Service {
	return []wire.Service{
		{
			ID: "cash", Series: "A", Icon: "money", UsualS: [2]int{120, 420},
			Names: five("Efectivo", "Hotovost", "Numerário", "Kontanter", "Cash"),
			Hints: five("Ingresos, reintegros, cambio", "Vklad, výběr, směna peněz", "Depósitos, levantamentos, câmbio", "Insättning, uttag, växling", "Deposits, withdrawals, exchange"),
		},
		{
			ID: "accounts", Series: "B", Forms: []string{"AC-01"}, Icon: "credit-card", UsualS: [2]int{1200, 1800},
			Names: five("Cuentas, tarjetas y banca electrónica", "Účty, karty a elektronické bankovnictví", "Contas, cartões e banca eletrónica", "Konton, kort och internetbank", "Accounts, cards and online banking"),
			Hints: five("Alta, cambios, tarjeta perdida", "Založení, změna, ztráta karty", "Abertura, alterações, cartão perdido", "Öppna, ändra, förlorat kort", "Opening, changes, lost cards"),
			About: five(
				"Revisamos sus documentos y preparamos el contrato. Si lo trae todo, sale con la cuenta abierta.",
				"Zkontrolujeme vaše doklady a připravíme smlouvu. Když máte všechno s sebou, odejdete s otevřeným účtem.",
				"Confirmamos os seus documentos e preparamos o contrato. Se trouxer tudo, sai com a conta aberta.",
				"Vi går igenom dina handlingar och förbereder avtalet. Har du allt med dig är kontot öppet när du går.",
				"We check your papers and prepare the contract. Bring everything and you leave with the account open."),
			For: five("Para mayores de edad. Los menores vienen con su padre, madre o tutor.", "Pro plnoleté. Mladší přijdou s\u00a0rodičem nebo zástupcem.",
				"Para maiores de idade. Os menores vêm com o pai, a mãe ou o tutor.", "För dig som är myndig. Yngre kommer med en vårdnadshavare.",
				"For adults. Younger people come with a parent or guardian."),
			Bring: map[string][]string{
				"es": {"Documento de identidad", "Justificante de domicilio", "Última nómina", "Número fiscal"},
				"cs": {"Občanský průkaz nebo pas", "Doklad o adrese", "Výplatní páska", "Kartu, které se to týká"},
				"pt": {"Cartão de cidadão", "Comprovativo de morada", "Recibo de vencimento", "Número de contribuinte"},
				"sv": {"Giltig legitimation", "Intyg om adress", "Lönebesked", "Kortet som det gäller"},
				"en": {"Identity card or passport", "Proof of address", "Latest payslip", "The card in question"},
			},
		},
		{
			ID: "loans", Series: "C", Forms: []string{"LO-01"}, Icon: "house-line",
			Names: five("Préstamos e hipotecas", "Úvěry a hypotéky", "Crédito e hipotecas", "Lån och bolån", "Loans and mortgages"),
			Hints: five("Solicitud, cuotas, certificados", "Nová žádost, splátky, potvrzení", "Novo pedido, prestações, declarações", "Ny ansökan, betalningar, intyg", "New requests, payments, letters"),
		},
		{
			ID: "complaints", Series: "E", Icon: "chat-circle-text",
			Names: five("Reclamaciones y quejas", "Reklamace a stížnosti", "Reclamações e queixas", "Reklamationer och klagomål", "Complaints and disputes"),
			Hints: five("Pago discutido, queja, recurso", "Sporná platba, podnět, odvolání", "Pagamento contestado, queixa, recurso", "Omtvistad betalning, klagomål", "Disputed payment, complaint, appeal"),
		},
		{
			ID: "lockers", Series: "D", Icon: "vault",
			Names: five("Cajas de seguridad", "Bezpečnostní schránky", "Cofres de aluguer", "Bankfack", "Safe deposit boxes"),
			Hints: five("Acceso a su caja", "Přístup ke schránce", "Acesso ao seu cofre", "Tillträde till ditt fack", "Access to your box"),
		},
	}
}
