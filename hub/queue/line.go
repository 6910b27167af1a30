package queue

import "slices"

// line is the waiting line of one service, in calling order.
type line struct {
	places []place
	kept   int // how many of them are kept for a counter, a teller or a language

	classed int // how many are of a priority class
}

type place struct {
	key   PlaceKey
	visit *Visit

	// Of the visit, beside the key, as the rules look at all who wait.
	class ClassID
	since int64 // the entry into the queue, in nanoseconds of Unix
}

// before counts the places before a key.
func (l *line) before(key PlaceKey) int {
	n, _ := slices.BinarySearchFunc(l.places, key, func(p place, k PlaceKey) int { return p.key.compare(k) })
	return n
}

func (l *line) add(v *Visit) {
	leg := v.Leg()
	l.count(v, 1)
	p := place{key: leg.Key, visit: v, class: v.Class, since: leg.Entered.UnixNano()}
	if n := len(l.places); n == 0 || l.places[n-1].key.Less(leg.Key) {
		l.places = append(l.places, p) // who comes usually comes last
		return
	}
	l.places = slices.Insert(l.places, l.before(leg.Key), p)
}

func (l *line) remove(v *Visit) {
	leg := v.Leg()
	i := l.before(leg.Key)
	if i == len(l.places) || l.places[i].visit != v {
		return
	}
	l.count(v, -1)
	if i > 0 {
		l.places = slices.Delete(l.places, i, i+1)
		return
	}
	l.places[0] = place{}
	if l.places = l.places[1:]; len(l.places) == 0 {
		l.places = nil
	}
}

// count notes that a visit comes (1) or goes (-1).
func (l *line) count(v *Visit, by int) {
	leg := v.Leg()
	if leg.kept() {
		l.kept += by
	}
	if v.Class != "" {
		l.classed += by
	}
}
