package dial

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"turno/hub/cert"
	"turno/hub/wire"
)

// ErrPairRefused says that whoever decides at the hub said no.
var ErrPairRefused = errors.New("the branch's manager refused to pair this device")

// pollEvery is how often a device that waits to be paired asks.
const pollEvery = 2 * time.Second

// Pair asks the hub for a token for this device: show is called with the code
// that is to be read by the manager, and again with another one when that has
// died. It returns when somebody has decided: with the token, which is to be
// kept before anything else, or [ErrPairRefused]. A hub that can't be reached is
// waited for, which Config.Trouble is told; any other refusal, and the end of
// ctx, end it.
func Pair(ctx context.Context, cfg Config, ask wire.PairAsk, show func(wire.Pairing)) (wire.Paired, error) {
	poll := cfg.Poll
	if poll <= 0 {
		poll = pollEvery
	}
	cfg.Token = ""
	for {
		var code wire.Pairing
		err := cfg.call(ctx, http.MethodPost, "/api/v1/pair", ask, &code)
		cfg.troubled(ctx, err)
		if err != nil {
			if err := cfg.pause(ctx, poll, err); err != nil {
				return wire.Paired{}, err
			}
			continue
		}
		show(code)
		got, err := cfg.awaitVerdict(ctx, code, poll)
		if !errors.Is(err, errCodeDied) {
			return got, err
		}
	}
}

var errCodeDied = errors.New("the code has died")

func (c Config) awaitVerdict(ctx context.Context, code wire.Pairing, poll time.Duration) (wire.Paired, error) {
	c.Token = code.Secret
	for {
		var got wire.Paired
		err := c.call(ctx, http.MethodGet, "/api/v1/pair", nil, &got)
		c.troubled(ctx, err)
		var refused *Refused
		switch {
		case errors.As(err, &refused) && refused.Answer.Code == wire.Unauthorized:
			return got, errCodeDied
		case err == nil && got.State == "approved" && got.Token != "":
			return got, nil
		case err == nil && got.State == "refused":
			return got, ErrPairRefused
		}
		if err := c.pause(ctx, poll, err); err != nil {
			return wire.Paired{}, err
		}
	}
}

// troubled tells of a request that came to nothing, and of the next one that
// was answered, with whatever.
func (c Config) troubled(ctx context.Context, err error) {
	if c.Trouble == nil || ctx.Err() != nil {
		return
	}
	var refused *Refused
	if errors.As(err, &refused) {
		err = nil
	}
	c.Trouble(err)
}

// IsStranger tells whether a request came to nothing because whoever answered
// is not the hub that [Trust] says.
func IsStranger(err error) bool {
	var wrong *tls.CertificateVerificationError
	var untrusted x509.UnknownAuthorityError
	var otherName x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.Is(err, cert.ErrOtherHub) || errors.As(err, &wrong) || errors.As(err, &untrusted) || errors.As(err, &otherName) || errors.As(err, &invalid)
}

// pause waits before the next request; it gives back what no waiting mends.
func (c Config) pause(ctx context.Context, d time.Duration, err error) error {
	var refused *Refused
	if errors.As(err, &refused) && !refused.Answer.Retry {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return fmt.Errorf("not paired: %w", errors.Join(ctx.Err(), err))
	case <-timer.C:
		return nil
	}
}

// Rotate asks for another token in place of the configuration's own. The old one
// goes on for some minutes, or until the new one is first used: keep the new one
// before it is used.
func (c Config) Rotate(ctx context.Context) (wire.Rotated, error) {
	var r wire.Rotated
	err := c.call(ctx, http.MethodPost, "/api/v1/devices/token", nil, &r)
	return r, err
}

// Pairings are the devices that wait for a manager's word.
func (c Config) Pairings(ctx context.Context) ([]wire.PairWish, error) {
	var all []wire.PairWish
	err := c.call(ctx, http.MethodGet, "/api/v1/pairings", nil, &all)
	return all, err
}

// Decide is a manager's word on the device that shows the code.
func (c Config) Decide(ctx context.Context, code string, v wire.PairVerdict) error {
	return c.call(ctx, http.MethodPost, "/api/v1/pairings/"+url.PathEscape(code), v, nil)
}

// Devices are those that have a token.
func (c Config) Devices(ctx context.Context) ([]wire.Enrolled, error) {
	var all []wire.Enrolled
	err := c.call(ctx, http.MethodGet, "/api/v1/devices", nil, &all)
	return all, err
}

// RemoveDevice ends a device's tokens and cuts it off at once.
func (c Config) RemoveDevice(ctx context.Context, id string) error {
	return c.call(ctx, http.MethodDelete, "/api/v1/devices/"+url.PathEscape(id), nil, nil)
}

// SignIn opens a staff session. A wrong person or PIN is a *Refused with code
// wrong_pin.
func (c Config) SignIn(ctx context.Context, who wire.SignIn) (wire.Session, error) {
	var s wire.Session
	err := c.call(ctx, http.MethodPost, "/api/v1/session", who, &s)
	return s, err
}

// SignOut ends the session of the token.
func (c Config) SignOut(ctx context.Context) error {
	return c.call(ctx, http.MethodDelete, "/api/v1/session", nil, nil)
}

// Fetch reads the state once, without a stream.
func (c Config) Fetch(ctx context.Context) (wire.State, error) {
	var s wire.State
	err := c.call(ctx, http.MethodGet, "/api/v1/state", nil, &s)
	return s, err
}
