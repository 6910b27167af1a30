//go:build race

package kiosk_test

import (
	"turno/hub/words"
)

// Walking screens has no second goroutine: under the race detector, which
// makes it ten times slower, a few of them show that.
var (
	languages = []words.Lang{words.CS}
	sizes     = []int{200}
)

// walkOneIn is how many screens the walk of layouts takes for one.
const walkOneIn = 40

// paintOneIn is how many of them are painted.
const paintOneIn = 40
