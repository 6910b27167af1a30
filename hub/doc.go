// Package hub is the running hub of a branch: one writer that owns the truth,
// the sessions of every screen, the routes, and the translation between the
// engine (hub/queue) and the messages of other programs (hub/wire).
//
// All rules live in the engine and every decision passes through the one writer
// goroutine (writer.go), so nothing here locks around rules. A command is
// decided and applied at once on the working state, so that the next one of
// the same batch sees it; the batch then goes to the disk in one transaction;
// only after that do answers and changes go out. If the disk refuses, the
// working state is thrown away, read again from the store, and everyone in the
// batch is told that nothing was changed.
//
// The package draws nothing and knows no screen; only cmd and hub/hubtest use it.
package hub
