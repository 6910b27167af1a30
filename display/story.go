package display

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"turno/display/board"
	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/look"
)

// sampleState is a morning in the default branch, as a hub sends it.
//
//go:embed sample/state.json
var sampleState []byte

// Stories are the lobby screen's moments, drawn with no hub.
func Stories() []look.Story {
	plain := func(h *hall) {}
	return []look.Story{
		story("called", 1920, 1080, plain),
		story("veil", 1920, 1080, func(h *hall) { h.after(time.Minute); h.cut(); h.after(5 * time.Minute) }),
		story("served", 1920, 1080, func(h *hall) { h.counter("3", "serving"); h.after(20 * time.Second) }),
		story("beat", 1920, 1080, func(h *hall) { h.beat = true }),
		story("crowd", 1920, 1080, func(h *hall) { h.crowd() }),
		story("five-characters", 1920, 1080, func(h *hall) { h.rename("B042", "B1042", "12") }),
		story("silent", 1920, 1080, func(h *hall) { h.board.SetSound(board.Silent) }),
		story("six-services", 1920, 1080, func(h *hall) { h.sixServices() }),
		story("no-calls", 1920, 1080, func(h *hall) { h.noCalls("open") }),
		story("closed", 1920, 1080, func(h *hall) { h.noCalls("closed") }),
		story("start", 1920, 1080, func(h *hall) { h.never() }),
		story("refused", 1920, 1080, func(h *hall) { h.news.Refused, h.news.Live = true, false }),
		story("three-rows", 1920, 1080, func(h *hall) { h.rows = 3 }),
		story("upright", 1080, 1920, plain),
		story("upright-veil", 1080, 1920, func(h *hall) { h.cut(); h.after(5 * time.Minute) }),
		story("window", 1366, 900, plain),
		story("pair", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Waiting, nil) }),
		story("pair-expired", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Waiting, func(s *pairing.Step) { s.Expired = true }) }),
		story("pair-removed", 1920, 1080, func(h *hall) { h.cut(); h.pair(pairing.Waiting, func(s *pairing.Step) { s.Removed = true }) }),
		story("pair-asking", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Asking, nil) }),
		story("pair-approved", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Approved, nil) }),
		story("pair-refused", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Refused, nil) }),
		story("pair-away", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Away, nil) }),
		story("pair-stranger", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Stranger, nil) }),
		story("pair-unfit", 1920, 1080, func(h *hall) { h.never(); h.pair(pairing.Unfit, nil) }),
		story("upright-pair", 1080, 1920, func(h *hall) { h.never(); h.pair(pairing.Waiting, nil) }),
		story("upright-pair-stranger", 1080, 1920, func(h *hall) { h.never(); h.pair(pairing.Stranger, nil) }),
	}
}

// pair is a screen that the hub does not know.
func (h *hall) pair(state pairing.State, change func(*pairing.Step)) {
	h.show()
	h.news.Live = false
	s := pairing.Step{State: state, Device: "display-hall-2", Hub: "https://192.0.2.7:8443", Again: h.now.Add(time.Minute), Until: h.now.Add(10 * time.Minute)}
	if state == pairing.Waiting {
		s.Code = "K7M-2PX"
	}
	if change != nil {
		change(&s)
	}
	h.board.Pair(s)
}

// hall is the screen in the middle of a story.
type hall struct {
	now   time.Time
	news  board.News
	board *board.Board
	rows  int
	beat  bool
}

func story(name string, w, h float32, play func(*hall)) look.Story {
	return look.Story{Name: name, W: w, H: h, Build: func(lang string, o look.Options) fyne.CanvasObject {
		s := New(Config{Rows: rowsOf(name), HighContrast: o.HighContrast, Light: false})
		s.Show(modelOf(lang, o, rowsOf(name), play))
		return s.Object()
	}}
}

func rowsOf(name string) int {
	if name == "three-rows" {
		return 3
	}
	return 4
}

// modelOf plays a story and takes the model at its end.
func modelOf(lang string, o look.Options, rows int, play func(*hall)) board.Model {
	h := &hall{rows: rows}
	if err := json.Unmarshal(sampleState, &h.news.State); err != nil {
		panic(fmt.Sprintf("display: the sample is no state: %v", err))
	}
	h.news.Live, h.news.Known, h.now = true, true, h.news.State.At
	for i := range h.news.State.Board {
		h.news.State.Board[i].Language = lang
	}
	h.news.Since = h.now
	h.board = board.New(board.Config{Language: words.Lang(lang), Rows: rows, Calm: o.Calm})
	play(h)
	h.show()
	if !h.beat {
		h.now = h.now.Add(3 * time.Second) // the beats of the call are over
	}
	return h.board.Model(h.now)
}

func (h *hall) show() {
	h.board.Take(h.news, h.now)
	h.board.Tick(h.now)
}

// after lets time pass, with what was so far on the screen.
func (h *hall) after(d time.Duration) {
	h.show()
	h.now = h.now.Add(d)
	if h.news.Live {
		h.news.State.At = h.now
	}
}

func (h *hall) cut() {
	h.show()
	h.news.Live, h.news.Since = false, h.now
}

// never is a screen that has not reached its hub.
func (h *hall) never() {
	h.news = board.News{Since: h.now.Add(-time.Minute)}
}

func (h *hall) counter(counter, state string) {
	for i := range h.news.State.Counters {
		if h.news.State.Counters[i].Counter == counter {
			h.news.State.Counters[i].State = state
		}
	}
}

func (h *hall) noCalls(day string) {
	h.news.State.Board, h.news.State.Day = nil, day
	for i := range h.news.State.Queues {
		h.news.State.Queues[i].Open = day == "open"
	}
}

// crowd is three calls at once: two still stand in their rows.
func (h *hall) crowd() {
	s := &h.news.State
	for i, row := range s.Board[:3] {
		h.counter(row.Counter, "called")
		s.Board[i].CalledAt = s.At.Add(-time.Duration(i) * time.Second)
	}
	h.after(board.Hold)
	h.after(board.Hold)
}

func (h *hall) rename(ticket, to, counter string) {
	s := &h.news.State
	for i := range s.Board {
		if s.Board[i].Ticket == ticket {
			s.Board[i].Ticket, s.Board[i].Counter = to, counter
		}
	}
	s.Board[1].Ticket, s.Board[1].Counter = "A1117", "10"
	s.Counters = append(s.Counters, wire.Counter{Counter: counter, State: "called", Ticket: to})
}

// sixServices opens every service and one more, with a long name.
func (h *hall) sixServices() {
	s := &h.news.State
	for i := range s.Queues {
		s.Queues[i].Open = true
	}
	more := s.Branch.Services[1]
	more.ID = "more"
	more.Names = map[string]string{
		"es": "Cuentas, tarjetas y banca electrónica", "cs": "Účty, karty a\u00a0elektronické bankovnictví",
		"pt": "Contas, cartões e banca eletrónica", "sv": "Konton, kort och internetbank", "en": "Accounts, cards and online banking",
	}
	s.Branch.Services = append(s.Branch.Services, more)
	s.Queues = append(s.Queues, wire.Queue{Service: "more", Open: true, Wait: wire.Wait{P50S: 7000, P80S: 7800}})
}
