//go:build !race

package kiosk_test

import (
	"turno/hub/words"
	"turno/kiosk/flow"
)

// What the screens are walked in.
var (
	languages = words.All
	tones     = []flow.Tone{flow.Light, flow.High, flow.Dark}
	sizes     = []int{100, 150, 200}
)

// walkOneIn is how many screens the walk of layouts takes for one.
const walkOneIn = 1

// paintOneIn is how many of them are painted.
const paintOneIn = 120
