package desk

import (
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// news is the banner as the desk keeps it. News that only confirm leave by
// themselves; what went wrong stays until it is put away or the work goes on.
type news struct {
	Banner
	until time.Time // zero: until it is put away
}

const newsFor = 8 * time.Second

func (d *Desk) tell(tone Tone, icon, what, now string, at time.Time) {
	n := &news{Banner: Banner{Tone: tone, Icon: icon, What: what, Now: now, Close: d.t("do.close_banner")}}
	if tone == Info && !at.IsZero() {
		n.until = at.Add(newsFor)
	}
	d.banner = n
}

func (d *Desk) bannerAt(at time.Time) *Banner {
	if d.banner == nil || (!d.banner.until.IsZero() && !at.Before(d.banner.until)) {
		b := d.standing(at)
		if b != nil && d.wish != nil && d.wish.action == b.Do {
			b.Sent = true
		}
		return b
	}
	b := d.banner.Banner
	return &b
}

func (d *Desk) bannerEnd() *time.Time {
	if d.banner == nil || d.banner.until.IsZero() {
		return nil
	}
	return &d.banner.until
}

// refused says in the teller's language what the hub did not do, and what to
// do now. A code that this desk has no sentence for is named.
func (d *Desk) refused(a wire.Answer, at time.Time) {
	key := "refusal." + string(a.Code)
	if !words.Has(d.cfg.Lang, "counter."+key) {
		key = "refusal.other"
	}
	tone, icon := Warn, "info-bold"
	if a.Status >= 500 || key == "refusal.other" {
		tone, icon = Bad, "warning-octagon-fill"
	}
	d.tell(tone, icon, d.t(key), d.t(key+".now", words.A{"code": string(a.Code)}), at)
}
