// Package queue is the engine of a branch: who waits, who is called, who is
// served, and by which rule. It owns the types of a branch.
//
// Decide looks at a state and a command and answers the events that follow, or
// a refusal. Apply puts one event into a state and asks no questions. Everything
// else in the hub is there to bring commands here and to carry events away:
//
//	events, err := queue.Decide(s, c, at)
//	for _, e := range events {
//		s = queue.Apply(s, e)
//	}
//
// The package never reads a clock, draws a random number, writes, logs, starts
// a goroutine or opens anything: the time, the ids and the quoted wait reach it
// as data. The same events applied to an empty state give the same state, to
// the byte, on any machine and in any year, which is why no fact may ever be
// renamed or change its meaning (see codec.go).
//
// It never holds what names a person: no name, phone, note or PIN.
//
// A State belongs to one goroutine at a time. hub, hub/store, hub/stats and
// hub/branch use this package; screens and clients never do (they speak hub/wire).
package queue
