// Package kiosk draws the kiosk: the greeting, the services, one service, the
// ticket and everything that can come between, portrait and landscape, in
// three contrasts, with text up to twice its size and with every control in
// the lowest third where somebody asks for it.
//
// A Kiosk draws what kiosk/flow's View says, in the parts of look, and tells
// its owner what was touched. A Runner joins it to the flow, the hub and the
// ticket printer: it carries out what the flow asks for, each in a goroutine
// that ends with the context it was given, and everything else on the
// goroutine that draws. Neither knows a rule of the branch, and a ticket is
// printed only after the hub has given it. The kiosk's app uses both; Stories
// draw every screen from made-up facts.
package kiosk
