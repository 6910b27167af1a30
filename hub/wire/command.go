package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
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
	form   *form
	fields []member
}

// Parse reads the form of a command: one JSON object, no name twice, nothing
// behind it. Its error is a *Problem with code malformed, or invalid_field for
// a verb that is missing, no string, or unknown. What it gives is good while b
// is not changed.
func Parse(b []byte) (Raw, error) {
	fields, err := object(b)
	if err != nil {
		return Raw{}, &Problem{Code: Malformed, Detail: err.Error()}
	}
	r := Raw{fields: fields}
	if k := find(fields, "kind"); k != nil {
		if r.Kind, err = text(k); err != nil {
			return r, invalid("kind", "a string is wanted")
		}
	}
	d := find(fields, "do")
	if d == nil {
		return r, invalid("do", "missing: which command is meant?")
	}
	if r.Do, err = text(d); err != nil || string(d) == "null" {
		return r, invalid("do", "a string is wanted")
	}
	var known bool
	if r.form, known = forms[r.Do]; !known {
		return r, invalid("do", "no command has this name; there are %s", strings.Join(Verbs(), ", "))
	}
	return r, nil
}

// ID gives the command's id if it has one, well-formed or not; for answers.
func (r Raw) ID() string {
	id, err := text(find(r.fields, "id"))
	if err != nil {
		return ""
	}
	return id
}

// isID says that an id is 1 to 64 of A-Z a-z 0-9 _ . -
func isID(id string) bool {
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '.', c == '-':
		default:
			return false
		}
	}
	return 1 <= len(id) && len(id) <= 64
}

// Command reads the fields strictly: an unknown name, a wrong type, a missing
// or out-of-range value is a *Problem with code invalid_field that names it.
func (r Raw) Command() (c Command, err error) {
	id := find(r.fields, "id")
	if id == nil {
		return Command{}, invalid("id", "missing: choose one for each wish")
	}
	if c.ID, err = text(id); err != nil || string(id) == "null" || !isID(c.ID) {
		return c, invalid("id", "1 to 64 of A-Z a-z 0-9 _ . - are wanted")
	}
	body := reflect.New(r.form.body).Elem()
	for _, m := range r.fields {
		switch string(m.name) {
		case "id", "do", "kind":
			continue
		}
		if err := r.form.set(body, m); err != nil {
			return c, err
		}
	}
	c.Body = body.Interface().(Body)
	if p := c.Body.check(); p != nil {
		return c, p
	}
	return c, nil
}

func explain(err error) string {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		return fmt.Sprintf("a %s stands where a %s is wanted", t.Value, t.Type.Kind())
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// MarshalJSON writes the flat object of the contract: id, do and the fields.
func (c Command) MarshalJSON() ([]byte, error) { return c.encode("") }

// Frame writes the command as it goes over the socket, with its kind.
func (c Command) Frame() ([]byte, error) { return c.encode("command") }

// UnmarshalJSON is Parse and Command in one, for clients and tests.
func (c *Command) UnmarshalJSON(b []byte) error {
	r, err := Parse(b)
	if err != nil {
		return err
	}
	*c, err = r.Command()
	return err
}
