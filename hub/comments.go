package hub

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// commentDays is how many dates are read where nobody says from when.
const commentDays = 7

// maxComments is how many one answer holds; older ones are asked for by an
// earlier date. Tests make it smaller.
var maxComments = 500

// serveComments serves GET /api/v1/comments: what people wrote with their rating,
// for a manager and nobody else. Every look stands in the chain before it is
// answered, with who looked; so a device's token, which is nobody, does not do.
func (h *Hub) serveComments(w http.ResponseWriter, r *http.Request) {
	who, ok := h.asking(w, r)
	if !ok {
		return
	}
	if who.Role != wire.Manager || who.Person == "" && !h.cfg.Demo {
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	var span commentSpan
	if field := span.read(r, h.today()); field != "" {
		h.refuseHTTP(w, r, "", wire.InvalidField, field)
		return
	}
	out, err := h.commentsOf(span, who)
	if err != nil {
		h.log.Error("reading what people wrote", "err", err)
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, out)
}

// commentSpan is from which business date to which, both among it.
type commentSpan struct{ from, to time.Time }

// read takes the span from the address and names the field that is wrong.
func (s *commentSpan) read(r *http.Request, today queue.Date) (field string) {
	q := r.URL.Query()
	var err error
	if s.to, err = time.Parse(time.DateOnly, cmp.Or(q.Get("to"), string(today))); err != nil {
		return "to"
	}
	first := s.to.AddDate(0, 0, 1-commentDays).Format(time.DateOnly)
	if s.from, err = time.Parse(time.DateOnly, cmp.Or(q.Get("from"), first)); err != nil || s.from.After(s.to) {
		return "from"
	}
	return ""
}

func (s commentSpan) names() (from, to string) {
	return s.from.Format(time.DateOnly), s.to.Format(time.DateOnly)
}

// near says that something of this time can belong to a date of the span, in
// any zone and however late the branch closes its day.
func (s commentSpan) near(t time.Time) bool {
	return t.After(s.from.AddDate(0, 0, -2)) && t.Before(s.to.AddDate(0, 0, 4))
}

func (s commentSpan) holds(d queue.Date) bool {
	from, to := s.names()
	return string(d) >= from && string(d) <= to
}

// rated is a comment whose words nobody has opened yet.
type rated struct {
	visit queue.VisitID
	seq   uint64
	row   wire.Comment
}

func (h *Hub) commentsOf(span commentSpan, who principal) (wire.Comments, error) {
	from, to := span.names()
	out := wire.Comments{From: from, To: to, Comments: []wire.Comment{}}
	all, err := h.ratedIn(span)
	if err != nil {
		return out, err
	}
	if out.More = len(all) > maxComments; out.More {
		all = all[:maxComments]
	}
	if err := h.noteNow(queue.CommentsSeen, fmt.Sprintf("%d of %s to %s", len(all), from, to), who.actor(), store.Batch{}); err != nil {
		return out, err
	}
	for _, c := range all {
		kept, err := h.store.Personal(c.visit)
		if err != nil {
			return out, err
		}
		if c.row.Comment = kept[fieldComment]; c.row.Comment != "" { // else it was erased just now
			out.Comments = append(out.Comments, c.row)
		}
	}
	return out, nil
}

// ratedIn finds the comments that are kept of a span, newest first, with what the
// log says beside each.
func (h *Hub) ratedIn(span commentSpan) (all []rated, err error) {
	var marks []store.PersonalMark
	err = h.store.PersonalMarks(func(m store.PersonalMark) bool {
		if m.Field == fieldComment && span.near(m.At) {
			marks = append(marks, m)
		}
		return true
	})
	for _, m := range marks {
		if err != nil {
			return nil, err
		}
		var e queue.Event
		var f queue.FeedbackGiven
		var ok bool
		if e, f, ok, err = h.feedbackOf(m); ok && span.holds(e.Date) {
			all = append(all, rated{m.Visit, e.Seq, wire.Comment{BusinessDate: string(e.Date), Service: string(f.Service), CSAT: f.CSAT, NPS: f.NPS, CES: f.CES}})
		}
	}
	slices.SortFunc(all, func(a, b rated) int { return cmp.Compare(b.seq, a.seq) })
	return all, err
}

// feedbackOf finds the event with which a comment was stored. Events stand in the
// order of their times, and a comment is kept since its event's, in whole seconds.
func (h *Hub) feedbackOf(m store.PersonalMark) (at queue.Event, f queue.FeedbackGiven, ok bool, err error) {
	next, err := h.eventsFrom(m.At)
	for err == nil {
		var events []queue.Event
		if events, err = h.store.EventsAfter(next, 64); len(events) == 0 {
			break
		}
		for _, e := range events {
			if e.At.After(m.At.Add(time.Second)) {
				return at, f, false, nil
			}
			if f, ok := e.Fact.(queue.FeedbackGiven); ok && f.Visit == m.Visit {
				return e, f, true, nil
			}
			next = e.Seq
		}
	}
	return at, f, false, err
}
