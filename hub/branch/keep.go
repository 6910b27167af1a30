package branch

import (
	"fmt"

	"turno/hub/queue"
)

// keep is how long what is personal is kept. What is left out keeps its default.
type keep struct {
	Visit    *span `toml:"visit" write:"visit = \"30m\""`
	Drafts   *int  `toml:"drafts_days" write:"drafts_days = 0, up to 3650"`
	Comments *int  `toml:"comments_days" write:"comments_days = 30, up to 3650"`
	Records  *int  `toml:"records_days" write:"records_days = 30, up to 3650"`
}

func (k *keep) retention() *queue.Retention {
	r := queue.DefaultRetention
	if k.Visit != nil {
		r.Visit = k.Visit.seconds
	}
	for _, d := range []struct{ from, to *int }{{k.Drafts, &r.Drafts}, {k.Comments, &r.Comments}, {k.Records, &r.Records}} {
		if d.from != nil {
			*d.to = *d.from
		}
	}
	return &r
}

// keeping finds what can't be in [retention].
func (c *checker) keeping() {
	r := c.doc.Keep.retention()
	for key, days := range map[string]int{"drafts_days": r.Drafts, "comments_days": r.Comments, "records_days": r.Records} {
		if days < 0 || days > queue.MaxKeepDays {
			c.wrong("retention."+key, fmt.Sprintf("%d days can't be kept", days), fmt.Sprintf("write %s = 30, or any number of days from 0 to %d", key, queue.MaxKeepDays))
		}
	}
}
