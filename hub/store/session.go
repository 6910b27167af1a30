package store

import (
	"crypto/sha256"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// TokenHash stands for a bearer token; the token itself is never stored.
type TokenHash [sha256.Size]byte

// HashToken is the stored form of a token. A token is long and random, so a
// plain SHA-256 is enough; a PIN would need more.
func HashToken(token string) TokenHash { return sha256.Sum256([]byte(token)) }

// Session is a device or a signed-in person that may speak to the hub.
type Session struct {
	Token   TokenHash `json:"-"`
	ID      string    `json:"id"`                // names the principal in outcomes and logs
	Role    string    `json:"role"`              // as in the contract: kiosk, counter, manager …
	Person  string    `json:"person,omitempty"`  // staff only
	Counter string    `json:"counter,omitempty"` // the counter that it speaks for
	Device  string    `json:"device,omitempty"`  // the name that an operator gave a device
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"` // zero: until it is revoked
}

func putSession(tx *bbolt.Tx, s Session) error {
	if s.Token == (TokenHash{}) || s.Role == "" {
		return fmt.Errorf("%w: session %q has no token or no role", ErrOrder, s.ID)
	}
	return putJSON(tx.Bucket(bucketSessions), s.Token[:], s)
}

// Session finds the session of a token. It does not judge Expires: the hub's
// clock does.
func (s *Store) Session(token TokenHash) (found Session, ok bool, err error) {
	err = s.raw(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketSessions)
		if err != nil {
			return err
		}
		ok, err = getJSON(b, token[:], &found)
		found.Token = token
		return err
	})
	return found, ok, err
}

// Sessions gives every stored session, in no order that means anything.
func (s *Store) Sessions() ([]Session, error) {
	var all []Session
	err := s.raw(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketSessions)
		if err != nil {
			return err
		}
		return b.ForEach(func(k, _ []byte) error {
			var one Session
			if _, err := getJSON(b, k, &one); err != nil {
				return fmt.Errorf("session %x: %w", k, err)
			}
			if copy(one.Token[:], k) != len(k) {
				return fmt.Errorf("session key of %d bytes", len(k))
			}
			all = append(all, one)
			return nil
		})
	})
	return all, err
}
