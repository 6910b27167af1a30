package branch

import (
	"slices"

	"turno/hub/queue"
)

// branch is the checked document as the engine takes it.
func (d *document) branch() queue.Branch {
	b := queue.Branch{
		ID: d.Branch.ID, Bank: d.Branch.Bank, Name: d.Branch.Name, Zone: d.Branch.Zone,
		Languages: d.Branch.Languages, Colour: d.Branch.Colour, Ticker: d.Branch.Ticker, DayClose: d.Branch.DayClose.TimeOfDay,
		RecallGap: d.Rules.RecallGap.seconds, LateReturn: d.Rules.LateReturn.seconds,
		UndoWindow: d.Rules.UndoWindow.seconds, NoShowAfter: d.Rules.NoShowAfter.seconds,
		MaxBoard: d.Rules.Board,
	}
	for _, s := range d.Services {
		var open []queue.Hours
		for _, h := range s.Hours {
			open = append(open, h.Hours)
		}
		b.Services = append(b.Services, queue.Service{
			ID: queue.ServiceID(s.ID), Series: s.Series, Shared: s.Shared, Icon: s.Icon,
			Names: s.Name, Hints: s.Hint, About: s.About, Bring: s.Bring, Forms: s.Forms,
			Target: s.Target.seconds, Usual: s.Usual.seconds, Hours: open,
		})
	}
	for _, k := range d.Counters {
		b.Counters = append(b.Counters, queue.CounterSetup{ID: queue.CounterID(k.ID), Profile: queue.ProfileID(k.Profile), Services: serviceIDs(k.Services)})
	}
	for _, p := range d.Profiles {
		b.Profiles = append(b.Profiles, queue.Profile{ID: queue.ProfileID(p.ID), Names: p.Name, Services: serviceIDs(p.Services), WrapUp: p.WrapUp.seconds})
	}
	for _, k := range d.Classes {
		b.Classes = append(b.Classes, queue.Class{ID: queue.ClassID(k.ID), Names: k.Name, Credit: k.Credit.seconds})
	}
	for _, p := range d.People {
		b.Tellers = append(b.Tellers, p.teller())
	}
	return b
}

// serviceIDs are the engine's: none stands for every service.
func serviceIDs(ids []string) []queue.ServiceID {
	if slices.Contains(ids, everyService) {
		return nil
	}
	var all []queue.ServiceID
	for _, id := range ids {
		all = append(all, queue.ServiceID(id))
	}
	return all
}
