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
// # The rules in short
//
//   - First come, first served over all queues of the counter's profile. A class's
//     credit counts as time already waited; who was put first stands before all.
//   - A profile may let others go ahead (rule.go): by its own rules, by classes,
//     by turns. Each has a share of a counter's calls, so that with s percent as
//     the largest share, and m people before them by place, everybody is called
//     within (m+1) + (m+2)*s/(100-s) + 1 calls of a counter that serves them; by
//     turns within ceil((m+1)/w) * (n+1), w of the n turns being theirs.
//   - A leg keeps its place through calls, requeues and parking.
//   - What is kept for a counter or a teller (after a transfer to them, or parking)
//     is called there alone, while that counter is not closed or that teller sits
//     somewhere; afterwards it is everyone's who serves it.
//   - A wrap-up ends by finish, by the next call, by a pause or a closing, or at
//     its cap. A visit that goes on with a next service has none.
//   - A counter belongs to its teller until it is closed; the same teller may open
//     it again to change the profile. One teller may sit at two counters.
//   - A counter may undo its last command while nothing was built on it; a recall
//     can't be undone, and a ticket that was issued is not taken back.
//   - Closing the day ends every visit and closes every counter. The same date may
//     be opened again, and its numbers go on.
//   - A branch is replaced as a whole, unless somebody would fall out of it.
//
// The transcripts in testdata/*.txt show each of them.
//
// It never holds what names a person: no name, phone, note or PIN.
//
// A State belongs to one goroutine at a time. hub, hub/store, hub/stats and
// hub/branch use this package; screens and clients never do (they speak hub/wire).
package queue
