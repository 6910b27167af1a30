package press

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// patience is how long a printer may keep silent before it is given up.
const patience = 8 * time.Second

var queueShape = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,126}$`)

// Open makes a printer of its address; it connects to nothing yet. Receipt
// printers and CUPS take options:
//
//	?status=full     status before and after, and a word when it is printed (tcp)
//	?status=live     status before and after: for printers without GS r
//	?status=none     nothing is asked: for printers that never answer (file)
//	?patience=8s     how long the printer may keep silent, 50ms to 1m
//
// The one in brackets has that as its default.
func Open(address string) (Printer, error) {
	fail := func(err error) (Printer, error) {
		return nil, fmt.Errorf("printer address %q: %w; want tcp://HOST:9100, file:///dev/usb/lp0, cups://NAME or pdf:///FOLDER", address, err)
	}
	u, err := url.Parse(address)
	if err != nil {
		return fail(errors.Unwrap(err))
	}
	if u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return fail(errors.New("it has a part that no printer has"))
	}
	o, err := readOptions(u)
	if err != nil {
		return fail(err)
	}
	switch u.Scheme {
	case "tcp":
		host, err := hostOf(u)
		if err != nil {
			return fail(err)
		}
		return &network{address: address, host: host, ask: o.ask, patience: o.patience, turn: newTurn()}, nil
	case "file":
		if err := pathOf(u); err != nil {
			return fail(err)
		}
		return &device{address: address, path: u.Path, ask: o.ask, patience: o.patience, turn: newTurn()}, nil
	case "cups":
		if !queueShape.MatchString(u.Host) || u.Path != "" {
			return fail(errors.New("it has no queue's name"))
		}
		return &spooler{address: address, queue: u.Host, patience: o.patience}, nil
	case "pdf":
		if err := pathOf(u); err != nil {
			return fail(err)
		}
		return &folder{address: address, path: filepath.Clean(u.Path)}, nil
	}
	return fail(errors.New("it has no known beginning"))
}

func hostOf(u *url.URL) (string, error) {
	if u.Hostname() == "" || u.Path != "" {
		return "", errors.New("it has no host, or more than one")
	}
	port := u.Port()
	if port == "" {
		port = "9100"
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return "", fmt.Errorf("%q is no port", port)
	}
	return net.JoinHostPort(u.Hostname(), port), nil
}

func pathOf(u *url.URL) error {
	if u.Host != "" || !filepath.IsAbs(u.Path) {
		return errors.New("its path does not begin at the root: three slashes")
	}
	return nil
}

type options struct {
	ask      asking
	patience time.Duration
}

// readOptions reads what stands behind the question mark; each kind of printer
// takes its own and no other.
func readOptions(u *url.URL) (options, error) {
	o := options{ask: askFull, patience: patience}
	if u.Scheme == "file" {
		o.ask = askNone
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return o, err
	}
	for name, values := range query {
		value := values[0]
		known := false
		switch name {
		case "status":
			o.ask = asking(value)
			known = (u.Scheme == "tcp" || u.Scheme == "file") && (o.ask == askFull || o.ask == askLive || o.ask == askNone)
		case "patience":
			o.patience, err = time.ParseDuration(value)
			known = u.Scheme != "pdf" && err == nil && o.patience >= 50*time.Millisecond && o.patience <= time.Minute
		}
		if !known || len(values) != 1 {
			return o, fmt.Errorf("option %s=%s is not for it", name, value)
		}
	}
	return o, nil
}
