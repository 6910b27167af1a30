package queue

// Retention is how long what is personal is kept beside the log. The rules
// decide nothing by it; the hub erases by it.
type Retention struct {
	Visit    Seconds `json:"visit_s"`       // after a visit's end: its phone code, name, phone and notes
	Drafts   int     `json:"drafts_days"`   // forms that were filled in; 0: as long as the visit's own
	Comments int     `json:"comments_days"` // what people wrote with their rating; 0: as long as the visit's own
	Records  int     `json:"records_days"`  // what a case keeps on a customer; 0: as long as the visit's own
}

// MaxKeepDays bounds the days of a Retention.
const MaxKeepDays = 3650

// DefaultRetention holds where the branch file says nothing else.
var DefaultRetention = Retention{Visit: 30 * 60, Comments: 30, Records: 30}

// Keeping is the branch's retention.
func (b *Branch) Keeping() Retention {
	if b.Retention == nil {
		return DefaultRetention
	}
	return *b.Retention
}
