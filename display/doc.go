// Package display is the lobby screen: it draws the model that display/board
// decides, and speaks the calls. The app cmd/turno-display runs it.
//
// Screen has Show and nothing else; a Crier speaks on a goroutine of its own
// and says when it can't. Neither knows a rule of the branch, and neither talks
// to the hub. Nobody touches this screen: it has no control.
package display
