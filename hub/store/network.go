package store

// overNetwork is said of a folder on a network file system. Whether its locks reach
// other machines, and its syncs the disk, is up to how it is mounted; nothing tells.
const overNetwork = "the data is on a network file system: a second hub on another machine may not be noticed, and what was stored may not survive a power cut there; move it to a disk of this machine"

// networkOf names the network file system that a folder is on; empty for a disk.
// Tests change it.
var networkOf = network
