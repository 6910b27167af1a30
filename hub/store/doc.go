// Package store keeps a branch's truth in one bbolt file: the event log, the
// answers that were given, personal data beside the log, sessions, snapshots
// and the hub's clock.
//
// One [Store.Commit] is one transaction and one promise: when it returns nil,
// everything in the batch survives a power cut; when it returns an error,
// nothing of it is there. The package never decides anything about visits,
// never reads a clock for what it stores, never talks to a network and never
// keeps a lock while its caller thinks. Reading is safe from any goroutine;
// Commit belongs to the hub's one writer.
//
// Only hub (the running branch) and cmd (the operator's verbs) use it.
//
// # Stored format, version 1
//
// A data folder holds one file, turno.db, with these buckets. Numbers are big
// endian; "sealed" means one version byte, four bytes of CRC-32C over key and
// content, then the content.
//
//	meta                    format, created, head, clock          sealed
//	epochs                  first seq of the epoch -> epoch       sealed
//	events/<business date>  seq -> record                         see record.go
//	outcomes/<business date> principal NUL id -> outcome          sealed JSON
//	snapshots               seq -> head hash, state               sealed
//	personal                visit NUL field -> value              sealed
//	codes                   phone code -> visit                   sealed
//	sessions                SHA-256 of the token -> session       sealed JSON
//
// Each event carries the hash of the event before it, from the first event of
// the log on, through restores (which begin a new epoch and go on with the
// chain). The head in meta names the last event, so that one missing at the
// end is noticed as well.
package store
