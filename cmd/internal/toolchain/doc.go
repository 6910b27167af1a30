// Package toolchain says what it takes to build Turno on this machine: which
// parts of the system the programs need and which Debian package brings each,
// with which flags they are built, and how a tool is run so that it can be
// stopped whole.
//
// It exists so that the gate (cmd/check) and the demo (cmd/turno) build with
// the same flags: the Go build cache keeps C code apart by its flags, and a
// cold build of the windows costs a minute that nobody should pay twice.
//
// It installs nothing and builds nothing by itself, and it never asks anybody
// anything. Only the commands of this module may use it.
package toolchain
