// Package store keeps a branch's truth in one bbolt file, with a journal before
// it: the event log, the answers that were given, personal data beside the log,
// sessions, snapshots and the hub's clock.
//
// One [Store.Commit] is one promise: when it returns nil,
// everything in the batch survives a power cut; when it returns an error,
// nothing of it is there. The package never decides anything about visits,
// never reads a clock for what it stores, never talks to a network and never
// keeps a lock while its caller thinks. Reading is safe from any goroutine;
// Commit belongs to the hub's one writer.
//
// Only hub (the running branch) and cmd (the operator's verbs) use it.
//
// # Stored format, version 4
//
// A data folder holds turno.db, with these buckets, turno.journal and turno.keys
// (below).
// Numbers are big endian; "sealed" means one version byte, four bytes of CRC-32C
// over key and content, then the content.
//
//	meta                    format, created, head, clock          sealed
//	epochs                  first seq of the epoch -> epoch       sealed
//	events/<business date>  seq -> record                         see record.go
//	outcomes/<business date> principal NUL id -> outcome          sealed JSON
//	snapshots               seq -> head hash, state               sealed
//	personal                visit NUL field -> encrypted value    sealed
//	keys                    visit -> its key, wrapped             sealed
//	codes                   SHA-256 of a phone code -> visit      sealed
//	sessions                SHA-256 of the token -> session       sealed JSON
//	journal                 from which life on the journal counts   sealed
//
// Each event carries the hash of the event before it, from the first event of
// the log on, through restores (which begin a new epoch and go on with the
// chain). The head in meta names the last event, so that one missing at the
// end is noticed as well.
//
// # The journal
//
// A transaction of bbolt syncs twice and writes a page for each level of each
// bucket that it touches. So a commit that only adds, and nearly all do, is
// written to turno.journal instead: as the very values that will stand in the
// data file, in blocks of their own, behind one checksum, with one sync. The
// file is as long as it will ever be, two sides of 2 MiB, and durable before its
// first use.
//
// Commits go into one side. The one that finds it full changes to the other, which
// is a new life of the journal, and the data file takes in what the full side has as
// one transaction meanwhile (takein.go). The same transaction says that the journal
// counts from the new life on, and records of older lives count no more: so each
// commit is in the one file or in the other, never in both and never in none.
// Nothing has to be cut off or removed for that, and there is no moment at which the
// two could disagree. A side is written over only when that is known to be durable;
// where it is not yet, a commit waits. A commit that changes or removes something is
// a transaction of the data file itself and takes in both sides, as do whoever reads
// what only the data file can give in order, and the end. Each such transaction says
// that the journal counts from the life after the next one on, and both heads of the
// data file name a life before a start commits anything. So where the newer head is
// spoilt later, what came behind it is still there or the folder is refused; it is never
// taken for what followed the older head. Events, answers, phone
// codes, what is personal and the clock are read from both files.
//
// At a start the records of the life that the data file names are taken in, and those
// of the life behind it; where the disk is too full for that they stay, and the hub
// goes on. What a program may have left in memory and not on the disk is written once
// more before anybody is told of it (settle.go); where that fails the start is refused.
// A record that is not whole and that no other follows, be it in the next life, is
// what a power cut leaves of a commit that nobody was told of; it is said and passed
// over. Records are counted through all lives, so one that is missing where others
// follow is noticed also where a side ends. That, a journal of a later state than the
// data, one that is missing or of another length is damage, and refused. A folder
// whose hub ended by itself needs no journal; one whose hub was killed is read by
// [Check] and [OpenLog] with what is in it. A backup has none.
//
// One side of 1 MiB, which format 3 had, made the commit that found it full wait for
// the taking: 2.3 to 5.5 ms and more than two syncs of a slow disk, one commit in 250
// of a lone client and one in 40 of many.
//
// # Starts and past days
//
// Before anything follows a page number of the data file, its pages are proved. The
// leaves with the events of past days are passed by at a start (pastdays.go): nothing
// is written to them again, what is read of them is proved then, and the check and
// each night's backup read them all.
//
// # What is personal
//
// Every visit that gives something personal has a random key of its own; its
// values are sealed with XChaCha20-Poly1305 and bound to their visit, field and
// age. The key goes when the values go, and where only some of them go, the rest
// is put under a new one: what was erased or replaced is never left with a key
// that opens it.
//
// The keys stand in the data file, so that a ticket, its phone code and its key
// are one transaction with one sync. They are wrapped by a key of their business
// date, and these lie in turno.keys, which is written once a day, before its new
// key wraps anything, and once when a day's last visit is forgotten. A power cut
// between the two files leaves at worst a key that wraps nothing; [Store.Tidy]
// drops it.
//
// So that backups forget too, [Store.Backup] leaves the bucket of keys out. What
// is personal in a backup opens only beside the data folder it was taken from,
// and dies there: the moment a visit's key is dropped, all backups ever made are
// dead for that visit. A copy of turno.db made by other means has the wrapped
// keys and lacks turno.keys; such a copy dies when turno.keys forgets the date.
// Whoever copies both files by hand has copied what is personal.
//
// A folder restored from a backup therefore can't read the names and notes that
// were stored before (it erases them at their time, as ever). Everything else is
// there: visits, figures, answers, sessions, and phones find their visits, as
// codes are looked up by their hash. A bank that wants more can ask for a backup
// that carries its keys; it is refused unless it is encrypted, and it does not
// forget. A folder whose turno.keys is lost starts, and says so in its check.
//
// # Formats
//
// 1 was the first release: personal values and phone codes in plain, no keys.
// [Open] brings such a file to the format of now by a new one that takes the
// old one's place once it is proved; it keeps a copy of the old file that lacks
// what is personal. That takes room for two more files, and is not begun without.
// 2 had no journal, and that of 3 had one side; both are brought on in place. A newer
// file is refused. testdata has a data folder of each older format, for ever.
package store
