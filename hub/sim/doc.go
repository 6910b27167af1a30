// Package sim plays a recorded day of a real bank through a running hub, as
// ordinary clients of the contract would live it: a kiosk that issues, a client
// at each counter, an admin who moves the virtual clock. At the end it puts
// what was recorded beside what happened, and the hub's own figures beside ones
// counted from nothing but the clients' answers.
//
// It is also a test of the hub on real input: a ticket that is lost, called
// twice or figured wrongly is a difference, and a difference is an error. A hub
// that is killed on the way and started again on its folder is waited for; each
// command goes out again with the id that it had.
//
// The package knows the hub by hub/wire and hub/dial alone, never by its state
// or its store. Only cmd and tests import it.
package sim
