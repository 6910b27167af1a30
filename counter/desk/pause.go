package desk

import (
	"strings"

	"turno/hub/wire"
	"turno/hub/words"
)

// pauseColumn asks why the counter calls nobody for a while: for the bank's own
// reasons, in the order of its branch file, as its reports count them, or, where
// that file lists none, for the usual ones.
func (d *Desk) pauseColumn() Column {
	own := d.ownPauses()
	if len(own) == 0 {
		return d.reasons("pause", pauseReasons)
	}
	c := Column{Title: d.t("pause.reason"), Group: "reason"}
	for _, p := range own {
		c.Options = append(c.Options, Option{ID: p.ID, Label: d.pauseName(p.ID), Live: true})
	}
	return c
}

func (d *Desk) ownPauses() []wire.Pause {
	if b := d.link.State.Branch; b != nil {
		return b.Pauses
	}
	return nil
}

// pauseName says a reason in the teller's language: in the bank's words, else in
// the catalog's. One that the branch file no longer lists, or that another
// program sent, is said as it was sent.
func (d *Desk) pauseName(id string) string {
	for _, p := range d.ownPauses() {
		if name := words.Pick(p.Names, d.cfg.Lang); p.ID == id && name != "" {
			return name
		}
	}
	return strings.ReplaceAll(d.reason("pause", id), "_", " ")
}
