package branch

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"turno/hub/queue"
)

// The document is the file as it is written. The tag `write` is what an
// operator is told to write where a value has the wrong type.
type (
	document struct {
		Format   int       `toml:"format" write:"format = 1"`
		Demo     bool      `toml:"demo" write:"demo = true, or leave it out"`
		Branch   place     `toml:"branch" write:"[branch] on a line of its own"`
		Rules    rules     `toml:"rules" write:"[rules] on a line of its own"`
		Services []service `toml:"service" write:"[[service]] on a line of its own"`
		Counters []counter `toml:"counter" write:"[[counter]] on a line of its own"`
		Profiles []profile `toml:"profile" write:"[[profile]] on a line of its own"`
		Classes  []class   `toml:"class" write:"[[class]] on a line of its own"`
		People   []person  `toml:"person" write:"[[person]] on a line of its own"`
		Groups   []group   `toml:"group" write:"[[group]] on a line of its own"`
		Pauses   []pause   `toml:"pause" write:"[[pause]] on a line of its own"`
		Holidays []holiday `toml:"holiday" write:"[[holiday]] on a line of its own"`
		Needs    []need    `toml:"need" write:"[[need]] on a line of its own"`
		Booked   booked    `toml:"appointments" write:"[appointments] on a line of its own"`
		Keep     keep      `toml:"retention" write:"[retention] on a line of its own"`

		sources []string // of the country's pack; not in the file
	}
	place struct {
		ID        string     `toml:"id" write:"id = \"centre\""`
		Bank      string     `toml:"bank" write:"bank = \"Name of the bank\""`
		Name      string     `toml:"name" write:"name = \"Name of the branch\""`
		Zone      string     `toml:"zone" write:"zone = \"Europe/Madrid\""`
		Languages []string   `toml:"languages" write:"languages = [\"es\", \"en\"]"`
		Colour    string     `toml:"colour" write:"colour = \"#0F4F55\""`
		DayClose  timeOfDay  `toml:"day_close" write:"day_close = \"00:00\", in quotation marks"`
		Country   string     `toml:"country" write:"country = \"es\", or br, cz, pt, se"`
		Week      []string   `toml:"week" write:"week = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"`
		Breaks    []hours    `toml:"breaks" write:"breaks = [\"14:00-14:30\"]"`
		Ticker    queue.Text `toml:"ticker" write:"[branch.ticker] and below it a line per language, es = \"...\""`
	}
	rules struct {
		RecallGap   span `toml:"recall_gap" write:"recall_gap = \"10s\""`
		LateReturn  span `toml:"late_return" write:"late_return = \"15m\""`
		UndoWindow  span `toml:"undo_window" write:"undo_window = \"1m\""`
		NoShowAfter span `toml:"no_show_after" write:"no_show_after = \"3m\""`
		Board       int  `toml:"board" write:"board = 8"`

		MostCalls    int    `toml:"most_calls" write:"most_calls = 3"`
		LongWait     span   `toml:"long_wait" write:"long_wait = \"30m\", or leave it out"`
		LatePlace    string `toml:"late_place" write:"late_place = \"own\", or last, or behind"`
		LateBehind   int    `toml:"late_behind" write:"late_behind = 2"`
		LanguageWait span   `toml:"language_wait" write:"language_wait = \"10m\""`
		OfficerWait  span   `toml:"officer_wait" write:"officer_wait = \"15m\""`
	}
	need struct {
		ID      string              `toml:"id" write:"id = \"pay-in\""`
		Service string              `toml:"service" write:"service = \"cash\""`
		Icon    string              `toml:"icon" write:"icon = \"money\""`
		Name    queue.Text          `toml:"name" write:"[need.name] and below it a line per language, es = \"...\""`
		Words   map[string][]string `toml:"words" write:"[need.words] and below it a line per language, es = [\"...\", \"...\"]"`
	}
	booked struct {
		Early span `toml:"early" write:"early = \"5m\""`
		Late  span `toml:"late" write:"late = \"10m\""`
		Share int  `toml:"share" write:"share = 80"`
	}
	holiday struct {
		Date string     `toml:"date" write:"date = \"2026-12-25\", in quotation marks"`
		Name queue.Text `toml:"name" write:"[holiday.name] and below it a line per language, es = \"...\""`
	}
	pause struct {
		ID   string     `toml:"id" write:"id = \"lunch\""`
		Kind string     `toml:"kind" write:"kind = \"break\", or back_office"`
		Name queue.Text `toml:"name" write:"[pause.name] and below it a line per language, es = \"...\""`
	}
	group struct {
		ID       string     `toml:"id" write:"id = \"daily\""`
		Services []string   `toml:"services" write:"services = [\"cash\", \"accounts\"]"`
		Name     queue.Text `toml:"name" write:"[group.name] and below it a line per language, es = \"...\""`
	}
	rule struct {
		ID           string     `toml:"id" write:"id = \"late-loans\""`
		Services     []string   `toml:"services" write:"services = [\"loans\"]"`
		Classes      []string   `toml:"classes" write:"classes = [\"senior\"]"`
		WaitOver     span       `toml:"wait_over" write:"wait_over = \"20m\""`
		WaitingOver  int        `toml:"waiting_over" write:"waiting_over = 10"`
		TargetWithin span       `toml:"target_within" write:"target_within = \"3m\""`
		Share        int        `toml:"share" write:"share = 50"`
		Name         queue.Text `toml:"name" write:"[profile.rule.name] and below it a line per language, es = \"...\""`
	}
	service struct {
		ID     string              `toml:"id" write:"id = \"cash\""`
		Series string              `toml:"series" write:"series = \"A\""`
		Shared bool                `toml:"shared_series" write:"shared_series = true, or leave it out"`
		Icon   string              `toml:"icon" write:"icon = \"money\""`
		Target span                `toml:"target" write:"target = \"10m\""`
		Usual  span                `toml:"usual" write:"usual = \"4m\""`
		Number numbers             `toml:"numbers" write:"numbers = \"500-899\", or \"500-\" for no end"`
		Guard  bool                `toml:"closing_guard" write:"closing_guard = true, or leave it out"`
		Hours  []hours             `toml:"hours" write:"hours = [\"08:30-14:00\"]"`
		Forms  []string            `toml:"forms" write:"forms = [\"AC-01\"]"`
		Name   queue.Text          `toml:"name" write:"[service.name] and below it a line per language, es = \"...\""`
		Hint   queue.Text          `toml:"hint" write:"[service.hint] and below it a line per language, es = \"...\""`
		About  queue.Text          `toml:"about" write:"[service.about] and below it a line per language, es = \"...\""`
		For    queue.Text          `toml:"for" write:"[service.for] and below it a line per language, es = \"...\""`
		Bring  map[string][]string `toml:"bring" write:"[service.bring] and below it a line per language, es = [\"...\", \"...\"]"`
	}
	counter struct {
		ID       string   `toml:"id" write:"id = \"3\", in quotation marks"`
		Services []string `toml:"services" write:"services = [\"cash\"], or [\"*\"] for every service"`
		Profile  string   `toml:"profile" write:"profile = \"cash-desk\""`
	}
	profile struct {
		ID       string     `toml:"id" write:"id = \"cash-desk\""`
		Services []string   `toml:"services" write:"services = [\"cash\"], or [\"*\"] for every service"`
		WrapUp   span       `toml:"wrap_up" write:"wrap_up = \"2m\", or \"0s\" for none"`
		AutoNext bool       `toml:"auto_next" write:"auto_next = true, or leave it out"`
		Rules    []rule     `toml:"rule" write:"[[profile.rule]] on a line of its own, below its [[profile]]"`
		Final    string     `toml:"final" write:"final = \"first\", or longest, or turns"`
		Turns    []string   `toml:"turns" write:"turns = [\"cash\", \"cash\", \"loans\"], services or classes, or * for the others"`
		Name     queue.Text `toml:"name" write:"[profile.name] and below it a line per language, es = \"...\""`
	}
	class struct {
		ID     string     `toml:"id" write:"id = \"priority\""`
		Credit span       `toml:"credit" write:"credit = \"20m\""`
		Way    string     `toml:"way" write:"way = \"strict\", or next, or accumulating"`
		Rate   int        `toml:"rate" write:"rate = 200, in percent"`
		Share  int        `toml:"share" write:"share = 50, in percent"`
		Source string     `toml:"source" write:"source = \"the law or rule behind it\""`
		For    queue.Text `toml:"for" write:"[class.for] and below it a line per language, es = \"...\""`
		Show   queue.Text `toml:"evidence" write:"[class.evidence] and below it a line per language, es = \"...\""`
		Name   queue.Text `toml:"name" write:"[class.name] and below it a line per language, es = \"...\""`
	}
	person struct {
		ID      string   `toml:"id" write:"id = \"ferrer\""`
		Name    string   `toml:"name" write:"name = \"Lucía Ferrer\""`
		Role    string   `toml:"role" write:"role = \"counter\", or host, manager or admin"`
		PIN     string   `toml:"pin" write:"pin = \"$argon2id$...\", the hash and never the PIN itself"`
		Speaks  []string `toml:"languages" write:"languages = [\"es\", \"cs\"]"`
		DemoPIN string   `toml:"demo_pin" write:"demo_pin = \"1234\", in quotation marks"`
	}
)

// timeOfDay is a time of day, which in the file is text alone.
type timeOfDay struct{ queue.TimeOfDay }

// span is a length of time as a person writes it: "90s", "15m", "1h30m".
// A bare number is refused, as nobody could tell its unit.
type span struct{ seconds queue.Seconds }

// longestSpan is longer than any wait of a day; what is above it is a slip.
const longestSpan = 24 * time.Hour

// UnmarshalText reads whole seconds from 0 to a day.
func (s *span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil || d < 0 || d > longestSpan || d%time.Second != 0 {
		return fmt.Errorf("%q is no length of time from 0s to 24h in whole seconds", text)
	}
	s.seconds = queue.Seconds(d / time.Second)
	return nil
}

// hours is a stretch of a day as a person writes it: "08:30-14:00".
type hours struct{ queue.Hours }

// UnmarshalText reads two times of day with a hyphen between them.
func (h *hours) UnmarshalText(text []byte) error {
	if len(text) == 11 && text[5] == '-' {
		opens, err1 := queue.ParseTimeOfDay(string(text[:5]))
		closes, err2 := queue.ParseTimeOfDay(string(text[6:]))
		if err1 == nil && err2 == nil && opens < closes {
			h.Hours = queue.Hours{Opens: opens, Closes: closes}
			return nil
		}
	}
	return fmt.Errorf("%q is no stretch of a day, as 08:30-14:00 is", text)
}

// numbers is a range of ticket numbers as a person writes it: "500-899", "500-".
type numbers struct{ queue.Range }

// UnmarshalText reads a first number, a hyphen, and a last number or nothing.
func (n *numbers) UnmarshalText(text []byte) error {
	from, to, _ := strings.Cut(string(text), "-")
	var r queue.Range
	var err error
	if r.From, err = strconv.Atoi(from); err == nil && to != "" {
		r.To, err = strconv.Atoi(to)
	}
	if err != nil || r.String() != string(text) || r.From == 0 {
		return fmt.Errorf("%q is no range of numbers, as 500-899 is, or 500-", text)
	}
	if err := r.Check(); err != nil {
		return err
	}
	n.Range = r
	return nil
}
