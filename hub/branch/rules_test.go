package branch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/hub/queue"
)

// Everything that the file can say reaches the engine.
func TestRulesReachTheEngine(t *testing.T) {
	f, err := Load("testdata/rules.toml")
	if err != nil {
		t.Fatal(err)
	}
	b := f.Branch
	if len(b.Week) != 5 || b.Week[4] != 5 || b.Breaks[0].Opens.String() != "12:30" || b.Holidays[0].Date != "2026-12-25" || b.Holidays[0].Names["en"] != "Christmas Day" {
		t.Errorf("days: %v %v %v", b.Week, b.Breaks, b.Holidays)
	}
	if b.LatePlace != queue.LateBehind || b.LateAfter != 2 || b.MostCalls != 3 || b.LanguageWait != 600 || b.OfficerWait != 900 {
		t.Errorf("rules: %+v", b)
	}
	if b.Appointments != (queue.Appointments{Early: 300, Late: 600, Share: 70}) {
		t.Errorf("appointments: %+v", b.Appointments)
	}
	if b.Pauses[1].Kind != queue.PauseDesk || b.Groups[0].Services[0] != "cash" || !b.Services[0].Guard || b.Tellers[0].Languages[1] != "es" {
		t.Errorf("pauses %+v groups %+v people %+v", b.Pauses, b.Groups, b.Tellers)
	}
	desk, _ := b.Profile("desk")
	want := []queue.Turn{{Class: "prioritario"}, {Class: "prioritario"}, {Service: "cash"}, {}}
	if desk.Final != queue.FinalTurns || len(desk.Turns) != 4 || desk.Turns[0] != want[0] || desk.Turns[2] != want[2] || desk.Turns[3] != want[3] || !desk.AutoNext {
		t.Errorf("desk: %+v", desk)
	}
	if r := desk.Rules[0]; r.ID != "late-loans" || r.WaitOver != 1200 || r.Share != 50 || r.Services[0] != "loans" || desk.Rules[1].MissWithin != 180 {
		t.Errorf("rules of desk: %+v", desk.Rules)
	}
	till, _ := b.Profile("till")
	if till.Final != queue.FinalLongest || till.Rules[0].WaitingOver != 10 || till.Rules[0].Classes[0] != "gold" {
		t.Errorf("till: %+v", till)
	}
	if c, ok := b.Class("prioritario"); !ok || c.Way != queue.WayStrict || c.Share != 90 || !strings.Contains(c.Source, "58/2016") || c.Evidence["pt"] == "" || c.Evidence["sv"] != "" {
		t.Errorf("the country's class: %+v", c)
	}
	if b.Country != "pt" || len(b.Sources) == 0 {
		t.Errorf("country %q, sources %v", b.Country, b.Sources)
	}
}

// Each country's pack fits into a branch, in all languages, and names a source
// for everything; a class that the branch has itself stands before the pack's.
func TestPacks(t *testing.T) {
	if got := strings.Join(Countries(), " "); got != "br cz es pt se" {
		t.Fatalf("packs for %s", got)
	}
	for _, country := range Countries() {
		text := strings.Replace(minimal, `languages = ["cs"]`, `languages = ["es", "cs", "pt", "sv", "en"]`+"\ncountry = \""+country+"\"", 1)
		text = strings.Replace(text, `name.cs = "Hotovost"`, `name = {es = "a", cs = "a", pt = "a", sv = "a", en = "a"}`, 1)
		f, err := Parse("own.toml", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", country, err)
		}
		if len(f.Branch.Classes) == 0 || len(f.Branch.Sources) == 0 {
			t.Errorf("%s: classes %v, sources %v", country, f.Branch.Classes, f.Branch.Sources)
		}
		for _, c := range f.Branch.Classes {
			for _, l := range Languages {
				if c.Names[l] == "" || c.Evidence[l] == "" {
					t.Errorf("%s: class %s says nothing in %s", country, c.ID, l)
				}
			}
			if c.Source == "" || c.Way == queue.WayCredit {
				t.Errorf("%s: class %+v", country, c)
			}
		}
		if limit := f.Branch.Services[0].Target; (limit == 20*60) != (country == "br") {
			t.Errorf("%s: a wait of %d s", country, limit)
		}
		id := f.Branch.Classes[0].ID
		own := text + "\n[[class]]\nid = \"" + string(id) + "\"\ncredit = \"1m\"\nname = {es = \"a\", cs = \"a\", pt = \"a\", sv = \"a\", en = \"a\"}\n"
		if f, err = Parse("own.toml", []byte(own)); err != nil {
			t.Fatal(err)
		}
		if c, _ := f.Branch.Class(id); c.Credit != 60 || c.Way != queue.WayCredit {
			t.Errorf("%s: the branch's own class is %+v", country, c)
		}
	}
}

// Services share a letter with numbers of their own, and say so in the file.
func TestNumbers(t *testing.T) {
	text := strings.Replace(minimal, "series = \"A\"", "series = \"A\"\nnumbers = \"1-499\"", 1) +
		"[[service]]\nid = \"cards\"\nseries = \"A\"\nnumbers = \"500-899\"\nname.cs = \"Karty\"\n[[counter]]\nid = \"2\"\nservices = [\"*\"]\n"
	f, err := Parse("own.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []queue.Range{{From: 1, To: 499}, {From: 500, To: 899}} {
		if got := f.Branch.Services[i].Numbers; got != want {
			t.Errorf("service %d has the numbers %s, want %s", i, got, want)
		}
	}
	f, err = Parse("own.toml", []byte(strings.Replace(minimal, "series = \"A\"", "series = \"A\"\nnumbers = \"500-\"", 1)))
	if err != nil || f.Branch.Services[0].Numbers != (queue.Range{From: 500}) {
		t.Errorf("without an end: %v %v", f, err)
	}
}

// What is only shown and is wrong is left out, with a message; the branch opens.
func TestWhatIsShownDegradesAlone(t *testing.T) {
	text := strings.Replace(minimal, "languages = [\"cs\"]", "languages = [\"cs\"]\ncolour = \"teal\"\nticker.es = \"Hola\"", 1)
	text = strings.Replace(text, "series = \"A\"", "series = \"A\"\nicon = \"no such/icon\"", 1)
	f, err := Parse("own.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if f.Branch.Colour != "" || f.Branch.Ticker != nil || f.Branch.Services[0].Icon != "" {
		t.Errorf("taken: %q %v %q", f.Branch.Colour, f.Branch.Ticker, f.Branch.Services[0].Icon)
	}
	if f.LeftOut == nil {
		t.Fatal("nobody is told")
	}
	for _, want := range []string{`own.toml:9: "teal" is no colour`, "the ticker is missing", `the icon "no such/icon"`} {
		if !strings.Contains(f.LeftOut.Error(), want) {
			t.Errorf("not said: %s in\n%s", want, f.LeftOut)
		}
	}
	wrong := strings.Replace(text, "series = \"A\"", "series = \"Q\"", 1)
	if _, err := Parse("own.toml", []byte(wrong)); err == nil || !strings.Contains(err.Error(), `series "Q"`) || !strings.Contains(err.Error(), "teal") {
		t.Errorf("a wrong rule: %v", err)
	}
	dir := filepath.Join(t.TempDir(), "own.toml")
	if err := os.WriteFile(dir, []byte(minimal), 0o600); err != nil {
		t.Fatal(err)
	}
	if f, err := Load(dir); err != nil || f.LeftOut != nil {
		t.Errorf("a right file: %v %v", err, f.LeftOut)
	}
}
