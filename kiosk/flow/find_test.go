package flow

import (
	"fmt"
	"strings"
	"testing"

	"turno/hub/wire"
	"turno/hub/words"
)

// searchable is a branch to look for things in, in five languages.
func searchable() *wire.Branch {
	five := func(es, cs, pt, sv, en string) map[string]string {
		return map[string]string{"es": es, "cs": cs, "pt": pt, "sv": sv, "en": en}
	}
	lists := func(texts map[string]string) map[string][]string {
		all := map[string][]string{}
		for l, t := range texts {
			all[l] = strings.Split(t, ",")
		}
		return all
	}
	return &wire.Branch{
		Services: []wire.Service{
			{ID: "cash", Names: five("Efectivo", "Hotovost", "Numerário", "Kontanter", "Cash"), Hints: five("Ingresar, retirar, cambiar dinero", "Vklad, výběr, směna peněz", "Depositar, levantar, trocar dinheiro", "Sätta in, ta ut, växla pengar", "Pay in, withdraw, change money")},
			{ID: "accounts", Names: five("Cuentas y tarjetas", "Účty, karty a\u00a0elektronické bankovnictví", "Contas e cartões", "Konton och kort", "Accounts and cards")},
			{ID: "lockers", Names: five("Cajas de seguridad", "Bezpečnostní schránky", "Cofres", "Bankfack", "Safe deposit boxes")},
		},
		Needs: []wire.Need{
			{ID: "lost-card", Service: "accounts", Names: five("He perdido la tarjeta", "Ztráta karty", "Perdi o cartão", "Jag har tappat kortet", "My card is lost"), Words: lists(five("robada,bloquear", "ukradená,zablokovat", "roubado,bloquear", "stulet,spärra", "stolen,block"))},
			{ID: "exchange", Service: "cash", Names: five("Cambiar moneda", "Vyměnit cizí měnu", "Trocar moeda estrangeira", "Växla valuta", "Change foreign money"), Words: lists(five("divisas,dólares", "směnárna,dolary", "câmbio,dólares", "växling,dollar", "currency,dollars"))},
			{ID: "box", Service: "lockers", Names: five("Ir a mi caja de seguridad", "Jít ke své schránce", "Ir ao meu cofre", "Gå till mitt bankfack", "Go to my safe deposit box"), Words: lists(five("llave", "trezor,klíč", "chave", "valv,nyckel", "vault,key"))},
		},
	}
}

// finds is what a search answers, as ids.
func finds(l words.Lang, written string) string {
	var ids []string
	for _, h := range look(searchable(), l, written) {
		if h.need != "" {
			ids = append(ids, h.need)
		} else {
			ids = append(ids, h.service)
		}
	}
	return strings.Join(ids, " ")
}

// TestFind: half a word finds, with accents or without, in capitals, with a
// letter wrong, left out, too many or swapped, by words that stand on no
// screen; what means nothing finds nothing.
func TestFind(t *testing.T) {
	for _, c := range []struct {
		lang    words.Lang
		written string
		want    string
	}{
		{words.ES, "tarj", "lost-card accounts"},
		{words.ES, "TARJETA", "lost-card accounts"},
		{words.ES, "tarejta", "lost-card accounts"},
		{words.ES, "mi tarjeta", "lost-card accounts"},
		{words.ES, "dolares", "exchange"},
		{words.ES, "he perdido", "lost-card"},
		{words.ES, "divsas", "exchange"},
		{words.ES, "llave", "box"},
		{words.CS, "ukradena", "lost-card"},
		{words.CS, "ztrata", "lost-card"},
		{words.CS, "ZTRÁTA KARTY", "lost-card"},
		{words.CS, "schranka", "box lockers"},
		{words.CS, "bankovnictvi", "accounts"},
		{words.CS, "bankovnyctvi", "accounts"},
		{words.CS, "ucty", "accounts"},
		{words.CS, "trezor", "box"},
		{words.CS, "ke své", "box"},
		{words.PT, "cartao", "lost-card"},
		{words.PT, "cartões", "accounts"},
		{words.PT, "cambio", "exchange"},
		{words.PT, "numerario", "cash"},
		{words.PT, "chvae", "box"},
		{words.SV, "vaxla", "exchange cash"},
		{words.SV, "spärra", "lost-card"},
		{words.SV, "sparra", "lost-card"},
		{words.SV, "bankfak", "box lockers"},
		{words.SV, "nyckel", "box"},
		{words.EN, "stolen", "lost-card"},
		{words.EN, "curency", "exchange"},
		{words.EN, "deposit", "box lockers"},
		{words.EN, "my card", "lost-card accounts"},
		{words.EN, "qqqqq", ""},
		{words.EN, "", ""},
		{words.EN, " .,", ""},
		{words.EN, "ca", "lost-card cash accounts"},
		{words.CS, "krata", ""},
		{"pt-BR", "cartao", "lost-card"},
	} {
		t.Run(fmt.Sprintf("%s/%s", c.lang, c.written), func(t *testing.T) {
			if got := finds(c.lang, c.written); got != c.want {
				t.Errorf("finds %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzFind: whatever is written, a search ends, finds only what is there and
// nothing twice, and every name finds what it names.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"karta", "Účty", "", "\xff", "a b c d e f", "ˈ́ˈ", strings.Repeat("š", 40)} {
		f.Add(s, 1)
	}
	f.Fuzz(func(t *testing.T, written string, lang int) {
		l := words.All[uint(lang)%uint(len(words.All))]
		if r := []rune(written); len(r) > mostWritten {
			written = string(r[:mostWritten])
		}
		b := searchable()
		seen := map[hit]bool{}
		for _, h := range look(b, l, written) {
			h.rank = 0
			if seen[h] {
				t.Fatalf("%q finds %v twice", written, h)
			}
			seen[h] = true
		}
		for _, s := range b.Services {
			if all := look(b, l, s.Names[string(l)]); len(all) == 0 || all[0].service != s.ID {
				t.Fatalf("%q finds %v", s.Names[string(l)], all)
			}
		}
	})
}

func TestApart(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"karta", "karta", 0}, {"karta", "kartu", 1}, {"kartta", "karta", 1}, {"krata", "karta", 1}, {"abcd", "wxyz", 3}, {"a", "abcd", 3}, {"tarejta", "tarjeta", 1}} {
		if got := apart([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("%q and %q are %d apart, want %d", c.a, c.b, got, c.want)
		}
	}
}
