package slip

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

// A layout is the parts of a slip from the top down, one a line; lines that
// begin with # say why. Both encoders follow it, each in its own way.
//
//go:embed layouts/*.txt
var layoutFiles embed.FS

// The layouts.
const (
	ticketLayout  = "ticket"
	offlineLayout = "offline"
	infoLayout    = "info"
)

var layouts = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, name := range []string{ticketLayout, offlineLayout, infoLayout} {
		text, err := layoutFiles.ReadFile("layouts/" + name + ".txt")
		if err == nil {
			all[name], err = readLayout(string(text))
		}
		if err != nil {
			panic("slip: an embedded layout can't be read: " + err.Error())
		}
	}
	return all
})

// readLayout reads the parts of a layout and refuses one that an encoder does
// not know.
func readLayout(text string) ([]string, error) {
	var parts []string
	for line := range strings.Lines(text) {
		part := strings.TrimSpace(line)
		if part == "" || part[0] == '#' {
			continue
		}
		if drawn[part] == nil || typed[part] == nil {
			return nil, fmt.Errorf("%q is no part of a slip", part)
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("a slip with nothing on it")
	}
	return parts, nil
}
