// Package press carries finished bytes to printers: receipt printers on raw
// TCP or a device file, printers that CUPS knows, and folders that keep what
// would have been printed. All are one interface behind an address that an
// operator writes down:
//
//	tcp://192.0.2.7:9100    a receipt printer on the network (port 9100 may be left out)
//	file:///dev/usb/lp0     a receipt printer on this machine
//	cups://NAME             a printer or class of CUPS, through lp
//	pdf:///folder           a folder; files are named after their jobs
//
// A receipt printer is asked before a job (no paper, cover open, offline) and
// after it, and nothing counts as printed before the printer has said so. What
// went wrong is an *Error with a Code from a closed list, which screens put
// into words.
//
// The package never makes what it prints, never tries twice (who asked knows
// whether a second slip would be one too many), and keeps no queue. Kiosk and
// counter may use it. It logs nothing: what it carries is personal.
package press
