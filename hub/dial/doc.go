// Package dial is the client of a hub: it connects, keeps a mirror of the
// branch as its role may see it, catches up after a cut, and sends commands
// that are carried out once however often the line breaks. Every app and every
// end-to-end test goes through it.
//
// A Client owns its goroutines: Run starts them and returns after they ended.
// The mirror in an Update is the caller's to keep; nothing in it is changed
// afterwards. The package knows no rule of the branch and no screen.
package dial
