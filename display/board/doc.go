// Package board decides what the lobby screen shows and when it speaks: the
// announcement queue with its least time on the glass, rows that hold their
// place, waits, the veil over a screen that is not live.
//
// It is pure: it takes what came over the wire and the time as arguments, and
// gives a Model in finished sentences. It never dials, draws, sleeps or reads a
// clock. The display's screen and its app use it; one goroutine owns a Board.
package board
