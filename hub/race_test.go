//go:build race

package hub

// The seeds run in one goroutine, and the race detector makes them ten times
// slower: a few show that it has nothing to say.
const usualSeeds = 30
