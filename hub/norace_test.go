//go:build !race

package hub

// usualSeeds is how many seeds an ordinary run takes.
const usualSeeds = 200
