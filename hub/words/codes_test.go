package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// TestEveryCodeHasWords reads the closed list of codes where it stands, so that
// a new code fails here until people can read it in five languages.
func TestEveryCodeHasWords(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../wire/code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != "Code" {
			return true
		}
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		found++
		for _, l := range All {
			if !Has(l, "hub.refusal."+code) {
				t.Errorf("%s: no words for %s", l, code)
			}
		}
		return true
	})
	if found < 30 {
		t.Errorf("only %d codes found: the test reads the list wrongly", found)
	}
}
