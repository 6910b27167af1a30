package stats

import "turno/hub/queue"

// rate adds (sign 1) or takes out (sign -1) what somebody thought of a visit.
func (d *Day) rate(f *queue.Feedback, sign int) {
	if f == nil {
		return
	}
	service := d.services[f.Service]
	if service == nil {
		service = &sums{}
		d.services[f.Service] = service
	}
	service.row.rate(f, sign)
	d.total.row.rate(f, sign)
}

// rate counts each answer by itself: who gave one figure need not give another.
func (r *Row) rate(f *queue.Feedback, sign int) {
	r.Ratings += sign
	if n := f.CSAT; n != nil {
		r.CSAT.count(*n >= 4, sign)
	}
	if n := f.NPS; n != nil {
		r.Promoters.count(*n >= 9, sign)
		r.Detracted.count(*n <= 6, sign)
	}
	if n := f.CES; n != nil {
		r.Effort += *n * sign
		r.Efforts += sign
	}
}

func (s *Share) count(in bool, sign int) {
	s.Of += sign
	if in {
		s.N += sign
	}
}
