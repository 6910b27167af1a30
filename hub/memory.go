package hub

// How a program that is a hub and nothing else sets Go's memory; it says so itself,
// as both are of the whole process.
const (
	// GCPercent is how much may be allocated, in per cent of what is in use, before
	// the collector runs. A hub uses some megabytes, so with the usual 100 the
	// collector would run for every few hundred tickets: with 64 clients a fifth of
	// the processor time was its own.
	GCPercent = 300
	// MemoryLimit is where the collector works harder instead, in bytes: well below
	// the 256 MiB from which the unit's memory is taken back (see turno-hub install),
	// as that counts the pages of the data file as well.
	MemoryLimit = 160 << 20
)
