package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// stateFolder is where a kiosk keeps its token, its journal and what is left of
// a crash: the one named, systemd's, or the account's own.
func stateFolder(named string) (string, error) {
	dir := named
	if dir == "" {
		dir, _, _ = strings.Cut(os.Getenv("STATE_DIRECTORY"), ":")
	}
	if dir == "" {
		home := os.Getenv("XDG_STATE_HOME")
		if home == "" {
			user, err := os.UserHomeDir()
			if err != nil {
				return "", errors.New("there is no place for what this kiosk keeps: name one with -state")
			}
			home = filepath.Join(user, ".local", "state")
		}
		dir = filepath.Join(home, "turno-kiosk")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the folder for what this kiosk keeps: %w", err)
	}
	return dir, nil
}
