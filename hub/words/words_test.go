package words

import (
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"
)

const n = "\u00a0"

func TestUnknownKeyIsPlainToSee(t *testing.T) {
	if got := T(ES, "common.nowhere"); got != "[common.nowhere]" {
		t.Errorf("got %q", got)
	}
	if got := N(CS, "common.nowhere", 3); got != "[common.nowhere]" {
		t.Errorf("got %q", got)
	}
}

func TestPlaceholderWithoutAValueStays(t *testing.T) {
	if got := T(EN, "common.not_live"); got != "No data since {time}" {
		t.Errorf("got %q", got)
	}
	if got := T(EN, "common.not_live", A{"time": "10:42"}); got != "No data since 10:42" {
		t.Errorf("got %q", got)
	}
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		n    int
		want string
	}{
		{ES, 0, "0" + n + "personas"}, {ES, 1, "1" + n + "persona"}, {ES, 2, "2" + n + "personas"},
		{CS, 0, "0" + n + "lidí"}, {CS, 1, "1" + n + "člověk"}, {CS, 2, "2" + n + "lidé"},
		{CS, 4, "4" + n + "lidé"}, {CS, 5, "5" + n + "lidí"}, {CS, 22, "22" + n + "lidí"},
		{PT, 0, "0" + n + "pessoas"}, {PT, 1, "1" + n + "pessoa"}, {PT, 2, "2" + n + "pessoas"},
		{"pt-BR", 1, "1" + n + "pessoa"},
		{SV, 0, "0" + n + "personer"}, {SV, 1, "1" + n + "person"},
		{EN, 0, "0" + n + "people"}, {EN, 1, "1" + n + "person"}, {EN, 1842, "1,842" + n + "people"},
		{ES, 1_000_000, "1.000.000" + n + "personas"},
		{EN, -1, "−1" + n + "person"},
	} {
		if got := N(c.lang, "common.people", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestRegionsFallBack(t *testing.T) {
	for _, c := range []struct{ lang, like Lang }{
		{"es-419", ES}, {"pt-BR", PT}, {"en-GB", EN}, {"fi", EN}, {"", EN}, {"no such tag", EN},
	} {
		if got, want := T(c.lang, "common.language"), T(c.like, "common.language"); got != want {
			t.Errorf("%q: %q, want %q as in %s", c.lang, got, want, c.like)
		}
	}
	if Name("es-419") != "Español" {
		t.Errorf("es-419 is called %q", Name("es-419"))
	}
	if !Has("pt-BR", "common.language") || Has("fi", "common.language") {
		t.Error("Has must know a base language and must not count English")
	}
}

func TestPick(t *testing.T) {
	all := map[string]string{"es": "Cuentas", "cs": "Účty a karty", "en": "Accounts"}
	for _, c := range []struct {
		lang Lang
		from map[string]string
		want string
	}{
		{ES, all, "Cuentas"},
		{"es-419", all, "Cuentas"},
		{CS, all, "Účty a" + n + "karty"},
		{SV, all, "Accounts"},
		{SV, map[string]string{"pt": "Contas", "cs": "Účty"}, "Účty"},
		{SV, map[string]string{"fi": "Tilit", "de": "Konten"}, "Konten"},
		{SV, map[string]string{"sv": "", "de": "Konten"}, "Konten"},
		{SV, nil, ""},
	} {
		if got := Pick(c.from, c.lang); got != c.want {
			t.Errorf("%s of %v: %q, want %q", c.lang, c.from, got, c.want)
		}
	}
}

func TestCzechPrepositionsStayWithTheirWord(t *testing.T) {
	for in, want := range map[string]string{
		"Účty a karty":         "Účty a" + n + "karty",
		"V kolik a k čemu":     "V" + n + "kolik a" + n + "k" + n + "čemu",
		"Jste na řadě":         "Jste na řadě",
		"sloka o lese (v noci": "sloka o" + n + "lese (v" + n + "noci",
	} {
		if got := bind(CS, in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if got := bind(ES, in); got != in {
			t.Errorf("Spanish %q became %q", in, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ what, got, want string }{
		{"es 1842", Number(ES, 1842), "1842"},
		{"es 12345", Number(ES, 12345), "12.345"},
		{"cs 12345", Number(CS, 12345), "12" + n + "345"},
		{"sv 1234567", Number(SV, 1234567), "1" + n + "234" + n + "567"},
		{"pt 12345", Number(PT, 12345), "12" + n + "345"},
		{"en 12345", Number(EN, 12345), "12,345"},
		{"en 999", Number(EN, 999), "999"},
		{"en least", Number(EN, math.MinInt64), "−9,223,372,036,854,775,808"},
		{"es 12.5", Decimal(ES, 12.5, 1), "12,5"},
		{"en 12.5", Decimal(EN, 12.5, 1), "12.5"},
		{"en half", Decimal(EN, 0.25, 1), "0.3"},
		{"en no minus nought", Decimal(EN, -0.04, 1), "0.0"},
		{"es 82 %", Percent(ES, 0.82), "82" + n + "%"},
		{"cs 82 %", Percent(CS, 0.82), "82" + n + "%"},
		{"sv 82 %", Percent(SV, 0.82), "82" + n + "%"},
		{"pt 82%", Percent(PT, 0.82), "82%"},
		{"en 82%", Percent(EN, 0.82), "82%"},
		{"not quite all", Percent(EN, 0.999), "99%"},
		{"not quite none", Percent(EN, 0.001), "1%"},
		{"all", Percent(EN, 1), "100%"},
		{"es money", Money(ES, 125000), "1" + n + "250,00" + n + "€"},
		{"cs money", Money(CS, 125007), "1" + n + "250,07" + n + "€"},
		{"en money", Money(EN, 125000), "€1,250.00"},
		{"en debt", Money(EN, -5), "−€0.05"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	day := time.Date(2026, 11, 24, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		lang                 Lang
		long, numeric, clock string
	}{
		{ES, "martes, 24 de noviembre", "24/11/2026", "9:05"},
		{CS, "úterý 24." + n + "11." + n + "2026", "24." + n + "11." + n + "2026", "9:05"},
		{PT, "terça-feira, 24 de novembro", "24/11/2026", "09:05"},
		{SV, "tisdag 24 november", "2026-11-24", "09:05"},
		{EN, "Tuesday 24 November", "24/11/2026", "9:05"},
	} {
		if got := LongDate(c.lang, day); got != c.long {
			t.Errorf("%s long %q, want %q", c.lang, got, c.long)
		}
		if got := NumericDate(c.lang, day); got != c.numeric {
			t.Errorf("%s numeric %q, want %q", c.lang, got, c.numeric)
		}
		if got := ClockIn(c.lang, day); got != c.clock {
			t.Errorf("%s clock %q, want %q", c.lang, got, c.clock)
		}
	}
	if got := Clock(day); got != "09:05" {
		t.Errorf("wall clock %q", got)
	}
}

func TestWaits(t *testing.T) {
	m := time.Minute
	for _, c := range []struct {
		lang     Lang
		p50, p80 time.Duration
		want     string
	}{
		{ES, 0, 0, "sin espera"},
		{CS, 0, 59 * time.Second, "bez čekání"},
		{ES, 2 * m, 4 * m, "hasta 5" + n + "min"},
		{CS, 2 * m, 5 * m, "do 5" + n + "min"},
		{PT, 0, m, "até 5" + n + "min"},
		{SV, 4 * m, 8 * m, "upp till 10" + n + "min"},
		{EN, 4 * m, 5 * m, "up to 5" + n + "min"},
		{EN, 10 * m, 15 * m, "10–15" + n + "min"},
		{EN, 12 * m, 14 * m, "10–15" + n + "min"},
		{EN, 25 * m, 32 * m, "25–35" + n + "min"},
		{EN, 10 * m, 10 * m, "10–15" + n + "min"},
		{EN, 20 * m, 10 * m, "20–25" + n + "min"},
		{EN, -5 * m, -m, "no wait"},
		{EN, 75 * m, 100 * m, "75–100" + n + "min"},
	} {
		if got := Range(c.lang, c.p50, c.p80); got != c.want {
			t.Errorf("%s %v/%v: %q, want %q", c.lang, c.p50, c.p80, got, c.want)
		}
	}
	for d, want := range map[time.Duration]string{
		384 * time.Second: "06:24", 0: "00:00", -m: "00:00", 3984 * time.Second: "1:06:24",
	} {
		if got := Running(d); got != want {
			t.Errorf("running %v: %q, want %q", d, got, want)
		}
	}
	if got := Minutes(EN, 14*m+59*time.Second); got != "14"+n+"min" {
		t.Errorf("minutes %q", got)
	}
}

func TestCatalogForPages(t *testing.T) {
	if got := Catalog("pt-BR", "common")["people"]["one"]; got != "{n}"+n+"pessoa" {
		t.Errorf("got %q", got)
	}
	Catalog(EN, "common")["people"]["one"] = "changed"
	if got := N(EN, "common.people", 1); got != "1"+n+"person" {
		t.Error("a page's copy reaches into the catalog")
	}
}

func BenchmarkT(b *testing.B) {
	for b.Loop() {
		T(CS, "common.not_live", A{"time": "10:42"})
	}
}

func BenchmarkN(b *testing.B) {
	for b.Loop() {
		N(CS, "common.people", 4)
	}
}

// A stranger may ask for a sentence in any language (the wall's voice takes one in
// its address), and nothing stays of that.
func TestMadeUpLanguagesFillNoMemory(t *testing.T) {
	held := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	T("cs", "common.language.name")
	before := held()
	for i := range 100_000 {
		for _, tag := range []string{"xx-%d", "es-%d"} {
			l := Lang(fmt.Sprintf(tag, i))
			if got, want := Name(l), Name(l.Base()); got != want {
				t.Fatalf("%s is called %q, and its base %q", l, got, want)
			}
		}
	}
	if grown := held() - before; grown > 4<<20 {
		t.Errorf("after 200,000 languages %d KiB are held", grown>>10)
	}
}
