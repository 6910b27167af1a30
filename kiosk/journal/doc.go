// Package journal is a kiosk's own paper: one append-only file, on the kiosk's
// disk, of the numbers that the hub has lent it, the tickets that it gave out
// while the hub was away, and which of these the hub has taken since.
//
// A ticket is on the disk, synced, before Issue returns it: only then may it be
// shown or printed. No number leaves it twice, whatever crashed when: what a
// torn end or a damaged file can't say is counted as given out. A second
// process on the same folder is refused.
//
// The file begins with eight letters; then come records, each its length, a
// CRC-32C over length and content, and the content as JSON. Beside it lies what
// the kiosk last knew of the branch, so that one that starts with its hub away
// still knows the services.
//
// A disk that is full, fails or hangs gives out nothing; Mend goes on when it works
// again. What only reads never waits for the disk.
//
// It never asks the hub, knows no clock and draws nothing: kiosk.Runner leases,
// issues and merges through it. Its methods may be called from any goroutine.
package journal
