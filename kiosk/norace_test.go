//go:build !race

package kiosk_test

import (
	"turno/hub/words"
)

// What the screens are walked in.
var (
	languages = words.All
	sizes     = []int{100, 150, 200}
)

// walkOneIn is how many screens the walk of layouts takes for one.
const walkOneIn = 1

// paintOneIn is how many of them are painted.
const paintOneIn = 120
