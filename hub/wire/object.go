package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// member is a name of an object and its value as it was written.
type member struct {
	name []byte
	raw  json.RawMessage
}

// find gives the value of a name; nil where there is none.
func find(fields []member, name string) json.RawMessage {
	for i := range fields {
		if string(fields[i].name) == name {
			return fields[i].raw
		}
	}
	return nil
}

// text reads a value that must be a string, or null, which reads as "".
func text(raw json.RawMessage) (s string, err error) {
	if plain, ok := plainText(raw); ok {
		return string(plain), nil
	}
	err = json.Unmarshal(raw, &s)
	return s, err
}

// plainText gives what is between the quotes where that is what is meant: nearly
// every string is so. raw is a valid value of JSON.
func plainText(raw json.RawMessage) ([]byte, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return nil, false
	}
	s := raw[1 : len(raw)-1]
	return s, bytes.IndexByte(s, '\\') < 0 && utf8.Valid(s)
}

// object reads exactly one JSON object and refuses a name that comes twice:
// two readers that pick different ones would disagree on what was asked. What it
// gives may share b's memory.
func object(b []byte) ([]member, error) {
	if fields, ok := plainObject(b); ok {
		return fields, nil
	}
	return anyObject(b)
}

// manyFields is above what any command has. Up to it, names are compared one by
// one.
const manyFields = 32

// plainObject cuts a valid object into its fields without copying them: nearly
// every command is one. ok is false for what needs more looking at, errors
// among it.
func plainObject(b []byte) (fields []member, ok bool) {
	b = bytes.Trim(b, " \t\r\n") // what JSON takes for space, and no more
	if len(b) == 0 || b[0] != '{' || !json.Valid(b) {
		return nil, false
	}
	fields = make([]member, 0, 8)
	depth, quoted, from := 0, false, 0
	var name []byte
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\\':
			if name == nil {
				return nil, false // a name that is written in another way
			}
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case depth > 0 && (c == '}' || c == ']'):
			depth--
		case depth > 0:
		case c == ':':
			quote := bytes.TrimSpace(b[from+1 : i])
			name, from = quote[1:len(quote)-1], i
			if len(name) == 0 || !utf8.Valid(name) || len(fields) == manyFields || find(fields, string(name)) != nil {
				return nil, false
			}
		case (c == ',' || c == '}') && name != nil:
			fields = append(fields, member{name, bytes.TrimSpace(b[from+1 : i])})
			name, from = nil, i
		}
	}
	return fields, true
}

// anyObject is object for whatever may come, with words for what is wrong.
func anyObject(b []byte) ([]member, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	open, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("this is no JSON: %w", err)
	}
	if open != json.Delim('{') {
		return nil, errors.New("a JSON object is wanted")
	}
	var fields []member
	seen := map[string]bool{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("this is no JSON: %w", err)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, fmt.Errorf("this is no JSON: %w", err)
		}
		if seen[name.(string)] {
			return nil, fmt.Errorf("the name %q stands there twice", name)
		}
		seen[name.(string)] = true
		fields = append(fields, member{[]byte(name.(string)), raw})
	}
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("this is no JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows the object")
	}
	return fields, nil
}
