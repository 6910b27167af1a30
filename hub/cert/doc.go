// Package cert gives a hub the certificates that it serves HTTPS with: those of
// an authority of the branch's own, made once and kept in the data folder, or
// files of the bank's that are read again when they change. It also says how a
// device knows the right hub: by the fingerprint of its authority.
//
// It opens no socket and reads no other folder than the one it is given. The hub's
// program uses it to serve, and hub/dial to recognise whom it speaks to.
package cert
