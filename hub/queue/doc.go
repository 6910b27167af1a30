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
//   - A leg keeps its place through calls, requeues and parking; where the branch
//     says so, a no-show that comes back stands last or behind the first few.
//   - What is kept for a counter or a teller (after a transfer to them, or parking)
//     is called there alone, while that counter is not closed or that teller sits
//     somewhere; afterwards it is everyone's who serves it.
//   - A wrap-up ends by finish, by the next call, by a pause or a closing, or at
//     its cap. A visit that goes on with a next service has none.
//   - A counter belongs to its teller until it is closed; the same teller may open
//     it again to change the profile. One teller may sit at two counters.
//   - A counter may undo its last command while nothing was built on it; a recall
//     can't be undone, and a ticket that was issued is not taken back.
//   - A ticket's number is the first of its service's range that nobody has today,
//     and past the ranges of its letter where that is used up (numbers.go).
//   - A device may lease numbers for when it can't reach the hub (lease.go); they are
//     the only ones of a day that may be missing. What it gave out is handed in and
//     stands where its person came (merge.go), or, where the date has closed since,
//     is recorded and over.
//   - Closing the day ends every visit and closes every counter. The same date may
//     be opened again, and its numbers go on.
//   - A branch is replaced as a whole, unless somebody would fall out of it.
//   - Somebody may wait for a language or an officer for a time, then anyone may
//     call them. Who has an appointment stands where its time puts them.
//   - A rush puts a profile on counters until its time; it ends by itself.
//   - Nobody calls the next by itself but a finish, where the profile says so, and
//     then only if the visit that ended does not go on.
//
// # The states of a leg
//
// waiting, called, serving, wrap_up and parked go on. no_show, finished, left,
// transferred and closed_by_day_end are ends: transferred is a leg whose visit
// went on with another, and of the ends no_show alone may go back to waiting, in
// its time. One leg of a visit goes on at most, the last.
//
// # The facts
//
// What the log holds, each a struct of its name with what Apply needs:
//
//	TicketIssued      a visit began and its first leg waits; where a device had given the ticket out, since Arrived
//	TicketCalled      a waiting leg was called to a counter: why, over whom, after which wait
//	TicketRecalled    the called ticket was called once more
//	ServiceStarted    the person stands at the counter
//	ServiceFinished   the service is over; a wrap-up begins, or the next leg, or the visit ends
//	WrapUpEnded       the counter is free again: by finish, the next call, a pause, a closing, or the cap
//	VisitNoShow       the called person did not come
//	VisitRequeued     a called ticket waits again, or a no-show came back in time
//	VisitParked       the visit was set aside: by whom, why, for whom, until when
//	VisitResumed      a parked visit was called to a counter
//	VisitReturned     a parked visit's time came, and it waits at its old place
//	VisitReleased     the time of waiting for an officer or a language is over: anyone may call the leg
//	VisitTransferred  a leg ended as transferred and the visit's next one waits: first, last or by its age
//	VisitLeft         the person went away
//	CommandUndone     what a counter's last command changed is as before
//	CounterOpened     a teller sits at a counter, with a profile
//	CounterPaused     it calls nobody for a while
//	CounterClosed     nobody sits there
//	RushBegan         counters work by a profile until a time, whatever their tellers chose
//	RushEnded         they work by their own again
//	DayOpened         a business date began, or goes on; leases of long ago are forgotten
//	DayClosed         it is over: visits ended, counters closed, help calls with them
//	BranchLoaded      the branch is now this one
//
// And beside the rules, so that an undo goes past them (see Beside):
//
//	NumbersLeased     a device may give out numbers by itself
//	TicketRecorded    a ticket came back after its date had closed; the day's figures stand without it
//	DraftKept         a form that was filled in goes with the visit
//	FeedbackGiven     what the person thought, once a visit
//	PersonalSeen      somebody looked at what is kept on a person: whose, and which fields
//	HelpCalled        somebody wants the host to come; one call for a device at a time
//	HelpAnswered      somebody comes
//	HelpEnded         it is done, or taken back
//	DeviceReported    something about how a device fares has changed
//	Audited           a change about the hub itself: one of Whats
//
// # What a rule gives, and what it costs
//
// Three weeks of a bank's recorded days, with counters for nine tenths of each
// half hour's work (recorded_test.go): waits in seconds by who was of the priority
// class, the difference to first come, and the share called within a minute.
//
//	                    priority, mean   p90  <= 1 min    others, mean     p90  <= 1 min
//	first come          33               100    81.4 %    24                81    86.5 %
//	credit of 90 s      23 (-9)           70    88.0 %    28 (+4)          100    85.0 %
//	strict, share 80    19 (-14)          57    90.8 %    30 (+6)           99    85.0 %
//	strict, share 40    22 (-11)          66    88.7 %    29 (+5)           98    85.1 %
//	accumulating 200 %  26 (-7)           82    85.0 %    27 (+3)           90    85.7 %
//	accumulating 400 %  22 (-11)          68    87.8 %    28 (+4)           93    85.4 %
//	target of 1 min     33 (+1)           95    85.7 %    25 (+1)           65    89.6 %
//
// The transcripts in testdata/*.txt show each of them.
//
// It never holds what names a person: no name, phone, note or PIN.
//
// A State belongs to one goroutine at a time. hub, hub/store, hub/stats and
// hub/branch use this package; screens and clients never do (they speak hub/wire).
package queue
