package branch

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// lines knows on which line each key of a document stands. A key is written
// with its way to it: "service.0.name.es" is the Spanish name of the first service.
type lines map[string]int

// findLines reads the document once more for its lines. The document has been
// read without an error before.
func findLines(data []byte) lines {
	found := lines{}
	arrays := map[string]int{}
	p := unstable.Parser{}
	p.Reset(data)
	prefix := ""
	line := func(n *unstable.Node) int { return p.Shape(n.Raw).Start.Line }
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			prefix = ""
			at := 0
			for it := e.Key(); it.Next(); {
				at = line(it.Node())
				prefix = join(prefix, string(it.Node().Data))
				if e.Kind == unstable.ArrayTable && it.IsLast() {
					arrays[prefix]++
				}
				if n := arrays[prefix]; n > 0 {
					prefix = join(prefix, strconv.Itoa(n-1))
				}
				found.put(prefix, at)
			}
		case unstable.KeyValue:
			key := prefix
			for it := e.Key(); it.Next(); {
				key = join(key, string(it.Node().Data))
				found.put(key, line(it.Node()))
			}
		}
	}
	return found
}

// bareValues finds the numbers and dates that stand where a text must, for
// which the TOML reader gives no line.
func bareValues(data []byte) []Mistake {
	var found []Mistake
	var table []string
	p := unstable.Parser{}
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		var key []string
		line := 0
		for it := e.Key(); it.Next(); {
			key = append(key, string(it.Node().Data))
			line = p.Shape(it.Node().Raw).Start.Line
		}
		if e.Kind != unstable.KeyValue {
			table = key
			continue
		}
		path := slices.Concat(table, key)
		t := typeAt(path)
		if t == nil || !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			continue
		}
		if kind := e.Value().Kind; kind != unstable.String && kind != unstable.Array {
			found = append(found, Mistake{Line: line, What: fmt.Sprintf("%q can't have this value", strings.Join(path, ".")), Write: "write " + howToWrite(path)})
		}
	}
	return found
}

func (l lines) put(key string, line int) {
	if _, there := l[key]; !there {
		l[key] = line
	}
}

// of gives the line of a key, or of the nearest thing around it that is there.
func (l lines) of(key string) int {
	for key != "" {
		if n, ok := l[key]; ok {
			return n
		}
		cut := strings.LastIndexByte(key, '.')
		if cut < 0 {
			break
		}
		key = key[:cut]
	}
	return 0
}

func join(prefix, key string) string {
	if prefix == "" {
		return key
	}
	return prefix + "." + key
}
