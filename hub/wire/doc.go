// Package wire is the hub's shared vocabulary: the commands a client may send,
// the answers it gets, the state and the stream of changes that screens mirror,
// and the codes in all of them.
//
// It is what other programs rely on, so it ages on its own: a kiosk of last year
// talks to a hub of today. Fields are added, never renamed or reused; unknown
// fields are ignored in answers and events and refused in commands. It holds no
// rules, no I/O and no goroutine, imports nothing of ours, and everything else
// may import it. The engine's own types (hub/queue) never appear here; one file
// in hub translates.
package wire

// Protocol is the version that hello names. History:
//
//	1  2026-11  the first: commands, state, stream with (epoch, seq)
const Protocol = 1

// MaxCommand is the largest command body or frame that a hub reads, in bytes.
const MaxCommand = 64 << 10
