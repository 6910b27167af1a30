package kiosk

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
)

// KeyMap says what the keys of the pad and of a keyboard mean. A pad with five
// tactile keys is a small USB keyboard: each of its keys sends some key's code.
// Keys are named as Fyne names them ("Right", "Return", "F1"), with "shift+"
// before the name where both are held, or by their scan code ("scan:191") where
// they have no name.
type KeyMap map[string]flow.Key

// DefaultKeys is the map that README.md describes.
func DefaultKeys() KeyMap {
	return KeyMap{
		"Right": flow.KeyNext, "Tab": flow.KeyNext,
		"Left": flow.KeyPrevious, "shift+Tab": flow.KeyPrevious,
		"Return": flow.KeySelect, "Enter": flow.KeySelect, "KP_Enter": flow.KeySelect,
		"Space":  flow.KeySpace,
		"Escape": flow.KeyBack, "BackSpace": flow.KeyErase, "Delete": flow.KeyDelete,
		"F1": flow.KeyHelp, "Home": flow.KeyHelp,
		"Up": flow.KeyUp, "Down": flow.KeyDown,
		"F2": flow.KeyVoice, "F3": flow.KeySlower, "F4": flow.KeyFaster,
		"Prior": flow.KeyLouder, "Next": flow.KeySofter, // page up, page down
	}
}

// ParseKeys is the default map with changes: "F5=next,F6=previous,
// scan:191=plug,Home=none". none takes a key away.
func ParseKeys(changes string) (KeyMap, error) {
	m := DefaultKeys()
	for _, change := range strings.Split(changes, ",") {
		change = strings.TrimSpace(change)
		if change == "" {
			continue
		}
		name, meaning, ok := strings.Cut(change, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%q is no change of a key such as F5=next", change)
		}
		key := flow.Key(meaning)
		if !slices.Contains(flow.AllKeys, key) {
			return nil, fmt.Errorf("%q means nothing for a key; these do: %v", meaning, flow.AllKeys)
		}
		if code, ok := strings.CutPrefix(name, "scan:"); ok {
			if _, err := strconv.Atoi(code); err != nil {
				return nil, fmt.Errorf("%q is no scan code such as scan:191", name)
			}
		}
		if key == flow.KeyNone {
			delete(m, name)
			continue
		}
		m[name] = key
	}
	return m, nil
}

// find is what a key means, by its scan code first.
func (m KeyMap) find(e *fyne.KeyEvent, shift bool) (flow.Key, bool) {
	if k, ok := m["scan:"+strconv.Itoa(e.Physical.ScanCode)]; ok {
		return k, true
	}
	if shift {
		if k, ok := m["shift+"+string(e.Name)]; ok {
			return k, true
		}
	}
	k, ok := m[string(e.Name)]
	return k, ok && e.Name != ""
}

// String lists the map, for logs.
func (m KeyMap) String() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		all = append(all, name+"="+string(m[name]))
	}
	return strings.Join(all, ",")
}
