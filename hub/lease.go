package hub

import (
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
)

// leaseDates are the business dates for which a device may have numbers now: the
// open one, and the next on which the branch works, so that a kiosk is safe when
// the hub does not come up in the morning.
func (h *Hub) leaseDates() (dates []queue.Date) {
	if h.state.Date == "" {
		return []queue.Date{h.dateNow()} // the engine says that it is closed
	}
	if h.state.Day == queue.DayOpen {
		dates = append(dates, h.state.Date)
	}
	return append(dates, h.nextDate())
}

// furthest is how many days ahead the next working day is looked for.
const furthest = 14

// nextDate is the next date on which the branch works, or tomorrow where there
// is none soon.
func (h *Hub) nextDate() queue.Date {
	day, err := time.ParseInLocation(time.DateOnly, string(h.state.Date), h.zone)
	if err != nil {
		return ""
	}
	noon := day.Add(12 * time.Hour)
	for n := range furthest {
		if next := noon.AddDate(0, 0, n+1); h.state.Branch.WorksOn(next) {
			return queue.Date(next.Format(time.DateOnly))
		}
	}
	return queue.Date(noon.AddDate(0, 0, 1).Format(time.DateOnly))
}

// blocks are the leases of a device for these dates.
func (h *Hub) blocks(device string) []wire.Block {
	out := []wire.Block{}
	for _, date := range h.leaseDates() {
		for _, l := range h.state.Leases() {
			if l.Device != device || l.Date != date {
				continue
			}
			b := wire.Block{BusinessDate: string(l.Date), Series: l.Series, From: l.From, To: l.To, Next: l.Next()}
			for _, s := range l.Services {
				b.Services = append(b.Services, string(s))
			}
			out = append(out, b)
		}
	}
	return out
}

// recorded says that a ticket that was handed in is of a date that has closed:
// nobody will look at its phone page.
func recorded(events []queue.Event) bool {
	for _, e := range events {
		if _, ok := e.Fact.(queue.TicketRecorded); ok {
			return true
		}
	}
	return false
}

// mayRetry says that a refused command may succeed later by itself where its code
// says no: a device whose clock is ahead hands in a ticket of tomorrow.
func mayRetry(b wire.Body, code wire.Code) bool {
	_, merge := b.(wire.Merge)
	return merge && code == wire.DayClosed
}
