// Package kiosk draws the kiosk: the greeting, the services, one service, the
// ticket and everything that can come between, portrait and landscape, in
// three contrasts, with text up to twice its size and with every control in
// the lowest third where somebody asks for it.
//
// It draws what kiosk/flow's View says, in the parts of look, and tells its
// owner what was touched. It knows no rule, dials nothing, prints nothing and
// starts no goroutine; like all of Fyne it belongs to the goroutine that
// draws. The kiosk's app and its stories use it.
package kiosk
