package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"
)

// Command is one wish of a client. ID is made once for each wish, before it is
// first sent, so that the hub can answer a repetition from its store.
type Command struct {
	ID   string
	Body Body
}

// Body is what one verb carries; there is one struct for each.
type Body interface {
	Do() string      // the verb
	check() *Problem // what the field types alone can't say
}

// Problem says what is wrong with a request: its code, the field where one is
// to blame, and words for a developer. It is an error.
type Problem struct {
	Code   Code
	Field  string
	Detail string
}

func (p *Problem) Error() string {
	if p.Field != "" {
		return fmt.Sprintf("%s: %s: %s", p.Code, p.Field, p.Detail)
	}
	return fmt.Sprintf("%s: %s", p.Code, p.Detail)
}

func invalid(field, format string, args ...any) *Problem {
	return &Problem{Code: InvalidField, Field: field, Detail: fmt.Sprintf(format, args...)}
}

// Raw is a command whose form was read and whose fields were not: between the
// two stands the question whether the sender may ask for this verb at all.
type Raw struct {
	Do     string
	Kind   string // "command" on the socket, "" in a request body
	fields map[string]json.RawMessage
}

// Parse reads the form of a command: one JSON object, no name twice, nothing
// behind it. Its error is a *Problem with code malformed, or invalid_field for
// a verb that is missing, no string, or unknown.
func Parse(b []byte) (Raw, error) {
	fields, err := object(b)
	if err != nil {
		return Raw{}, &Problem{Code: Malformed, Detail: err.Error()}
	}
	r := Raw{fields: fields}
	if k, ok := fields["kind"]; ok {
		if json.Unmarshal(k, &r.Kind) != nil {
			return r, invalid("kind", "a string is wanted")
		}
		delete(fields, "kind")
	}
	d, ok := fields["do"]
	if !ok {
		return r, invalid("do", "missing: which command is meant?")
	}
	if string(d) == "null" || json.Unmarshal(d, &r.Do) != nil {
		return r, invalid("do", "a string is wanted")
	}
	if _, ok := verbs[r.Do]; !ok {
		return r, invalid("do", "no command has this name; there are %s", strings.Join(Verbs(), ", "))
	}
	return r, nil
}

// ID gives the command's id if it has one, well-formed or not; for answers.
func (r Raw) ID() string {
	var id string
	_ = json.Unmarshal(r.fields["id"], &id)
	return id
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// Command reads the fields strictly: an unknown name, a wrong type, a missing
// or out-of-range value is a *Problem with code invalid_field that names it.
func (r Raw) Command() (Command, error) {
	id, ok := r.fields["id"]
	if !ok {
		return Command{}, invalid("id", "missing: choose one for each wish")
	}
	var c Command
	if string(id) == "null" || json.Unmarshal(id, &c.ID) != nil || !idForm.MatchString(c.ID) {
		return c, invalid("id", "1 to 64 of A-Z a-z 0-9 _ . - are wanted")
	}
	body := reflect.New(verbs[r.Do])
	for name, raw := range r.fields {
		if name == "id" || name == "do" {
			continue
		}
		if err := set(body.Elem(), name, raw); err != nil {
			return c, err
		}
	}
	c.Body = body.Elem().Interface().(Body)
	if p := c.Body.check(); p != nil {
		return c, p
	}
	return c, nil
}

// set puts one JSON value into the field of v that bears the name.
func set(v reflect.Value, name string, raw json.RawMessage) error {
	for i := range v.NumField() {
		tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if tag != name {
			continue
		}
		if string(raw) == "null" {
			return invalid(name, "null is no value; leave the field out")
		}
		if err := into(raw, v.Field(i)); err != nil {
			return invalid(name, "%v", explain(err))
		}
		return nil
	}
	return invalid(name, "this command has no such field")
}

// into reads one value. Only what has fields needs a reader that is strict about
// their names, and that one takes memory for each value.
func into(raw json.RawMessage, v reflect.Value) error {
	switch v.Kind() {
	case reflect.String, reflect.Int, reflect.Bool:
		return json.Unmarshal(raw, v.Addr().Interface())
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	return dec.Decode(v.Addr().Interface())
}

func explain(err error) string {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		return fmt.Sprintf("a %s stands where a %s is wanted", t.Value, t.Type.Kind())
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// object reads exactly one JSON object and refuses a name that comes twice:
// two readers that pick different ones would disagree on what was asked.
func object(b []byte) (map[string]json.RawMessage, error) {
	if fields, ok := plainObject(b); ok {
		return fields, nil
	}
	return anyObject(b)
}

// plainObject cuts a valid object into its fields without copying them: nearly
// every command is one. ok is false for what needs more looking at, errors
// among it.
func plainObject(b []byte) (_ map[string]json.RawMessage, ok bool) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || b[0] != '{' || !json.Valid(b) {
		return nil, false
	}
	fields := make(map[string]json.RawMessage, 8)
	depth, quoted, from, name := 0, false, 0, ""
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\\':
			if name == "" {
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
			name, from = string(quote[1:len(quote)-1]), i
			if name == "" || !utf8.ValidString(name) {
				return nil, false
			}
		case (c == ',' || c == '}') && name != "":
			if _, twice := fields[name]; twice {
				return nil, false
			}
			fields[name] = json.RawMessage(bytes.TrimSpace(b[from+1 : i]))
			name, from = "", i
		}
	}
	return fields, true
}

// anyObject is object for whatever may come, with words for what is wrong.
func anyObject(b []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	open, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("this is no JSON: %w", err)
	}
	if open != json.Delim('{') {
		return nil, errors.New("a JSON object is wanted")
	}
	fields := map[string]json.RawMessage{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("this is no JSON: %w", err)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, fmt.Errorf("this is no JSON: %w", err)
		}
		if _, twice := fields[name.(string)]; twice {
			return nil, fmt.Errorf("the name %q stands there twice", name)
		}
		fields[name.(string)] = raw
	}
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("this is no JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows the object")
	}
	return fields, nil
}

// MarshalJSON writes the flat object of the contract: id, do and the fields.
func (c Command) MarshalJSON() ([]byte, error) { return c.encode("") }

// Frame writes the command as it goes over the socket, with its kind.
func (c Command) Frame() ([]byte, error) { return c.encode("command") }

func (c Command) encode(kind string) ([]byte, error) {
	body, err := json.Marshal(c.Body)
	if err != nil {
		return nil, err
	}
	fields, err := object(body)
	if err != nil {
		return nil, err
	}
	head := [][2]string{{"id", c.ID}, {"do", c.Body.Do()}}
	if kind != "" {
		head = append(head, [2]string{"kind", kind})
	}
	size := len(body) + 64
	for _, h := range head {
		fields[h[0]], _ = json.Marshal(h[1])
		size += len(h[1])
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	out := append(make([]byte, 0, size), '{')
	for i, name := range names { // plain words, as the tags of the verbs are
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(append(out, '"'), name...), '"', ':'), fields[name]...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON is Parse and Command in one, for clients and tests.
func (c *Command) UnmarshalJSON(b []byte) error {
	r, err := Parse(b)
	if err != nil {
		return err
	}
	*c, err = r.Command()
	return err
}

// Verbs lists every command's name, sorted.
func Verbs() []string {
	names := make([]string, 0, len(verbs))
	for n := range verbs {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// Bodies gives one empty body of every verb, sorted by name.
func Bodies() []Body {
	list := make([]Body, 0, len(verbs))
	for _, n := range Verbs() {
		list = append(list, reflect.Zero(verbs[n]).Interface().(Body))
	}
	return list
}

// verbs is the closed list: a verb's name and the struct that carries it.
var verbs = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, b := range []Body{
		Issue{}, OpenCounter{}, PauseCounter{}, CloseCounter{}, CallNext{}, Call{}, Recall{}, Serve{}, Finish{},
		NoShow{}, Requeue{}, Park{}, Resume{}, Transfer{}, Leave{}, Undo{}, Rush{}, EndRush{}, OpenDay{}, CloseDay{}, Advance{},
		Draft{}, Help{}, Report{}, Lease{}, Merge{}, Feedback{},
	} {
		m[b.Do()] = reflect.TypeOf(b)
	}
	return m
}()
