package branch

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"turno/hub/queue"
)

// The cost of a PIN's hash: 19 MiB and two passes. A PIN has few digits, so
// the cost is what protects it once a file is stolen, and the hub's pauses
// between wrong tries are what protects it before.
const (
	pinMemory  = 19 * 1024 // KiB
	pinPasses  = 2
	pinThreads = 1
	pinKey     = 32
	pinSalt    = 16
	maxMemory  = 256 * 1024
	maxPasses  = 16
)

// HashPIN gives the line that stands for a PIN in a branch file.
func HashPIN(pin string) string {
	salt := make([]byte, pinSalt)
	rand.Read(salt)
	key := argon2.IDKey([]byte(pin), salt, pinPasses, pinMemory, pinThreads, pinKey)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, pinMemory, pinPasses, pinThreads, b64(salt), b64(key))
}

// pinHash is a parsed hash.
type pinHash struct {
	memory, passes uint32
	threads        uint8
	salt, key      []byte
}

// parsePIN reads what HashPIN wrote, with bounds on what it may cost.
func parsePIN(s string) (pinHash, error) {
	var h pinHash
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return h, errors.New("it does not begin with $argon2id$")
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return h, errors.New("its version is not 19")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.threads); err != nil ||
		h.memory < 8 || h.memory > maxMemory || h.passes < 1 || h.passes > maxPasses || h.threads < 1 {
		return h, errors.New("its cost is not one that is taken")
	}
	var err1, err2 error
	h.salt, err1 = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, err2 = base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(err1, err2); err != nil || len(h.salt) < 8 || len(h.key) < 16 || len(h.key) > 64 {
		return h, errors.New("its salt or its key is cut off")
	}
	return h, nil
}

// derive is the costly step of a proof; a test counts how often it is taken.
var derive = argon2.IDKey

func (h pinHash) fits(pin string) bool {
	key := derive([]byte(pin), h.salt, h.passes, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1
}

// nobody's hash is computed for unknown people, so that the time of an answer
// does not tell who works here.
var nobody = pinHash{memory: pinMemory, passes: pinPasses, threads: pinThreads, salt: make([]byte, pinSalt), key: make([]byte, pinKey)}

// SignIn gives the person whose PIN this is. It takes about as long for a
// person who does not exist, unless the PINs are a demo's. Any number of
// goroutines may call it; each call takes 19 MiB for some 50 ms.
func (f File) SignIn(id, pin string) (queue.Teller, bool) {
	for _, p := range f.people {
		if p.ID != id {
			continue
		}
		ok := false
		if p.DemoPIN != "" {
			ok = subtle.ConstantTimeCompare([]byte(p.DemoPIN), []byte(pin)) == 1
		} else if h, err := parsePIN(p.PIN); err == nil {
			ok = h.fits(pin)
		}
		if !ok {
			return queue.Teller{}, false
		}
		return p.teller(), true
	}
	if !f.Demo {
		nobody.fits(pin)
	}
	return queue.Teller{}, false
}

func (p person) teller() queue.Teller {
	return queue.Teller{ID: queue.TellerID(p.ID), Name: p.Name, Role: p.Role, Languages: p.Speaks}
}
