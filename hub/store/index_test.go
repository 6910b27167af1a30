package store

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// An index finds the newest entry of each part and key and no other, also where
// fingerprints meet.
func TestIndexFindsTheNewest(t *testing.T) {
	for _, blunt := range []uint64{0, ^uint64(3), ^uint64(0)} {
		random := rand.New(rand.NewPCG(7, blunt))
		x := index{blunt: blunt}
		for range 3 { // its memory is used again
			x.forget()
			var all []entry
			want := map[string]int{}
			for range 400 {
				in, key := part(1+random.IntN(int(inCodes))), strconv.Itoa(random.IntN(60))
				all = append(all, entry{in: in, key: []byte(key)})
				x.add(all, len(all)-1)
				want[string(in)+key] = len(all) - 1
			}
			found := 0
			for in := inMeta; in <= inCodes; in++ {
				for key := range 70 {
					key := strconv.Itoa(key)
					place, ok := x.find(all, in, []byte(key))
					newest, there := want[string(in)+key]
					if ok != there || place != newest {
						t.Fatalf("blunt %x: part %d, key %s: %d, %v; want %d, %v", blunt, in, key, place, ok, newest, there)
					}
					if ok {
						found++
					}
				}
			}
			if found != len(want) || found < 200 {
				t.Errorf("%d of %d found", found, len(want))
			}
		}
	}
}
