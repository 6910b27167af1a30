package branch

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"turno/hub/queue"
)

//go:embed demo.toml recorded.toml
var embedded embed.FS

// maxFile is far above any branch; a file beyond it is not one.
const maxFile = 1 << 20

// File is what a branch file says.
type File struct {
	Branch queue.Branch
	// Demo tells that the file has PINs that anybody can read, and so must
	// not be served to others than this machine.
	Demo bool
	// LeftOut is what is wrong in the file and was left out, as it is only shown
	// (a ticker, a colour, an icon); nil when there is nothing. Somebody should be
	// told.
	LeftOut *Mistakes
	people  []person
}

// Sample is the text of a branch file to begin one's own with: it shows every part,
// with PINs that everybody knows. Whoever gets it may change it.
func Sample() []byte {
	text, err := embedded.ReadFile("demo.toml")
	if err != nil {
		panic(err) // it is embedded
	}
	return text
}

// Load reads the branch file at path, or the one that comes with the program
// under the name "demo" or "recorded". What is wrong in the file is told by a
// [*Mistakes]; that it can't be read, by the operating system's error.
func Load(path string) (File, error) {
	if path == "demo" || path == "recorded" {
		data, err := embedded.ReadFile(path + ".toml")
		if err != nil {
			return File{}, err
		}
		return Parse(path+".toml", data)
	}
	f, err := os.Open(path)
	if err != nil {
		return File{}, fmt.Errorf("the branch file can't be read: %w. Name a file, or demo or recorded", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return File{}, fmt.Errorf("the branch file can't be read: %w", err)
	}
	return Parse(path, data)
}

// Parse reads a branch file's text. Name is how mistakes call the file.
func Parse(name string, data []byte) (File, error) {
	if len(data) > maxFile {
		return File{}, &Mistakes{File: name, All: []Mistake{{What: fmt.Sprintf("the file is longer than %d bytes", maxFile), Write: "name a branch file"}}}
	}
	var doc document
	d := toml.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		return File{}, &Mistakes{File: name, All: decodeMistakes(data, err)}
	}
	c := checker{doc: &doc, lines: findLines(data)}
	c.document()
	if len(c.found) > 0 {
		c.found = append(c.found, c.soft...)
		slices.SortStableFunc(c.found, func(a, b Mistake) int { return a.Line - b.Line })
		return File{}, &Mistakes{File: name, All: c.found}
	}
	f := File{Branch: doc.branch(), Demo: doc.Demo, people: doc.People}
	if len(c.soft) > 0 {
		f.LeftOut = &Mistakes{File: name, All: c.soft}
	}
	if err := f.Branch.Check(); err != nil {
		return File{}, &Mistakes{File: name, All: []Mistake{{What: err.Error(), Write: "change that"}}}
	}
	return f, nil
}

// decodeMistakes puts the TOML reader's errors into an operator's words.
func decodeMistakes(data []byte, err error) []Mistake {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) {
		var all []Mistake
		for i := range unknown.Errors {
			all = append(all, unknownKey(&unknown.Errors[i]))
		}
		return all
	}
	var wrong *toml.DecodeError
	if !errors.As(err, &wrong) {
		if bare := bareValues(data); len(bare) > 0 {
			return bare
		}
		return []Mistake{{What: err.Error(), Write: "write TOML"}}
	}
	line, _ := wrong.Position()
	key := wrong.Key()
	m := Mistake{Line: line, What: "this is not TOML: " + strings.TrimPrefix(wrong.Error(), "toml: "), Write: "see the line above, too"}
	if write := howToWrite(key); write != "" {
		m.What, m.Write = fmt.Sprintf("%q can't have this value", strings.Join(key, ".")), "write "+write
		if detail := strings.TrimPrefix(wrong.Error(), "toml: "); !strings.Contains(detail, "cannot") {
			m.What += ": " + detail
		}
	}
	return []Mistake{m}
}

func unknownKey(e *toml.DecodeError) Mistake {
	line, _ := e.Position()
	path := e.Key()
	m := Mistake{Line: line, What: fmt.Sprintf("%q is not known here", strings.Join(path, "."))}
	// A whole unknown table is named by its own key, a key by its table's.
	for n := len(path) - 1; n >= 0; n-- {
		known := keysOf(path[:n])
		if known == nil {
			continue
		}
		if near := nearest(path[n], known); near != "" {
			m.Write = fmt.Sprintf("did you mean %q? Write %s", near, howToWrite(append(slices.Clone(path[:n]), near)))
		} else {
			m.Write = "leave it out, or use one of: " + strings.Join(known, ", ")
		}
		break
	}
	return m
}
