// Package pairing is what a device shows until the hub of its branch knows it:
// how far it is (a [Step]), and that in finished sentences (a [Text]), the same
// for kiosk, counter and lobby display.
//
// It is pure: it asks nobody, keeps no token, draws nothing and reads no clock.
// The programs' commands make the steps; the rooms with a screen turn them into
// words here and draw these.
package pairing
