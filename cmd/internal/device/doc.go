// Package device is what kiosk, counter and display do to be let into a branch
// and to stay in it: it asks to be paired, keeps the token, has it renewed, and
// asks anew when the branch took it away. It hands out steps (turno/hub/pairing)
// while there is no token and the client's updates while there is one.
//
// It draws nothing and decides nothing about what is shown. It lives under cmd
// and not in hub/dial, for it keeps a file: the client that tests and simulated
// days use has no disk. Only the three apps' commands use it.
package device
