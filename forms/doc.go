// Package forms holds the bank's paper: forms as data, the check of what people
// fill in, the packs that put the forms of one service in signing order, and
// the A4 pages themselves as PDF. It also makes the QR codes that forms, slips
// and screens share.
//
// A form is one JSON file under data/ with its words in five languages beside
// its fields, because a bank changes both together and counts them with one
// version. Sentences that no single form owns ("Page 1 of 2", what is wrong
// with a value) come from hub/words, room forms.
//
// A bank adds its own (see Adopt), so another form is no change of a program.
//
// The package never reads a clock, the net or a folder by itself: what changes from one
// print to the next is in Print, so that the same Print gives the same bytes.
// It stores nothing and logs nothing, as values are personal data. Screens,
// the hub and its pages may use it; it imports none of them, and no Fyne.
//
// Everything here is safe for use by many goroutines at once: a Form is
// read-only once it is loaded.
package forms
