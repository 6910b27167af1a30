package queue

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// compare says what of a stored event differs from the one that was decided
// again; nil when they are the same bytes.
func compare(got, want Event) *Break {
	broken := func(what, should string) *Break { return &Break{got.Date, got.Seq, what, should} }
	kind, is, err := MarshalFact(got.Fact)
	if err != nil {
		return broken(err.Error(), "")
	}
	should, fact, err := MarshalFact(want.Fact)
	switch {
	case err != nil:
		return broken(err.Error(), "")
	case kind != should:
		return broken("the log has "+kind+" "+string(short(is)), should+" "+string(short(fact)))
	case !bytes.Equal(is, fact):
		field, a, b := differing(is, fact)
		return broken(fmt.Sprintf("in %s the field %s is %s", kind, field, short(a)), string(short(b)))
	case got.Seq != want.Seq:
		return broken(fmt.Sprintf("its seq is %d", got.Seq), fmt.Sprint(want.Seq))
	case got.Date != want.Date:
		return broken(fmt.Sprintf("its business date is %q", got.Date), string(want.Date))
	case !got.At.Equal(want.At):
		return broken("its time is "+clock(got.At), clock(want.At))
	case got.By != want.By || got.Cause != want.Cause:
		return broken("it is of another command than the event before", "")
	}
	return nil
}

// differing finds the first field, by name, in which two JSON objects differ; a
// ticket says more than what hangs on it.
func differing(a, b []byte) (field string, x, y []byte) {
	var got, want map[string]json.RawMessage
	if json.Unmarshal(a, &got) != nil || json.Unmarshal(b, &want) != nil {
		return "(all)", a, b
	}
	both := maps.Clone(got)
	maps.Copy(both, want)
	for _, name := range append([]string{"ticket"}, slices.Sorted(maps.Keys(both))...) {
		if !bytes.Equal(got[name], want[name]) {
			return name, orNone(got[name]), orNone(want[name])
		}
	}
	return "(their order)", a, b
}

func orNone(b []byte) []byte {
	if b == nil {
		return []byte("not there")
	}
	return b
}

// longestTold is how many bytes of JSON are told; a branch has thousands.
const longestTold = 300

func short(b []byte) []byte {
	if len(b) > longestTold {
		return append(b[:longestTold:longestTold], "…"...)
	}
	return b
}
