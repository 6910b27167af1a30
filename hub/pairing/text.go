package pairing

import (
	"turno/hub/words"
)

// Kind is which device it is; it has its own name in the title.
type Kind string

// The kinds.
const (
	Kiosk   Kind = "kiosk"
	Counter Kind = "counter"
	Display Kind = "display"
)

// Text is a step in finished sentences. Two equal texts look the same.
type Text struct {
	State State
	Bad   bool   // somebody has to mend something
	Icon  string // of look/brand
	Title string
	Lead  string   // what to do
	Code  string   // to be compared, "" where there is none
	Note  string   // how long the code is good; "" where nothing is to be said
	Facts []string // which device this is, and which hub it asks
}

var icons = map[State]string{
	Asking: "arrows-clockwise-bold", Waiting: "identification-card-bold", Approved: "check-circle-fill",
	Refused: "x-circle-bold", Away: "wifi-slash-bold", Stranger: "warning-octagon-fill", Unfit: "warning-octagon-fill",
}

// Say puts a step into words.
func Say(l words.Lang, k Kind, s Step) Text {
	say := func(key string, a ...words.A) string { return words.T(l, "pair."+key, a...) }
	t := Text{State: s.State, Icon: icons[s.State], Bad: s.State == Stranger || s.State == Unfit, Facts: facts(l, s)}
	page := words.A{"page": words.T(l, "devices.title")}
	switch s.State {
	case Waiting:
		t.Code = s.Code
		t.Title, t.Lead = say("title."+string(k)), say("waiting.lead", page)
		if s.Removed {
			t.Title, t.Lead = say("removed.title"), say("removed.lead", page)
		}
		t.Note = say("waiting.until", words.A{"time": words.ClockIn(l, s.Until)})
		if s.Expired {
			t.Note = say("waiting.expired", words.A{"time": words.ClockIn(l, s.Until)})
		}
	case Approved:
		t.Title, t.Lead = say("approved.title"), say("approved.lead")
	case Refused:
		t.Title, t.Lead = say("refused.title"), say("refused.lead", words.A{"time": words.ClockIn(l, s.Again)})
	case Away:
		t.Title, t.Lead = say("away.title"), say("away.lead")
	case Stranger:
		t.Title, t.Lead = say("stranger.title"), say("stranger.lead")
	case Unfit:
		t.Title, t.Lead = say("unfit.title"), say("unfit.lead")
	default:
		t.Title, t.Lead = say("title."+string(k)), say("asking.lead")
		if s.Removed {
			t.Title = say("removed.title")
		}
	}
	return t
}

func facts(l words.Lang, s Step) []string {
	var out []string
	add := func(key, value string) {
		if value != "" {
			out = append(out, words.T(l, "pair.fact."+key, words.A{"value": value}))
		}
	}
	add("counter", s.Counter)
	add("device", s.Device)
	add("hub", s.Hub)
	return out
}
