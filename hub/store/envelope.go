package store

import (
	"bytes"
	"encoding/json"
	"errors"

	"turno/hub/queue"
)

// envelope is the JSON of a stored event: what is not in the record's own fields.
type envelope struct {
	By    queue.Actor     `json:"by,omitzero"`
	Cause string          `json:"cause,omitempty"`
	Fact  json.RawMessage `json:"fact"`
}

// envelopeHead is what stands in an envelope before the fact.
type envelopeHead struct {
	By    queue.Actor `json:"by,omitzero"`
	Cause string      `json:"cause,omitempty"`
}

// recordOf is the event as it is stored, still without its link.
func recordOf(e queue.Event) (r record, err error) {
	r = record{Seq: e.Seq, At: e.At}
	r.Type, r.JSON, err = appendEvent(nil, e)
	return r, err
}

// appendEvent appends an event's JSON and gives the type of its fact. The fact is
// compact and whole already: it need not be read once more to be put into the
// envelope.
func appendEvent(to []byte, e queue.Event) (kind string, json []byte, err error) {
	kind, fact, err := queue.MarshalFact(e.Fact)
	if err != nil {
		return kind, to, err
	}
	if to, err = appendHead(to, envelopeHead{By: e.By, Cause: e.Cause}); err != nil {
		return kind, to, err
	}
	return kind, append(append(append(to, `"fact":`...), fact...), '}'), nil
}

// appendHead appends the beginning of an envelope, up to its last member, as
// encoding/json writes it. It is written by hand where its texts are plain, as it
// is done for each event; a test compares the two.
func appendHead(to []byte, h envelopeHead) ([]byte, error) {
	by := [...]struct{ name, text string }{{"device", h.By.Device}, {"person", string(h.By.Person)}, {"role", h.By.Role}, {"counter", string(h.By.Counter)}}
	plain := isPlain(h.Cause)
	for _, m := range by {
		plain = plain && isPlain(m.text)
	}
	if !plain {
		data, err := json.Marshal(h)
		if to = append(to, data[:max(0, len(data)-1)]...); len(data) > len("{}") {
			to = append(to, ',')
		}
		return to, err
	}
	to = append(to, '{')
	if h.By != (queue.Actor{}) {
		to = append(to, `"by":{`...)
		for _, m := range by {
			to = appendMember(to, m.name, m.text)
		}
		to[len(to)-1] = '}' // was the comma behind the last
		to = append(to, ',')
	}
	return appendMember(to, "cause", h.Cause), nil
}

// appendMember appends a member of an object and a comma; nothing for an empty text.
func appendMember(to []byte, name, plain string) []byte {
	if plain == "" {
		return to
	}
	to = append(append(append(to, '"'), name...), `":"`...)
	return append(append(to, plain...), `",`...)
}

// isPlain tells of a text whether it stands in JSON as it is.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x80 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return false
		}
	}
	return true
}

// eventOf is the event that a record of this business date holds.
func eventOf(r record, date queue.Date) (queue.Event, error) {
	var env envelope
	d := json.NewDecoder(bytes.NewReader(r.JSON))
	d.DisallowUnknownFields()
	if err := d.Decode(&env); err != nil {
		return queue.Event{}, err
	}
	if d.InputOffset() != int64(len(r.JSON)) {
		return queue.Event{}, errors.New("something follows the event's JSON")
	}
	fact, err := queue.UnmarshalFact(r.Type, env.Fact)
	if err != nil {
		return queue.Event{}, err
	}
	return queue.Event{Seq: r.Seq, At: r.At, Date: date, By: env.By, Cause: env.Cause, Fact: fact}, nil
}
