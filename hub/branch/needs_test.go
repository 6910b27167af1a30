package branch

import (
	"strings"
	"testing"

	"turno/hub/queue"
)

// What people come for reaches the engine as the file says it, and the demo
// leads to every service in every language.
func TestNeeds(t *testing.T) {
	f, err := Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	b := f.Branch
	if b.LongWait != 30*60 || len(b.Needs) != 12 {
		t.Fatalf("a long wait of %d s, %d needs", b.LongWait, len(b.Needs))
	}
	led := map[queue.ServiceID]int{}
	for _, n := range b.Needs {
		led[n.Service]++
		for _, l := range Languages {
			if n.Names[l] == "" || len(n.Words[l]) < 2 {
				t.Errorf("need %s in %s: %q, words %q", n.ID, l, n.Names[l], n.Words[l])
			}
		}
	}
	for _, s := range b.Services {
		if led[s.ID] == 0 || s.For["cs"] == "" {
			t.Errorf("service %s: %d needs lead to it, and it is for %q", s.ID, led[s.ID], s.For["cs"])
		}
	}
	if n := b.Needs[3]; n.ID != "lost-card" || n.Service != "accounts" || n.Icon != "credit-card" || n.Names["sv"] != "Jag har tappat kortet" || n.Words["pt"][1] != "roubado" {
		t.Errorf("the fourth need is %+v", n)
	}
	if c, ok := b.Class("priority"); !ok || !strings.Contains(c.For["en"], "disabled") {
		t.Errorf("class %+v", c)
	}
}

// A need's icon is only shown: a wrong one is left out, and the branch opens.
func TestNeedIconIsLeftOut(t *testing.T) {
	f, err := Parse("own.toml", []byte(minimal+"\n[[need]]\nid = \"pay-in\"\nservice = \"cash\"\nicon = \"Money!\"\nname.cs = \"Vložit\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Branch.Needs) != 1 || f.Branch.Needs[0].Icon != "" || f.LeftOut == nil {
		t.Errorf("needs %+v, left out %v", f.Branch.Needs, f.LeftOut)
	}
}
