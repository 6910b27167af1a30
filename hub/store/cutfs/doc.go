// Package cutfs is a disk for tests that loses power. It keeps files in memory,
// shows them to another process through FUSE, and tells what a program has
// written apart from what it has synced: after [Disk.Cut] the first may be
// forgotten, torn or in another order, names in folders too. It can also fail:
// errors, a full disk, writes that stop half-way.
//
// It is stricter than the disks that a bank buys, not the same as one of them: a
// file's sync says nothing of its name, and what follows from one sync alone
// survives. It never loses what was synced.
//
// Only tests use it. A program that maps files must be another process than the
// one that serves them: its page faults would wait for a runtime that waits for
// them.
package cutfs
