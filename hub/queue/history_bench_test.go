package queue

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkDecideAfterHistory is call_next with 1,000 waiting in 20 queues, on a
// business date on which so many people were already served: the time of a call
// must not grow with them.
func BenchmarkDecideAfterHistory(b *testing.B) {
	for _, served := range []int{0, 1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("served=%d", served), func(b *testing.B) {
			s, at := crowd(b, 200, 20, 1000)
			s, at = serve(b, s, at, served)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decide(s, Command{ID: "c", Do: CallNext{Counter: "7"}}, at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// serve takes people through counter 1, one for each who comes, so that as many
// wait afterwards as before.
func serve(tb testing.TB, s State, at time.Time, people int) (State, time.Time) {
	do := func(ask Ask) {
		events, err := Decide(s, Command{Do: ask}, at)
		if err != nil {
			tb.Fatal(err)
		}
		for _, e := range events {
			s = Apply(s, e)
		}
	}
	for i := range people {
		at = at.Add(time.Second)
		do(Issue{Visit: VisitID(fmt.Sprintf("h%d", i)), Service: s.Branch.Services[i%20].ID, Language: "es"})
		do(CallNext{Counter: "1"})
		do(Serve{Counter: "1"})
		do(Finish{Counter: "1"})
	}
	return s, at
}
