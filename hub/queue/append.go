package queue

import (
	"encoding/json"
	"strconv"
	"time"
)

// appendJSON appends the fact as encoding/json writes it. This one is written by
// hand as more of it are stored than of any other; a field that is added to it
// has to be added here, and a test compares the two.
func (f *TicketIssued) appendJSON(out []byte) ([]byte, error) {
	w := jsonWriter{out: append(out, '{')}
	w.text("visit", string(f.Visit))
	w.text("ticket", string(f.Ticket))
	w.text("series", f.Series)
	w.number("number", int64(f.Number))
	w.text("service", string(f.Service))
	w.word("language", f.Language)
	w.word("class", string(f.Class))
	w.word("appointment", f.Appointment)
	w.key("key", &f.Key)
	w.number("ahead", int64(f.Ahead))
	if f.Quote != nil {
		w.name("quote")
		w.out = append(w.out, '{')
		w.number("p50_s", int64(f.Quote.P50))
		w.number("p80_s", int64(f.Quote.P80))
		w.out = append(w.out, '}')
	}
	w.word("for_teller", string(f.ForTeller))
	w.word("for_language", f.ForLanguage)
	w.time("kept_until", f.KeptUntil)
	w.time("booked", f.Booked)
	if f.Late {
		w.name("late")
		w.out = append(w.out, "true"...)
	}
	if len(f.Then) > 0 {
		w.any("then", f.Then)
	}
	w.word("device", f.Device)
	w.time("device_at", f.DeviceAt)
	w.time("arrived", f.Arrived)
	return append(w.out, '}'), w.err
}

// jsonWriter appends the members of an object.
type jsonWriter struct {
	out []byte
	err error
}

func (w *jsonWriter) name(name string) {
	if w.out[len(w.out)-1] != '{' {
		w.out = append(w.out, ',')
	}
	w.out = append(append(append(w.out, '"'), name...), '"', ':')
}

func (w *jsonWriter) text(name, s string) {
	w.name(name)
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x80 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			w.value(s)
			return
		}
	}
	w.out = append(append(append(w.out, '"'), s...), '"')
}

// word is a text that is left out where it is empty.
func (w *jsonWriter) word(name, s string) {
	if s != "" {
		w.text(name, s)
	}
}

func (w *jsonWriter) number(name string, n int64) {
	w.name(name)
	w.out = strconv.AppendInt(w.out, n, 10)
}

// time is a time that is left out where it is zero.
func (w *jsonWriter) time(name string, t time.Time) {
	if !t.IsZero() {
		w.anyTime(name, t)
	}
}

func (w *jsonWriter) anyTime(name string, t time.Time) {
	w.name(name)
	w.out = append(w.out, '"')
	out, err := t.AppendText(w.out)
	if err != nil {
		w.err = err
		return
	}
	w.out = append(out, '"')
}

func (w *jsonWriter) key(name string, k *PlaceKey) {
	w.name(name)
	w.out = append(w.out, '{')
	if k.Rank != 0 {
		w.number("rank", int64(k.Rank))
	}
	w.anyTime("at", k.At)
	w.name("seq")
	w.out = strconv.AppendUint(w.out, k.Seq, 10)
	if k.Sub != 0 {
		w.name("sub")
		w.out = strconv.AppendUint(w.out, k.Sub, 10)
	}
	w.out = append(w.out, '}')
}

func (w *jsonWriter) any(name string, v any) {
	w.name(name)
	w.value(v)
}

func (w *jsonWriter) value(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.err = err
	}
	w.out = append(w.out, b...)
}
