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
// The next batch is not decided while one is on its way to the disk. That was built
// and measured: with sixty-four clients on two processors the batches are half as
// large, each ticket takes more processor time, and as many are given out. What
// bounds a hub is the processor, or a disk so slow that deciding takes no time
// beside it.
//
// # What goes to many
//
// An event is encoded once for each kind of screen, and a state that no event has
// changed once a second; after a restart a thousand screens come back within
// seconds, and the state is encoded a dozen times. One goroutine writes it to all
// screens, in writes that never wait (line.go). Each has a queue of 512 frames and
// 64 KiB in the system; who is further behind is cut and resumes.
//
// Sockets are not compressed. In a branch with a hundred people waiting an event
// takes 750 bytes and with permessage-deflate 280, a display's state 16 KiB and 7, a
// manager's 47 and 13; a busy branch makes some events a second, so that saves
// nothing that a branch's network would notice, and costs half as much processor
// time again for each frame; to a thousand displays p99 is 24 ms with it and 20
// without (BenchmarkDeflate). A phone's state is smaller than either.
//
// The package draws nothing and knows no screen; only cmd and hub/hubtest use it.
package hub
