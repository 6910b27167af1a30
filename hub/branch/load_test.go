package branch

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"turno/hub/queue"
)

var update = flag.Bool("update", false, "write the transcripts anew")

func TestEmbeddedBranches(t *testing.T) {
	for _, name := range []string{"demo", "recorded"} {
		f, err := Load(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !f.Demo {
			t.Errorf("%s: its PINs can be read by anybody, and it does not say so", name)
		}
		for _, s := range f.Branch.Services {
			for _, l := range Languages {
				if s.Names[l] == "" || s.Hints[l] == "" {
					t.Errorf("%s: service %s has no words in %s", name, s.ID, l)
				}
				if n := len(s.Bring["en"]); len(s.Bring[l]) != n {
					t.Errorf("%s: service %s lists %d things to bring in %s and %d in en", name, s.ID, len(s.Bring[l]), l, n)
				}
			}
		}
	}
}

// The demo is what the contract says it is.
func TestDemoIsTheContracts(t *testing.T) {
	f, err := Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	var services []string
	for _, s := range f.Branch.Services {
		services = append(services, string(s.ID)+" "+s.Series)
		if len(s.Hours) > 0 {
			t.Errorf("service %s is not always open", s.ID)
		}
	}
	if want := []string{"cash A", "accounts B", "loans C", "lockers D", "complaints E"}; !slices.Equal(services, want) {
		t.Errorf("services %v, want %v", services, want)
	}
	if len(f.Branch.Counters) != 6 {
		t.Errorf("%d counters, want 6", len(f.Branch.Counters))
	}
	for i, c := range f.Branch.Counters {
		if string(c.ID) != string(rune('1'+i)) {
			t.Errorf("counter %d is called %q", i+1, c.ID)
		}
		for _, s := range f.Branch.Services {
			if !f.Branch.Serves(c.ID, "", s.ID) {
				t.Errorf("counter %s does not serve %s", c.ID, s.ID)
			}
		}
		if c.Profile != "" {
			t.Errorf("counter %s has a profile, and so may have a wrap-up", c.ID)
		}
	}
	if f.Branch.Zone != "Europe/Madrid" || f.Branch.NoShowAfter != 0 || f.Branch.LateReturn.Duration() != 15*time.Minute {
		t.Errorf("zone %s, no-show after %d s, late return %d s", f.Branch.Zone, f.Branch.NoShowAfter, f.Branch.LateReturn)
	}
}

func TestRecordedTakesEveryRecordedDay(t *testing.T) {
	f, err := Load("recorded")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []queue.ServiceID{"ps", "pe", "in", "ne", "nw", "tt"} {
		if _, ok := f.Branch.Service(id); !ok {
			t.Errorf("call type %s has no service", id)
		}
	}
	if c, ok := f.Branch.Class("priority"); !ok || c.Credit != 90 {
		t.Errorf("class %+v, want one with 90 s of credit", c)
	}
	if f.Branch.Zone != "Asia/Jerusalem" || len(f.Branch.Counters) != 28 {
		t.Errorf("zone %s, %d counters", f.Branch.Zone, len(f.Branch.Counters))
	}
}

func TestSignIn(t *testing.T) {
	secret := HashPIN("4711")
	text := minimal + "\n[[person]]\nid = \"vega\"\nname = \"Carmen Vega\"\nrole = \"manager\"\npin = \"" + secret + "\"\n"
	f, err := Parse("own.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := f.SignIn("vega", "4711"); !ok || !reflect.DeepEqual(p, queue.Teller{ID: "vega", Name: "Carmen Vega", Role: "manager"}) {
		t.Errorf("the right PIN gives %+v %v", p, ok)
	}
	for _, wrong := range [][2]string{{"vega", "4712"}, {"vega", ""}, {"vega", secret}, {"nobody", "4711"}, {"", ""}} {
		if p, ok := f.SignIn(wrong[0], wrong[1]); ok || !reflect.DeepEqual(p, queue.Teller{}) {
			t.Errorf("%q with %q signs in as %+v", wrong[0], wrong[1], p)
		}
	}
	demo, err := Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := demo.SignIn("t3", "1234"); !ok || p.Name != "Lucía Ferrer" {
		t.Errorf("demo: %+v %v", p, ok)
	}
	if _, ok := demo.SignIn("t3", "123"); ok {
		t.Error("demo: a wrong PIN signs in")
	}
	if HashPIN("4711") == secret {
		t.Error("one PIN gives one hash: it has no salt")
	}
	if f.Demo || !demo.Demo {
		t.Error("which file is a demo is mixed up")
	}
}

// minimal is a branch with nothing that could be left out.
const minimal = `format = 1

[branch]
id = "centre"
bank = "Bank"
name = "Centre"
zone = "Europe/Prague"
languages = ["cs"]

[[service]]
id = "cash"
series = "A"
name.cs = "Hotovost"
hours = ["08:30-12:00", "13:00-17:00"]

[[counter]]
id = "1"
services = ["cash"]
`

func TestMinimalFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.toml")
	if err := os.WriteFile(path, []byte(minimal), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	b := f.Branch
	if b.Zone != "Europe/Prague" || b.Services[0].Names["cs"] != "Hotovost" || b.Services[0].Hours[1].Opens.String() != "13:00" ||
		!slices.Equal(b.Counters[0].Services, []queue.ServiceID{"cash"}) {
		t.Errorf("read as %+v", b)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.toml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// What is said of each wrong file is in testdata/wrong, and is to be read: an
// operator has nothing else. A case is a file with a .toml beside its .txt.
func TestWrongFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/wrong/*.toml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, path := range files {
		name := filepath.Base(path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse(name, data)
		var m *Mistakes
		if !errors.As(err, &m) || len(m.All) == 0 {
			t.Errorf("%s was taken: %v", name, err)
			continue
		}
		got := err.Error() + "\n"
		transcript := strings.TrimSuffix(path, ".toml") + ".txt"
		if *update {
			if err := os.WriteFile(transcript, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(transcript)
		if err != nil || got != string(want) {
			t.Errorf("%s:\n%swant\n%s%v", name, got, want, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(minimal))
	for _, name := range []string{"demo.toml", "recorded.toml"} {
		data, err := embedded.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	wrong, _ := filepath.Glob("testdata/wrong/*.toml")
	for _, path := range wrong {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("fuzz.toml", data)
		if err != nil {
			var m *Mistakes
			if !errors.As(err, &m) || len(m.All) == 0 || m.Error() == "" {
				t.Fatalf("an error without words: %v", err)
			}
			for _, one := range m.All {
				if one.What == "" || one.Write == "" || one.Line < 0 {
					t.Fatalf("a mistake without words: %+v", one)
				}
			}
			return
		}
		if err := file.Branch.Check(); err != nil {
			t.Fatalf("taken, and the engine refuses it: %v", err)
		}
	})
}
