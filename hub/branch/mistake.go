package branch

import (
	"fmt"
	"strings"
)

// Mistake is one thing in a branch file that can't be as it is.
type Mistake struct {
	Line  int    // from 1; 0 where it concerns the whole file
	What  string // what is wrong, with the key's name
	Write string // what to write instead
}

// Mistakes is the error of a file that is not taken: all that is wrong in it,
// in the order of lines.
type Mistakes struct {
	File string
	All  []Mistake
}

// Error lists the mistakes, a line each: file:line: what; what to write.
func (m *Mistakes) Error() string {
	var lines []string
	for _, one := range m.All {
		where := m.File
		if one.Line > 0 {
			where = fmt.Sprintf("%s:%d", m.File, one.Line)
		}
		lines = append(lines, fmt.Sprintf("%s: %s; %s", where, one.What, one.Write))
	}
	return strings.Join(lines, "\n")
}
