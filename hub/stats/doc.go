// Package stats counts a business date and says how long a wait will be.
//
// A Day keeps the figures of terms.md up to date while the hub runs: after each
// event it takes out what the visits concerned had contributed and counts them
// anew, so that an undone command leaves no trace in a report. The same figures
// come from folding the visits from scratch (Of), to the last digit: all sums
// are of whole nanoseconds.
//
// Percentiles are exact for the day, by linear interpolation between the two
// nearest waits (definition 7 of Hyndman and Fan, "Sample Quantiles in
// Statistical Packages", The American Statistician 50, 1996): the median of
// four waits is the mean of the middle two, as people expect.
//
// Day.Quote is what a person is told at the kiosk; see quote.go for how it is
// reckoned and how well it does.
//
// The package never reads a clock, stores or sends anything. A Day belongs to
// one goroutine, the one that owns the state. hub uses it.
package stats
