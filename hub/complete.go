package hub

import (
	"encoding/json"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// complete makes of a message what the engine is asked: with what it can't know
// (ids, the quoted wait, the business date) put in as data, and with what is
// personal put aside, to lie beside the log. result gets what the answer says
// that no event does.
func (h *Hub) complete(j *job, at time.Time, result *wire.Result) (queue.Ask, []store.Personal) {
	do := ask(j.cmd.Body)
	switch d := do.(type) {
	case queue.Issue:
		d.Visit = newVisit(h.state.Seq)
		d.Quote = h.quote(d.Service, d.Class)
		result.Code = newCode()
		return d, personalOf(d.Visit, result.Code, j.cmd.Body.(wire.Issue))
	case queue.Rush:
		d.Until = at.Add(time.Duration(j.cmd.Body.(wire.Rush).Minutes) * time.Minute)
		return d, nil
	case queue.OpenDay:
		d.Date, d.Closes = businessDate(at, h.zone, h.state.Branch.DayClose)
		return d, nil
	case queue.Finish:
		if note := j.cmd.Body.(wire.Finish).Note; note != "" {
			if c, ok := h.state.Counter(d.Counter); ok && c.Visit != "" {
				return d, []store.Personal{{Visit: c.Visit, Field: "note:" + j.cmd.ID, Value: note}}
			}
		}
	case queue.Lend:
		d.Dates = h.leaseDates()
		return d, nil
	case queue.Merge:
		d.Visit = newVisit(h.state.Seq)
		result.Code = newCode()
		return d, personalOf(d.Visit, result.Code, wire.Issue{})
	case queue.Rate:
		if v, ok := h.state.Ticket(d.Ticket); ok {
			if comment := j.cmd.Body.(wire.Feedback).Comment; comment != "" {
				return d, []store.Personal{{Visit: v.ID, Field: fieldComment, Value: comment}}
			}
		}
	case queue.Report:
		d.Date = h.dateNow()
		return d, nil
	case queue.Draft:
		if v, ok := h.state.Ticket(d.Ticket); ok {
			return d, []store.Personal{{Visit: v.ID, Field: fieldDraft + d.Form, Value: encodeValues(j.cmd.Body.(wire.Draft).Values)}}
		}
	}
	return do, nil
}

func personalOf(v queue.VisitID, code string, b wire.Issue) []store.Personal {
	out := []store.Personal{{Visit: v, Field: store.FieldCode, Value: code}}
	for _, p := range []store.Personal{{Visit: v, Field: "name", Value: b.Name}, {Visit: v, Field: "phone", Value: b.Phone}, {Visit: v, Field: "note", Value: b.Note}} {
		if p.Value != "" {
			out = append(out, p)
		}
	}
	return out
}

// fieldDraft and a form's id name the personal field with what was filled in.
const fieldDraft = "draft:"

// fieldComment names the personal field with what somebody said about a visit.
const fieldComment = "comment"

// encodeValues writes a form's values, the same bytes for the same values.
func encodeValues(values map[string]string) string {
	b, err := json.Marshal(values)
	if err != nil { // a map of strings: it can't
		panic(err)
	}
	return string(b)
}
