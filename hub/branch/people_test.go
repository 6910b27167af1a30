package branch

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
)

// Whoever is named, known or not, with the right PIN or a wrong one, it takes one
// proof of the same cost: neither the answer nor its work tells who works here.
func TestEveryoneTakesOneProof(t *testing.T) {
	text, err := os.ReadFile("demo.toml")
	if err != nil {
		t.Fatal(err)
	}
	s := strings.Replace(string(text), "demo = true", "", 1)
	s = strings.ReplaceAll(s, `demo_pin = "1234"`, "pin = '"+HashPIN("4711")+"'")
	f, err := Parse("branch.toml", []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { derive = argon2.IDKey }()
	for _, c := range []struct {
		person, pin string
		ok          bool
	}{{"m1", "4711", true}, {"m1", "0000", false}, {"nobody", "4711", false}, {"", "", false}, {"M1", "4711", false}, {"m1", strings.Repeat("9", 64), false}} {
		var costs []uint32
		derive = func(pin, salt []byte, passes, memory uint32, threads uint8, key uint32) []byte {
			costs = append(costs, passes, memory, uint32(threads), key, uint32(len(salt)))
			return argon2.IDKey(pin, salt, passes, memory, threads, key)
		}
		if _, ok := f.SignIn(c.person, c.pin); ok != c.ok {
			t.Errorf("%q with %q: %v", c.person, c.pin, ok)
		}
		want := []uint32{pinPasses, pinMemory, pinThreads, pinKey, pinSalt}
		if len(costs) != len(want) {
			t.Fatalf("%q with %q took %d proofs", c.person, c.pin, len(costs)/len(want))
		}
		for i := range want {
			if costs[i] != want[i] {
				t.Errorf("%q with %q: cost %v, want %v", c.person, c.pin, costs, want)
			}
		}
	}
}
