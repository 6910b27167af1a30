// Package slip makes the paper that a kiosk hands out: a ticket slip as data,
// drawn as a one-bit picture 576 dots wide, and written as ESC/POS for receipt
// printers, either as that picture (Raster) or in the printer's own letters
// (Text).
//
// The picture is the better slip and the default: it has the bank's typeface
// and all letters of all languages. Text is for printers on slow serial lines,
// where a picture takes seconds; a Profile says which code pages they know.
//
// The package knows no printer: it gives bytes, and forms/press carries them.
// It reads no clock and logs nothing. The kiosk and the counter may use it.
package slip
