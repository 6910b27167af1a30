package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"fmt"
	"iter"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk/flow"
	"turno/look/brand"
)

// Walk goes through every page of a branch's list and every page of each of
// its services, and gives the views with their names.
func Walk(state wire.State, lang words.Lang, ease flow.Ease, landscape bool) iter.Seq2[string, flow.View] {
	return func(yield func(string, flow.View) bool) {
		s := walker(state, lang, ease, landscape)
		s.services()
		for page := range s.m.View().Pages.Of {
			if !yield(fmt.Sprintf("list %d", page+1), s.m.View()) {
				return
			}
			s.touch(flow.Next, "")
		}
		for _, service := range state.Branch.Services {
			s = walker(state, lang, ease, landscape)
			s.service(service.ID)
			if !yield(service.ID, s.m.View()) {
				return
			}
			s.touch(flow.Next, "")
			if !yield(service.ID+", on", s.m.View()) {
				return
			}
		}
	}
}

func walker(state wire.State, lang words.Lang, ease flow.Ease, landscape bool) *stage {
	at := time.Date(2026, 11, 24, 9, 41, 10, 0, time.UTC)
	state.Day = "open"
	queues := append([]wire.Queue(nil), state.Queues...)
	for i := range queues {
		queues[i].Waiting, queues[i].Wait, queues[i].Serving = 12, wire.Wait{P50S: 1500, P80S: 2400}, 1
	}
	state.Queues = queues
	m := flow.New(flow.Config{Language: lang, Ease: ease}, at)
	s := &stage{m: m, at: at, lang: lang}
	m.Do(flow.Panel{Landscape: landscape}, at)
	s.in(flow.Mirror{Live: true, Since: at, State: state})
	return s
}

// Fifteen is the branch of the stories with each service three times.
func Fifteen() wire.State {
	state := storyState()
	services, queues := state.Branch.Services, state.Queues
	state.Branch.Services, state.Queues = nil, nil
	for i := range 3 {
		for n := range services {
			s, q := services[n], queues[n]
			s.ID, q.Service = fmt.Sprint(s.ID, i), fmt.Sprint(q.Service, i)
			state.Branch.Services = append(state.Branch.Services, s)
			state.Queues = append(state.Queues, q)
		}
	}
	return state
}

// StoryState is the branch of the stories.
func StoryState() wire.State { return storyState() }

// RingAt is where the ring is drawn: the control and whether there is one.
func (k *Kiosk) RingAt() (flow.Action, bool) { return k.ringAt, k.ringed != nil }

// Bare makes a kiosk whose greeting has a plain rectangle above it: where only
// the layout is looked at, the trees would take as long as all the rest.
func Bare() *Kiosk {
	k := New(nil, func(flow.Action) {})
	k.vista = func(p brand.Palette, _, _ float32) fyne.CanvasObject { return canvas.NewRectangle(p.Wash) }
	return k
}

// Control is what stands on the screen for an action, or nil.
func (k *Kiosk) Control(a flow.Action) fyne.CanvasObject {
	o, _ := k.control(a).(fyne.CanvasObject)
	return o
}
