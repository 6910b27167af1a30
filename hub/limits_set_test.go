package hub

import (
	"strings"
	"testing"
	"time"
)

func TestLimitsAreSetByName(t *testing.T) {
	l := UsualLimits()
	for _, set := range []string{"address=2000/4000", "sign-ins=50/6", "connections=1000", "ticket-lines=1"} {
		if err := l.Set(set); err != nil {
			t.Errorf("%s: %v", set, err)
		}
		if name, value, _ := strings.Cut(set, "="); l.Value(name) != value {
			t.Errorf("%s reads %s", set, l.Value(name))
		}
	}
	if l.Address != (Rate{2000, 15 * time.Millisecond}) || l.SignIn != (Rate{50, 10 * time.Second}) || l.Conns != 1000 || l.PhoneTabs != 1 {
		t.Errorf("%+v", l)
	}
	for _, n := range LimitNames { // what Value writes, Set reads to the same
		before := l
		if err := l.Set(n.Name + "=" + l.Value(n.Name)); err != nil || l != before {
			t.Errorf("%s: %v, %+v", n.Name, err, l)
		}
	}
	before := l
	for set, want := range map[string]string{
		"":                    "no limit",
		"adress=1/1":          "it is one of address, token",
		"address=100":         "such as address=2000/4000",
		"address=0/100":       "from 1 to 1000000",
		"address=1/0":         "from 1 to 6000000",
		"address=1/6000001":   "from 1 to 6000000",
		"address=1000001/1":   "from 1 to 1000000",
		"address=-1/5":        "from 1 to",
		"address=1/1/1":       "from 1 to",
		"connections=0":       "from 1 to 1000000",
		"connections=many":    "connections is a number",
		"connections=5/5":     "connections is a number",
		"all-connections=1e9": "all-connections is a number",
	} {
		if err := l.Set(set); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", set, err, want)
		}
	}
	if l != before {
		t.Errorf("what was refused changed something: %+v", l)
	}
}
