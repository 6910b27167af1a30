package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"turno/cmd/internal/device"
	"turno/hub/branch"
)

const pinAbout = `turno-kiosk pin [-config /etc/turno/kiosk.toml] < PIN

Reads a PIN of 6 to 12 figures from standard input and writes its hash into the
configuration. With it the staff gets behind the kiosk's screen: five quick
touches of the upper left corner, or Ctrl+Alt+P. The PIN itself is kept nowhere.
`

var (
	pinForm   = regexp.MustCompile(`^[0-9]{6,12}$`)
	adminLine = regexp.MustCompile(`(?m)^admin\s*=.*$`)
)

// setPIN is the verb pin.
func setPIN(args []string, in io.Reader, out, errs io.Writer) error {
	f := flag.NewFlagSet("turno-kiosk pin", flag.ContinueOnError)
	f.SetOutput(errs)
	f.Usage = func() { fmt.Fprint(errs, pinAbout) }
	file := f.String("config", configFile, "")
	if err := f.Parse(args); err != nil {
		return err
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the PIN: %w", err)
	}
	pin := strings.TrimSpace(line)
	if !pinForm.MatchString(pin) || strings.Count(pin, pin[:1]) == len(pin) {
		return errors.New("a PIN has 6 to 12 figures, and not the same one throughout")
	}
	data, err := os.ReadFile(*file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the configuration: %w", err)
	}
	admin := []byte(fmt.Sprintf("admin = '%s'", branch.HashPIN(pin)))
	if adminLine.Match(data) {
		data = adminLine.ReplaceAllLiteral(data, admin)
	} else {
		// Before any table: behind one it would be a setting of the table's.
		data = bytes.Join([][]byte{admin, data}, []byte("\n"))
	}
	if err := device.Keep(*file, data, 0o640); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s has the PIN's hash; the kiosk takes it from its next start on\n", *file)
	return nil
}
