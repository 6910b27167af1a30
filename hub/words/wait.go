package words

import (
	"fmt"
	"time"
)

// waitStep is the grain of what people are told: a wait is a guess, and a
// single minute would promise more than anyone knows.
const waitStep = 5 * time.Minute

// Range writes an expected wait from its median and its 80th percentile as a
// range in steps of five minutes, the lower end rounded down and the upper up:
// "10–15 min", "up to 5 min" when it starts at nought, "no wait" when even the
// 80th percentile is under a minute. It never answers a single figure.
func Range(l Lang, p50, p80 time.Duration) string {
	low, high := RangeSteps(p50, p80)
	switch {
	case high == 0:
		return T(l, "common.wait.none")
	case low == 0:
		return T(l, "common.wait.up_to", A{"high": minutes(high)})
	default:
		return T(l, "common.wait.range", A{"low": minutes(low), "high": minutes(high)})
	}
}

// RangeSteps gives the two ends that Range writes, for a bar or for clock times
// ("10:51–10:56"). Both are 0 when there is no wait.
func RangeSteps(p50, p80 time.Duration) (low, high time.Duration) {
	p50 = max(p50, 0)
	p80 = max(p50, p80)
	if p80 < time.Minute {
		return 0, 0
	}
	low = p50 / waitStep * waitStep
	high = (p80 + waitStep - 1) / waitStep * waitStep
	if low == high {
		high += waitStep
	}
	return low, high
}

// Minutes writes a time that has passed in whole minutes: "14 min".
func Minutes(l Lang, d time.Duration) string {
	return T(l, "common.minutes", A{"minutes": minutes(max(d, 0))})
}

// Running writes a time that runs: "06:24", from an hour on "1:06:24".
func Running(d time.Duration) string {
	s := int(max(d, 0) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

func minutes(d time.Duration) int { return int(d / time.Minute) }
