package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// form is what is to be known of the struct of one verb, found out once: every
// command that comes is read and fingerprinted by it.
type form struct {
	body   reflect.Type
	fields []formField // in the order of the contract
	sorted []int       // the fields by name; below 0: the head's, less 1 each
}

type formField struct {
	name      string
	at        int // which of the struct's fields
	omitEmpty bool
	omitZero  bool
}

// head is what every command has besides its own fields: with an order of their
// names, and without the last for a request body.
var head = [...]string{"do", "id", "kind"}

// forms is the closed list: a verb's name and the struct that carries it.
var forms = func() map[string]*form {
	m := map[string]*form{}
	for _, b := range []Body{
		Issue{}, OpenCounter{}, PauseCounter{}, CloseCounter{}, CallNext{}, Call{}, Recall{}, Serve{}, Finish{},
		NoShow{}, Requeue{}, Park{}, Resume{}, Transfer{}, Leave{}, Undo{}, Rush{}, EndRush{}, OpenDay{}, CloseDay{}, Advance{},
		Draft{}, Help{}, Report{}, Lease{}, Merge{}, Feedback{},
	} {
		m[b.Do()] = formOf(reflect.TypeOf(b))
	}
	return m
}()

func formOf(t reflect.Type) *form {
	f := &form{body: t}
	name := func(i int) string {
		if i < 0 {
			return head[-i-1]
		}
		return f.fields[i].name
	}
	for i := range head {
		f.sorted = append(f.sorted, -i-1)
	}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		f.fields = append(f.fields, formField{name: name, at: i, omitEmpty: options == "omitempty", omitZero: options == "omitzero"})
		f.sorted = append(f.sorted, i)
	}
	slices.SortFunc(f.sorted, func(a, b int) int { return strings.Compare(name(a), name(b)) })
	return f
}

// set puts a value into the field of v that bears its name.
func (f *form) set(v reflect.Value, m member) error {
	for i := range f.fields {
		if f.fields[i].name != string(m.name) {
			continue
		}
		name := f.fields[i].name
		if string(m.raw) == "null" {
			return invalid(name, "null is no value; leave the field out")
		}
		if err := into(m.raw, v.Field(f.fields[i].at)); err != nil {
			return invalid(name, "%v", explain(err))
		}
		return nil
	}
	return invalid(string(m.name), "this command has no such field")
}

// into reads one value. Only what has fields needs a reader that is strict about
// their names, and that one takes memory for each value.
func into(raw json.RawMessage, v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		if plain, ok := plainText(raw); ok {
			v.SetString(string(plain))
			return nil
		}
		fallthrough
	case reflect.Int, reflect.Bool:
		return json.Unmarshal(raw, v.Addr().Interface())
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	return dec.Decode(v.Addr().Interface())
}

// encode writes the command as one flat object, its names sorted: the same bytes
// for the same wish for ever, as fingerprints of wishes are made of them. kind ""
// is left out.
func (c Command) encode(kind string) ([]byte, error) {
	v := reflect.Indirect(reflect.ValueOf(c.Body))
	if !v.IsValid() {
		return nil, errors.New("a command without a body")
	}
	f := forms[c.Body.Do()]
	if f == nil || f.body != v.Type() {
		return nil, errors.New("no command of the contract")
	}
	values := [...]string{c.Body.Do(), c.ID, kind}
	var err error
	out := append(make([]byte, 0, 256), '{')
	for _, i := range f.sorted {
		if i < 0 {
			if value := values[-i-1]; value != "" || i != -len(head) {
				out = appendText(appendName(out, head[-i-1]), value)
			}
			continue
		}
		field := v.Field(f.fields[i].at)
		if f.fields[i].omitEmpty && isEmpty(field) || f.fields[i].omitZero && field.IsZero() {
			continue
		}
		if out, err = appendField(appendName(out, f.fields[i].name), field); err != nil {
			return nil, err
		}
	}
	return append(out, '}'), nil
}

// isEmpty is what omitempty leaves out.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// appendName begins a member of an object. Names are plain words.
func appendName(out []byte, name string) []byte {
	if out[len(out)-1] != '{' {
		out = append(out, ',')
	}
	return append(append(append(out, '"'), name...), '"', ':')
}

func appendField(out []byte, v reflect.Value) ([]byte, error) {
	switch v.Kind() {
	case reflect.String:
		return appendText(out, v.String()), nil
	case reflect.Int:
		return strconv.AppendInt(out, v.Int(), 10), nil
	}
	b, err := json.Marshal(v.Interface())
	return append(out, b...), err
}

// appendText appends a string as encoding/json writes it.
func appendText(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x80 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			b, _ := json.Marshal(s) // a string: it can't fail
			return append(out, b...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}

// Verbs lists every command's name, sorted.
func Verbs() []string {
	names := make([]string, 0, len(forms))
	for n := range forms {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// Bodies gives one empty body of every verb, sorted by name.
func Bodies() []Body {
	list := make([]Body, 0, len(forms))
	for _, n := range Verbs() {
		list = append(list, reflect.Zero(forms[n].body).Interface().(Body))
	}
	return list
}
