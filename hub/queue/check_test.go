package queue

import (
	"strings"
	"testing"
)

// TestCheck: one thing wrong at a time, and the words that say so.
func TestCheck(t *testing.T) {
	good := func() Branch {
		return Branch{
			Services: []Service{{ID: "cash", Series: "A"}, {ID: "loans", Series: "B"}},
			Counters: []CounterSetup{{ID: "1"}, {ID: "2", Profile: "desk"}, {ID: "3", Services: []ServiceID{"cash"}}},
			Profiles: []Profile{{ID: "desk", Services: []ServiceID{"loans"}, WrapUp: 60}},
			Classes:  []Class{{ID: "senior"}},
			Tellers:  []Teller{{ID: "ana"}},
		}
	}
	b := good()
	if err := b.Check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Branch){
		"there is no service":      func(b *Branch) { b.Services = nil },
		`two services "cash"`:      func(b *Branch) { b.Services[1].ID = "cash" },
		"a service has no id":      func(b *Branch) { b.Services[1].ID = "" },
		`series "AB"`:              func(b *Branch) { b.Services[0].Series = "AB" },
		`series "Q"`:               func(b *Branch) { b.Services[0].Series = "Q" },
		`series ""`:                func(b *Branch) { b.Services[0].Series = "" },
		"have series A":            func(b *Branch) { b.Services[1].Series, b.Services[1].Shared = "A", true },
		"numbers 0-9 are not":      func(b *Branch) { b.Services[0].Numbers = Range{0, 9} },
		"numbers 1-100000 are not": func(b *Branch) { b.Services[0].Numbers = Range{1, 100000} },
		"numbers 9-8 end before":   func(b *Branch) { b.Services[0].Numbers = Range{9, 8} },
		"has some of its own":      func(b *Branch) { b.Services[0].Shared, b.Services[0].Numbers = true, Range{1, 9} },
		"one alone has numbers":    func(b *Branch) { b.Services[1].Series, b.Services[1].Numbers = "A", Range{1, 9} },
		"of one have no end": func(b *Branch) {
			b.Services[1].Series, b.Services[0].Numbers, b.Services[1].Numbers = "A", Range{1, 9}, Range{10, 0}
		},
		"numbers 5-9 and 1-5 overlap": func(b *Branch) {
			b.Services[1].Series, b.Services[0].Numbers, b.Services[1].Numbers = "A", Range{5, 9}, Range{1, 5}
		},
		`service "cash": a time`:          func(b *Branch) { b.Services[0].Usual = -1 },
		`service "loans": a time`:         func(b *Branch) { b.Services[1].Target = -1 },
		"hours 10:00 to 10:00":            func(b *Branch) { b.Services[0].Hours = []Hours{{600, 600}} },
		"hours 10:00 to 25:00":            func(b *Branch) { b.Services[0].Hours = []Hours{{600, 1500}} },
		`profile "desk": there is`:        func(b *Branch) { b.Profiles[0].Services[0] = "gold" },
		`profile "desk": the wrap-up`:     func(b *Branch) { b.Profiles[0].WrapUp = -1 },
		"a profile has no id":             func(b *Branch) { b.Profiles[0].ID = "" },
		`counter "2": there is`:           func(b *Branch) { b.Counters[1].Profile = "gone" },
		`counter "3": there is`:           func(b *Branch) { b.Counters[2].Services[0] = "gone" },
		`counter "2": it has both`:        func(b *Branch) { b.Counters[1].Services = []ServiceID{"cash"} },
		`two counters "1"`:                func(b *Branch) { b.Counters[1].ID = "1" },
		`two tellers "ana"`:               func(b *Branch) { b.Tellers = append(b.Tellers, b.Tellers[0]) },
		`two priority classes "senior"`:   func(b *Branch) { b.Classes = append(b.Classes, b.Classes[0]) },
		`class "senior": the credit`:      func(b *Branch) { b.Classes[0].Credit = -1 },
		`"way": "fast" is no way`:         func(b *Branch) { b.Classes = append(b.Classes, Class{ID: "way", Way: "fast"}) },
		`"acc": a rate of 50 %`:           func(b *Branch) { b.Classes = append(b.Classes, Class{ID: "acc", Way: WayAccumulating, Rate: 50}) },
		`"r": it has a rate`:              func(b *Branch) { b.Classes = append(b.Classes, Class{ID: "r", Way: WayStrict, Rate: 200}) },
		`"all": a share of 100 %`:         func(b *Branch) { b.Classes = append(b.Classes, Class{ID: "all", Way: WayStrict, Share: 100}) },
		`"desk", rule "x": a share`:       func(b *Branch) { b.Profiles[0].Rules = []Rule{{ID: "x", Share: 100}} },
		`"desk", rule "x": a condition`:   func(b *Branch) { b.Profiles[0].Rules = []Rule{{ID: "x", WaitOver: -1}} },
		`rule "x": there is no service`:   func(b *Branch) { b.Profiles[0].Rules = []Rule{{ID: "x", Services: []ServiceID{"gold"}}} },
		`rule "x": there is no priority`:  func(b *Branch) { b.Profiles[0].Rules = []Rule{{ID: "x", Classes: []ClassID{"gold"}}} },
		`two rules "x"`:                   func(b *Branch) { b.Profiles[0].Rules = []Rule{{ID: "x"}, {ID: "x"}} },
		"it ends with turns and has none": func(b *Branch) { b.Profiles[0].Final = FinalTurns },
		"does not end with them":          func(b *Branch) { b.Profiles[0].Turns = []Turn{{}} },
		`"dice" is no final rule`:         func(b *Branch) { b.Profiles[0].Final = "dice" },
		`no service "gold" for a turn`:    func(b *Branch) { b.Profiles[0].Final, b.Profiles[0].Turns = FinalTurns, []Turn{{Service: "gold"}} },
		`class "gold" for a turn`:         func(b *Branch) { b.Profiles[0].Final, b.Profiles[0].Turns = FinalTurns, []Turn{{Class: "gold"}} },
		"not both": func(b *Branch) {
			b.Profiles[0].Final, b.Profiles[0].Turns = FinalTurns, []Turn{{Service: "cash", Class: "senior"}}
		},
		"the recall gap is negative":      func(b *Branch) { b.RecallGap = -1 },
		"the undo window is negative":     func(b *Branch) { b.UndoWindow = -1 },
		"the length of the board is nega": func(b *Branch) { b.MaxBoard = -1 },
	} {
		b := good()
		spoil(&b)
		if err := b.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
