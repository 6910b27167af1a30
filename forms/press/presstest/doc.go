// Package presstest is a receipt printer for tests: it listens on a port of
// this machine, reads ESC/POS, answers what a real one answers, and can run out
// of paper, open its cover, answer late and cut the line. It draws nothing; it
// keeps what arrived. Tests of the kiosk and of forms/press use it, programs
// never do.
package presstest
