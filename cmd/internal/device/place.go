package device

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Folder is where a program keeps what is its own: the one named, systemd's, or
// the account's. It is made where it is not there.
func Folder(program, named string) (string, error) {
	dir := named
	if dir == "" {
		dir, _, _ = strings.Cut(os.Getenv("STATE_DIRECTORY"), ":")
	}
	if dir == "" {
		home := os.Getenv("XDG_STATE_HOME")
		if home == "" {
			user, err := os.UserHomeDir()
			if err != nil {
				return "", errors.New("there is no place for what this program keeps: name one with -state")
			}
			home = filepath.Join(user, ".local", "state")
		}
		dir = filepath.Join(home, program)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the folder for what this program keeps: %w", err)
	}
	return dir, nil
}

// TokenFile is where a token is kept in a program's folder.
func TokenFile(folder string) string { return filepath.Join(folder, "token") }

// strange is what the hub takes in no device's name.
var strange = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// Name is what a device without a name calls itself: the machine's name behind
// the prefix, in letters that the hub takes.
func Name(prefix string) string {
	host, err := os.Hostname()
	host = strings.Trim(strange.ReplaceAllString(host, "-"), "-_.")
	if err != nil || host == "" {
		host = "1"
	}
	name := prefix + host
	return name[:min(len(name), 40)]
}

// Keep puts a file in place whole or not at all, with the owner of the one that
// was there. What it has put there outlives a power cut: the hub ends a token when
// the next one is used, and a device that lost that would have to be paired anew.
func Keep(file string, data []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".turno-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(mode), sameOwner(f, file), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
