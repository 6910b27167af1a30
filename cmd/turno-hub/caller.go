package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"turno/hub/dial"
	"turno/hub/wire"
)

// caller is for whom a verb speaks to a running hub: whoever has a token, or a
// person of the branch file, who is asked for the PIN.
type caller struct {
	url, tokenFile, person string
	trust                  dial.Trust
}

// flags adds its flags; hub is the URL where none is named, whose the role of
// whom the hub listens to.
func (c *caller) flags(f *flags, hub, whose string) {
	f.StringVar(&c.url, "hub", hub, "`URL` of a running hub")
	f.StringVar(&c.tokenFile, "token-file", "", "`file` that holds the token of "+whose)
	f.StringVar(&c.person, "person", "", "user `name` of "+whose+", who is asked for the PIN, in place of a token")
	c.trust.Flags(f.FlagSet)
}

// call gives the way to the hub. done ends what was begun for it.
func (c *caller) call(ctx context.Context, in *os.File, errs io.Writer) (cfg dial.Config, done func(), err error) {
	cfg = dial.Config{URL: c.url}
	if cfg.TLS, err = c.trust.For(c.url); err != nil {
		return cfg, nil, err
	}
	if c.person == "" {
		cfg.Token, err = tokenFrom(c.tokenFile)
		return cfg, func() {}, err
	}
	pin, err := newSecrets(in, errs).ask(ctx, "PIN of "+c.person)
	if err != nil {
		return cfg, nil, err
	}
	s, err := cfg.SignIn(ctx, wire.SignIn{Person: c.person, PIN: pin})
	if err != nil {
		return cfg, nil, c.explained(err)
	}
	cfg.Token = s.Token
	return cfg, func() { _ = cfg.SignOut(context.WithoutCancel(ctx)) }, nil
}

// explained says of a request that failed what can be done about it.
func (c *caller) explained(err error) error {
	var refused *dial.Refused
	var line *net.OpError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return c.refusal(refused.Answer)
	case dial.IsStranger(err) && c.trust.Pin == "" && c.trust.CAFile == "":
		return fmt.Errorf("nobody here vouches for the certificate at %s: name the hub's fingerprint with --pin, or its certificate with --ca (turno-hub fingerprint DIR shows both): %w", c.url, err)
	case dial.IsStranger(err):
		return fmt.Errorf("what answers at %s is not the hub of that fingerprint, so it was told nothing: %w", c.url, err)
	case strings.HasPrefix(c.url, "http://") && strings.HasSuffix(err.Error(), "400 Bad Request"):
		return fmt.Errorf("the hub at %s speaks HTTPS: write https://", c.url)
	case strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return fmt.Errorf("the hub at %s speaks plain HTTP: write http://", c.url)
	case errors.As(err, &line):
		return fmt.Errorf("no hub answers at %s: does it run, and is this its address? %w", c.url, err)
	}
	return err
}

func (c *caller) refusal(a wire.Answer) error {
	do := map[wire.Code]string{
		wire.Unauthorized: "the token is not this hub's, or has ended: sign in anew, or with --person",
		wire.Forbidden:    "it is not this person's or this token's to do: a manager's or an admin's is wanted",
		wire.WrongPIN:     "the name or the PIN is wrong",
		wire.TooMany:      "too many tries: wait a moment",
	}[a.Code]
	if do == "" {
		return &dial.Refused{Answer: a}
	}
	return errors.New("the hub refuses: " + do)
}

// tokenFrom reads the token of whoever asks, from a file or the environment: it
// never stands in a command line, which others on the machine can read.
func tokenFrom(file string) (string, error) {
	token := os.Getenv("TURNO_TOKEN")
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		token = strings.TrimSpace(string(b))
	}
	if strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("%s holds more than a token", cmp.Or(file, "TURNO_TOKEN"))
	}
	if token == "" {
		return "", usage("a token is wanted, in TURNO_TOKEN or --token-file, or a person, --person NAME")
	}
	return token, nil
}
