package desk

import (
	"strings"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// folder is what a teller notes down beside a visit. It stays on this machine
// until the visit is finished, through park and resume here; only the note goes
// to the hub, with finish.
type folder struct {
	seen   map[int]time.Time
	note   string
	cursor int
}

func (d *Desk) folder(visit string) *folder {
	f := d.papers[visit]
	if f == nil {
		f = &folder{seen: map[int]time.Time{}}
		d.papers[visit] = f
	}
	return f
}

// forget drops what belongs to visits that are gone.
func (d *Desk) forget() {
	if !d.link.Known || len(d.papers) == 0 {
		return
	}
	here := map[string]bool{d.visitHere(): true}
	for _, v := range d.link.State.Visits {
		here[v.Visit] = true
	}
	for id := range d.papers {
		if !here[id] {
			delete(d.papers, id)
		}
	}
}

// bring is what the service of the visit at this counter needs, in the
// teller's language.
func (d *Desk) bring(row wire.Counter) []string {
	lists := d.service(row.Service).Bring
	for _, l := range []words.Lang{d.cfg.Lang, d.cfg.Lang.Base(), words.EN} {
		if list := lists[string(l)]; len(list) > 0 {
			return list
		}
	}
	for _, list := range lists {
		return list
	}
	return nil
}

func (d *Desk) papersModel() *Papers {
	row, _ := d.row()
	f := d.folder(row.Visit)
	p := &Papers{Title: d.t("need.title"), Cursor: f.cursor, Space: d.t("need.space"), HasFocus: !d.onNote}
	done := 0
	for i, text := range d.bring(row) {
		r := Paper{Text: text}
		if seen, ok := f.seen[i]; ok {
			r.Done, r.Seen = true, d.t("need.seen", words.A{"time": d.clock(seen)})
			done++
		}
		p.Rows = append(p.Rows, r)
	}
	if len(p.Rows) == 0 {
		p.None = d.t("need.none")
		return p
	}
	p.Cursor = min(p.Cursor, len(p.Rows)-1)
	p.Count = d.t("need.count", words.A{"done": done, "all": len(p.Rows)})
	return p
}

// Tick marks a paper as seen, or takes the mark off again.
func (d *Desk) Tick(i int, at time.Time) {
	row, _ := d.row()
	if d.stage() != Serving || i < 0 || i >= len(d.bring(row)) {
		return
	}
	f := d.folder(row.Visit)
	f.cursor, d.onNote = i, false
	if _, ok := f.seen[i]; ok {
		delete(f.seen, i)
		return
	}
	f.seen[i] = d.now(at)
	if i+1 < len(d.bring(row)) {
		f.cursor = i + 1 // on to the next one
	}
}

func (d *Desk) noteModel() *Note {
	return &Note{Title: d.t("note.title"), Help: d.t("note.help"), Empty: d.t("note.empty"),
		Text: d.folder(d.visitHere()).note, HasFocus: d.onNote}
}

// formHere is the form that the visit's service starts with, "" where it has none.
func (d *Desk) formHere() string {
	row, _ := d.row()
	if f := d.service(row.Service).Forms; row.Visit != "" && len(f) > 0 {
		return f[0]
	}
	return ""
}

func (d *Desk) printModel(at time.Time) *Button {
	row, _ := d.row()
	if d.carries() {
		b := d.button(PrintForm, at)
		var titles []string
		for _, id := range row.Drafts {
			titles = append(titles, d.formTitle(id))
		}
		b.Detail = words.T(d.cfg.Lang, "host.draft.detail", words.A{"forms": strings.Join(titles, ", ")})
		return &b
	}
	form := d.formHere()
	if form == "" {
		return nil
	}
	b := d.button(PrintForm, at)
	b.Detail = d.t("print.detail", words.A{"form": d.formTitle(form), "language": d.language(row.Language)})
	return &b
}
