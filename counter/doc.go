// Package counter is the teller's program on a Fyne canvas: it draws what
// counter/desk says and hands back what the teller does, by mouse or by keys.
//
// A Screen has Show and callbacks and knows no rule; a Counter puts screen,
// desk and the way to the hub together. Nothing here dials, owns a window or
// looks at a clock by itself: the command brings all three. Everything that
// draws belongs to the goroutine that draws. Only cmd/turno-counter uses it.
package counter
