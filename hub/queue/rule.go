package queue

// RuleID names a rule of a profile.
type RuleID string

// Rule lets somebody go ahead of the final rule's choice. The rules of a profile
// are asked in their order; the first that holds and finds somebody chooses.
// All conditions that are set must hold, of those among whom the rule chooses;
// a rule without one always holds.
type Rule struct {
	ID       RuleID      `json:"id"`
	Names    Text        `json:"names,omitempty"`
	Services []ServiceID `json:"services,omitempty"` // among whom it chooses; none: all that the counter may call
	Classes  []ClassID   `json:"classes,omitempty"`  // and of these classes alone; none: whatever the class

	WaitOver    Seconds `json:"wait_over_s,omitempty"`   // somebody of them has waited longer than this
	WaitingOver int     `json:"waiting_over,omitempty"`  // more than so many of them wait
	MissWithin  Seconds `json:"miss_within_s,omitempty"` // somebody of them misses the target within this time, and has not missed it yet; such a one is called

	// Share is the most, in percent, that may go ahead by this rule, of the calls
	// of a counter; 0 is DefaultShare. The rest is for the final rule.
	Share int `json:"share,omitempty"`
}

// Final is how a profile chooses when no rule and no class goes ahead. Append only.
type Final string

const (
	FinalFirst   Final = "first"   // the first by place; "" is the same
	FinalLongest Final = "longest" // who has waited longest, whatever their place
	FinalTurns   Final = "turns"   // the profile's turns, one after the other
)

// Turn is one entry of a profile's turns: a service or a class. With neither it
// is the turn of all who stand in no other entry. An entry that comes twice has
// twice the calls (P, P, G, S).
type Turn struct {
	Service ServiceID `json:"service,omitempty"`
	Class   ClassID   `json:"class,omitempty"`
}

// Way is how a class goes ahead. Append only.
type Way string

const (
	// WayCredit: a place as if the person had come Credit earlier. This is the
	// way of a class that names none.
	WayCredit Way = ""
	// WayStrict: before all who are not strict, among those of whom a rule
	// chooses and in the end among all. Of two strict classes the branch's first
	// goes first.
	WayStrict Way = "strict"
	// WayNext: right after the service in progress, at whatever counter that
	// serves the service and is free first, before the profile's rules are asked
	// (Brazil, Lei 10.048/2000, where there is no counter of their own).
	WayNext Way = "next"
	// WayAccumulating: priority grows with the wait, Rate times as fast as that
	// of a person of no class; who has most goes first (Kleinrock, "A delay
	// dependent queue discipline", Naval Research Logistics Quarterly 11, 1964;
	// Stanford, Taylor and Ziedins, "Waiting time distributions in the
	// accumulating priority queue", Queueing Systems 77, 2014).
	WayAccumulating Way = "accumulating"
)

// DefaultShare is the share of a rule or a class that names none: four calls
// may go ahead, then one is the final rule's.
const DefaultShare = 80

// owing is what one call of the final rule pays back; see Memory.
const owing = 1000

// cost is what going ahead once by a share costs, in what the final rule is
// owed: a share of s percent is s calls ahead for 100-s others.
func cost(share int) int {
	if share == 0 {
		share = DefaultShare
	}
	return (owing*(100-share) + share - 1) / share
}

// Memory is what a counter keeps of its calls, so that shares and turns hold.
//
// Whoever goes ahead of the final rule's choice adds to Owed, by the share that
// lets them: (100-share)/share of a call. A call of the final rule's choice takes
// one off. While a whole call is owed nobody goes ahead. So of any row of calls
// at a counter with k by the final rule, at most (k+1)*s/(100-s)+1 went ahead,
// where s is the largest share in force: nobody waits for ever whom the final
// rule gets to.
type Memory struct {
	Owed int `json:"owed,omitempty"` // to the final rule, in thousandths of a call
	Turn int `json:"turn,omitempty"` // where in the turns the next call begins to look
}

// pay is the memory after a call of the final rule's choice.
func (m Memory) pay() Memory {
	m.Owed = max(0, m.Owed-owing)
	return m
}

// ruled says that the profile has rules of its own.
func (p *Profile) ruled() bool {
	return p != nil && (len(p.Rules) > 0 || p.Final != "" && p.Final != FinalFirst)
}

// profileOf is the profile by which a counter calls now; nil for none.
func (s *State) profileOf(c *Counter) *Profile { return c.rules }

// profileAt names the profile of a counter as it is opened now: the rush's, the
// one its teller chose, or its own.
func (b *Branch) profileAt(c *Counter) ProfileID {
	if p := c.working(); p != "" {
		return p
	}
	if setup, ok := b.Counter(c.ID); ok {
		return setup.Profile
	}
	return ""
}
