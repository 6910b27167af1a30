package forms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxFile is the size of a form file beyond which something else was handed in.
const maxFile = 1 << 20

// Read reads one form file strictly: unknown and repeated names, a missing
// language, a row that is wider than the paper, a reference to nothing are all
// refused, each with the place and what is wrong there. All that Check finds
// comes back joined, so that an author mends a file in one go; for a file that
// is no JSON of this shape the first fault is the only one.
func Read(data []byte) (Form, error) {
	if len(data) > maxFile {
		return Form{}, fmt.Errorf("form: %d bytes are more than %d", len(data), maxFile)
	}
	var f Form
	if err := strict(data, &f); err != nil {
		return Form{}, fmt.Errorf("form: %w", err)
	}
	if err := errors.Join(f.check()...); err != nil {
		return Form{}, err
	}
	return f, nil
}

// strict decodes one JSON value into v and refuses unknown names, names that
// stand twice in one object, and anything after the value.
func strict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return placed(data, err, d.InputOffset())
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("line %d: more after the end", line(data, d.InputOffset()))
	}
	return repeated(data)
}

// placed puts the line in front of an error of the decoder.
func placed(data []byte, err error, offset int64) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		return fmt.Errorf("line %d: %s is a %s here, want %s", line(data, kind.Offset), kind.Field, kind.Value, kind.Type)
	}
	return fmt.Errorf("line %d: %w", line(data, offset), err)
}

func line(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), int64(len(data)))], []byte("\n"))
}

// repeated finds a name that stands twice in one object, of which the decoder
// would silently keep the last.
func repeated(data []byte) error {
	type level struct {
		names  map[string]bool // nil in an array
		isName bool            // the next string is a name
	}
	var stack []level
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return placed(data, err, d.InputOffset())
		}
		top := len(stack) - 1
		switch token {
		case json.Delim('{'):
			stack = append(stack, level{map[string]bool{}, true})
			continue
		case json.Delim('['):
			stack = append(stack, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			stack = stack[:top]
			top--
		default:
			if top >= 0 && stack[top].isName {
				name := token.(string)
				if stack[top].names[name] {
					return fmt.Errorf("line %d: %q stands twice in one object", line(data, d.InputOffset()), name)
				}
				stack[top].names[name] = true
				stack[top].isName = false
				continue
			}
		}
		if top >= 0 && stack[top].names != nil {
			stack[top].isName = true
		}
	}
}
