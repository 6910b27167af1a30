package wire

import (
	"encoding/json"
	"strconv"
)

// Answers are written by hand: every command has one, and the results of most
// are a few words and numbers. The bytes are those of encoding/json.

// Append appends the answer as JSON.
func (a *Answer) Append(out []byte) []byte {
	out = append(out, '{')
	if a.Kind != "" {
		out = appendText(appendName(out, "kind"), a.Kind)
	}
	out = appendText(appendName(out, "id"), a.ID)
	out = strconv.AppendBool(appendName(out, "ok"), a.OK)
	if a.Status != 0 {
		out = strconv.AppendInt(appendName(out, "status"), int64(a.Status), 10)
	}
	if a.Seq != 0 {
		out = strconv.AppendUint(appendName(out, "seq"), a.Seq, 10)
	}
	out = appendWord(out, "code", string(a.Code))
	out = appendWord(out, "message", a.Message)
	out = appendWord(out, "field", a.Field)
	out = strconv.AppendBool(appendName(out, "retry"), a.Retry)
	if a.Result != nil {
		out = a.Result.Append(appendName(out, "result"))
	}
	return append(out, '}')
}

// Append appends the result as JSON.
func (r *Result) Append(out []byte) []byte {
	out = append(out, '{')
	out = appendWord(out, "visit", r.Visit)
	out = appendWord(out, "ticket", r.Ticket)
	out = appendWord(out, "service", r.Service)
	out = appendWord(out, "language", r.Language)
	out = appendWord(out, "counter", r.Counter)
	if r.PeopleAhead != nil {
		out = strconv.AppendInt(appendName(out, "people_ahead"), int64(*r.PeopleAhead), 10)
	}
	if w := r.Wait; w != nil {
		out = append(appendName(out, "wait"), '{')
		out = strconv.AppendInt(appendName(out, "p50_s"), int64(w.P50S), 10)
		out = strconv.AppendInt(appendName(out, "p80_s"), int64(w.P80S), 10)
		if w.Unknown {
			out = append(appendName(out, "unknown"), "true"...)
		}
		out = append(out, '}')
	}
	out = appendWord(out, "code", r.Code)
	out = appendWord(out, "url", r.URL)
	if r.WaitedS != nil {
		out = appendAny(appendName(out, "waited_s"), r.WaitedS)
	}
	if r.ServiceS != nil {
		out = appendAny(appendName(out, "service_s"), r.ServiceS)
	}
	if r.Why != nil {
		out = appendAny(appendName(out, "why"), r.Why)
	}
	out = appendWord(out, "undone", r.Undone)
	out = appendWord(out, "business_date", r.BusinessDate)
	if r.At != nil {
		out = appendAny(appendName(out, "at"), r.At)
	}
	if r.Due != nil {
		out = strconv.AppendInt(appendName(out, "due"), int64(*r.Due), 10)
	}
	out = appendWord(out, "call", r.Call)
	if len(r.Blocks) > 0 {
		out = appendAny(appendName(out, "blocks"), r.Blocks)
	}
	return append(out, '}')
}

// appendWord appends a member that is left out where it is empty.
func appendWord(out []byte, name, s string) []byte {
	if s == "" {
		return out
	}
	return appendText(appendName(out, name), s)
}

// appendAny appends what is not written by hand.
func appendAny(out []byte, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil { // structs of strings, numbers and times of our days: they can't
		panic(err)
	}
	return append(out, b...)
}
