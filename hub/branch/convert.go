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
		MaxBoard: d.Rules.Board, MostCalls: d.Rules.MostCalls, LongWait: d.Rules.LongWait.seconds, LateAfter: d.Rules.LateBehind,
		LanguageWait: d.Rules.LanguageWait.seconds, OfficerWait: d.Rules.OfficerWait.seconds,
		Appointments: queue.Appointments{Early: d.Booked.Early.seconds, Late: d.Booked.Late.seconds, Share: d.Booked.Share},
		Country:      d.Branch.Country, Sources: d.sources,
	}
	if d.Keep != (keep{}) {
		b.Retention = d.Keep.retention()
	}
	if d.Rules.LatePlace != "own" {
		b.LatePlace = queue.LatePlace(d.Rules.LatePlace)
	}
	for _, day := range d.Branch.Week {
		b.Week = append(b.Week, slices.Index(weekdays, day)+1)
	}
	for _, h := range d.Branch.Breaks {
		b.Breaks = append(b.Breaks, h.Hours)
	}
	for _, h := range d.Holidays {
		b.Holidays = append(b.Holidays, queue.Holiday{Date: queue.Date(h.Date), Names: h.Name})
	}
	for _, p := range d.Pauses {
		b.Pauses = append(b.Pauses, queue.Pause{ID: p.ID, Kind: queue.PauseKind(p.Kind), Names: p.Name})
	}
	for _, g := range d.Groups {
		b.Groups = append(b.Groups, queue.Group{ID: g.ID, Names: g.Name, Services: serviceIDs(g.Services)})
	}
	for _, s := range d.Services {
		var open []queue.Hours
		for _, h := range s.Hours {
			open = append(open, h.Hours)
		}
		b.Services = append(b.Services, queue.Service{
			ID: queue.ServiceID(s.ID), Series: s.Series, Shared: s.Shared, Icon: s.Icon,
			Names: s.Name, Hints: s.Hint, About: s.About, For: s.For, Bring: s.Bring, Forms: s.Forms,
			Target: s.Target.seconds, Usual: s.Usual.seconds, Hours: open, Guard: s.Guard, Numbers: s.Number.Range,
		})
	}
	for _, k := range d.Counters {
		b.Counters = append(b.Counters, queue.CounterSetup{ID: queue.CounterID(k.ID), Profile: queue.ProfileID(k.Profile), Services: serviceIDs(k.Services)})
	}
	for _, p := range d.Profiles {
		b.Profiles = append(b.Profiles, d.profile(p))
	}
	for _, k := range d.Classes {
		b.Classes = append(b.Classes, queue.Class{
			ID: queue.ClassID(k.ID), Names: k.Name, For: k.For, Credit: k.Credit.seconds, Way: queue.Way(k.Way), Rate: k.Rate, Share: k.Share, Source: k.Source, Evidence: k.Show,
		})
	}
	for _, n := range d.Needs {
		b.Needs = append(b.Needs, queue.Need{ID: n.ID, Service: queue.ServiceID(n.Service), Icon: n.Icon, Names: n.Name, Words: n.Words})
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

// profile is a profile with its rules.
func (d *document) profile(p profile) queue.Profile {
	q := queue.Profile{
		ID: queue.ProfileID(p.ID), Names: p.Name, Services: serviceIDs(p.Services), WrapUp: p.WrapUp.seconds, AutoNext: p.AutoNext, Final: queue.Final(p.Final),
	}
	for _, r := range p.Rules {
		rule := queue.Rule{
			ID: queue.RuleID(r.ID), Names: r.Name, Services: serviceIDs(r.Services),
			WaitOver: r.WaitOver.seconds, WaitingOver: r.WaitingOver, MissWithin: r.TargetWithin.seconds, Share: r.Share,
		}
		for _, c := range r.Classes {
			rule.Classes = append(rule.Classes, queue.ClassID(c))
		}
		q.Rules = append(q.Rules, rule)
	}
	for _, id := range p.Turns {
		var t queue.Turn
		switch {
		case id == everyService:
		case d.service(id):
			t.Service = queue.ServiceID(id)
		default:
			t.Class = queue.ClassID(id)
		}
		q.Turns = append(q.Turns, t)
	}
	return q
}

func (d *document) service(id string) bool {
	return slices.ContainsFunc(d.Services, func(s service) bool { return s.ID == id })
}

func (d *document) class(id string) bool {
	return slices.ContainsFunc(d.Classes, func(c class) bool { return c.ID == id })
}
