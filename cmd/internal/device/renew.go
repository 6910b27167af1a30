package device

import (
	"context"
	"os"

	"turno/hub/dial"
)

func (l *Line) keep(token string) error {
	if err := l.c.Keep(l.c.File, []byte(token+"\n")); err != nil {
		return err
	}
	now := l.c.Now()
	return os.Chtimes(l.c.File, now, now)
}

// old tells whether the token that is kept is due to be replaced.
func (l *Line) old() bool {
	info, err := os.Stat(l.c.File)
	return err == nil && l.c.Now().Sub(info.ModTime()) > TokenAge
}

// renewed is another token in place of the old one, or the old one where the hub
// gives none now. The new one is on the disk before it is used: until then the
// old one is good.
func (l *Line) renewed(ctx context.Context, old string) (token string, ok bool) {
	config := l.c.Dial
	config.Token = old
	ctx, cancel := context.WithTimeout(ctx, renewWithin)
	defer cancel()
	fresh, err := config.Rotate(ctx)
	if err == nil {
		err = l.keep(fresh.Token)
	}
	if err != nil {
		l.c.Log.Warn("this device goes on with its old token", "err", err)
		return old, false
	}
	l.c.Log.Info("this device has another token")
	return fresh.Token, true
}

// renewing has the token of a client replaced when it is old, and its line
// dialled anew: nobody sees more of it than of a line that broke for a moment.
func (l *Line) renewing(ctx context.Context, c *dial.Client, token string) {
	pause := lookEvery
	if l.old() {
		pause = again // the start got none
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.c.After(pause):
		}
		pause = lookEvery
		if !l.old() {
			continue
		}
		fresh, ok := l.renewed(ctx, token)
		if !ok {
			pause = again
			continue
		}
		token = fresh
		l.mu.Lock()
		l.token = fresh
		l.mu.Unlock()
		c.Retoken(fresh)
	}
}
