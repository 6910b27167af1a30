package flow

import (
	"cmp"
	"slices"
	"strings"

	"turno/hub/wire"
	"turno/hub/words"
)

// hit is a need or a service that a search found.
type hit struct {
	need    string // "" where it is a service
	service string
	rank    int // the lower the better
	mistake bool
}

// How well a written word meets a word of the branch.
const (
	meetsWhole = iota
	meetsStart
	meetsInside  // "ahorro" in "superahorro": from four letters on
	meetsMistake // a letter or two are wrong
	meetsNot     = -1
)

// How much a hit in other words than the name costs.
const (
	inName = 0
	inWord = 1
	inHint = 2
)

// look finds what of a branch the written words mean, the best first, and the
// branch's own order among equals. Every written word has to meet something;
// the last may be half written. Written with accents or without, it finds the
// same.
func look(b *wire.Branch, l words.Lang, written string) []hit {
	query := strings.Fields(words.Fold(written))
	if b == nil || len(query) == 0 {
		return nil
	}
	var all []hit
	for _, n := range b.Needs {
		texts := []spot{{words.Pick(n.Names, l), inName}}
		for _, w := range tongue(n.Words, l) {
			texts = append(texts, spot{w, inWord})
		}
		if rank, mistake := meet(query, texts); rank != meetsNot {
			all = append(all, hit{n.ID, n.Service, rank, mistake})
		}
	}
	for _, s := range b.Services {
		rank, mistake := meet(query, []spot{{words.Pick(s.Names, l), inName}, {words.Pick(s.Hints, l), inHint}})
		if rank != meetsNot {
			all = append(all, hit{"", s.ID, rank, mistake})
		}
	}
	if slices.ContainsFunc(all, func(h hit) bool { return !h.mistake }) {
		all = slices.DeleteFunc(all, func(h hit) bool { return h.mistake }) // nobody was mistaken
	}
	slices.SortStableFunc(all, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	return all
}

// spot is a text to search in, and what a hit there costs.
type spot struct {
	text string
	cost int
}

// tongue are the words of a language, or of its base.
func tongue(all map[string][]string, l words.Lang) []string {
	if w, ok := all[string(l)]; ok {
		return w
	}
	return all[string(l.Base())]
}

// meet is how well every written word meets the spots, or meetsNot, and whether
// a mistake was taken for none.
func meet(query []string, spots []spot) (rank int, mistake bool) {
	total, met := 0, false
	for _, q := range query {
		best := meetsNot
		for _, p := range spots {
			for _, w := range strings.Fields(words.Fold(p.text)) {
				if m := meetWord(q, w); m != meetsNot {
					if rank := 4*m + p.cost; best == meetsNot || rank < best {
						best = rank
					}
				}
			}
		}
		switch {
		case best != meetsNot:
			total, met = total+best, true
			mistake = mistake || best/4 == meetsMistake
		case len(q) > 3: // shorter ones join others: "mi", "na", "to"
			return meetsNot, false
		}
	}
	if !met {
		return meetsNot, false
	}
	return total, mistake
}

func meetWord(q, w string) int {
	switch {
	case q == w:
		return meetsWhole
	case strings.HasPrefix(w, q):
		return meetsStart
	case len(q) >= 4 && strings.Contains(w, q):
		return meetsInside
	}
	a, b := []rune(q), []rune(w)
	most := 0
	switch {
	case len(a) >= 8:
		most = 2
	case len(a) >= 4:
		most = 1
	}
	if most == 0 || a[0] != b[0] && len(a) < 6 {
		return meetsNot
	}
	// What is written may be the beginning of a longer word, or an ending of
	// another case.
	if apart(a, b, most) <= most || len(b) > len(a) && apart(a, b[:len(a)], most) <= most {
		return meetsMistake
	}
	return meetsNot
}
