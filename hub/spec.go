package hub

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"turno/hub/wire"
)

// The two descriptions of the contract are made from the wire types themselves,
// so that they can't say anything else than the code does.

type object = map[string]any

// schemas collects the JSON Schema of every named type that it meets.
type schemas map[string]any

// of gives the schema of a Go type as encoding/json writes it.
func (s schemas) of(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[wire.Code]():
		return object{"$ref": "#/components/schemas/Code"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Slice, reflect.Array:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	}
	if _, known := s[t.Name()]; !known {
		s[t.Name()] = object{} // a type that holds itself ends here
		s[t.Name()] = s.fields(t)
	}
	return object{"$ref": "#/components/schemas/" + t.Name()}
}

func (s schemas) fields(t reflect.Type) object {
	props, required := object{}, []string{}
	for i := range t.NumField() {
		name, opts, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		props[name] = s.of(t.Field(i).Type)
		if !strings.Contains(opts, "omit") {
			required = append(required, name)
		}
	}
	o := object{"type": "object", "properties": props}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

// command is the schema of one verb's flat object.
func (s schemas) command(b wire.Body) object {
	o := s.fields(reflect.TypeOf(b))
	o["additionalProperties"] = false
	o["properties"].(object)["id"] = object{"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"}
	o["properties"].(object)["do"] = object{"const": b.Do()}
	required, _ := o["required"].([]string)
	o["required"] = append([]string{"id", "do"}, required...)
	return o
}

func (s schemas) commands() (refs []any) {
	s["Code"] = object{"type": "string", "enum": wire.Codes()}
	for _, b := range wire.Bodies() {
		name := "do_" + b.Do()
		s[name] = s.command(b)
		refs = append(refs, object{"$ref": "#/components/schemas/" + name})
	}
	return refs
}

func body(schema any) object {
	return object{"required": true, "content": object{"application/json": object{"schema": schema}}}
}

func answer(about string, schema any) object {
	return object{"description": about, "content": object{"application/json": object{"schema": schema}}}
}

// openAPI describes the requests and answers.
var openAPI = sync.OnceValue(func() []byte {
	s := schemas{}
	refused := answer("refused: the code says why", s.of(reflect.TypeFor[wire.Answer]()))
	answers := object{"200": answer("carried out, and stored", s.of(reflect.TypeFor[wire.Answer]()))}
	for _, c := range []string{"400", "401", "403", "404", "409", "413", "422", "429", "503"} {
		answers[c] = refused
	}
	signed := []any{object{"token": []any{}}}
	paths := object{
		"/api/v1/commands": object{"post": object{"summary": "carry out one command", "security": signed,
			"requestBody": body(object{"oneOf": s.commands()}), "responses": answers}},
		"/api/v1/state": object{"get": object{"summary": "the state as this role may see it", "security": signed,
			"responses": object{"200": answer("the state", s.of(reflect.TypeFor[wire.State]())), "401": refused}}},
		"/api/v1/explain": object{"get": object{"summary": "who was called before a ticket of today, and why, without personal data: any ticket for a manager, its own for a phone", "security": signed,
			"parameters": []any{object{"name": "ticket", "in": "query", "required": false, "schema": object{"type": "string"}, "description": "a phone may leave it out"}},
			"responses":  object{"200": answer("the account", s.of(reflect.TypeFor[wire.Account]())), "401": refused, "403": refused, "404": refused, "422": refused, "503": refused}}},
		"/api/v1/drafts": object{"get": object{"summary": "the forms that a visit carries, for the counter where the visit is; each look is stored before it is answered", "security": signed,
			"parameters": []any{object{"name": "ticket", "in": "query", "required": true, "schema": object{"type": "string"}}},
			"responses":  object{"200": answer("the forms", s.of(reflect.TypeFor[wire.Drafts]())), "401": refused, "403": refused, "404": refused, "422": refused, "503": refused}}},
		"/api/v1/session": object{
			"post": object{"summary": "sign in", "requestBody": body(s.of(reflect.TypeFor[wire.SignIn]())),
				"responses": object{"200": answer("signed in", s.of(reflect.TypeFor[wire.Session]())), "401": refused, "422": refused, "429": refused}},
			"delete": object{"summary": "sign out", "security": signed, "responses": object{"204": object{"description": "signed out"}, "401": refused}},
		},
		"/api/v1/backup": object{"post": object{"summary": "a consistent copy of the data, for an admin", "security": signed,
			"responses": object{"200": object{"description": "the copy", "content": object{"application/octet-stream": object{}}}, "401": refused, "403": refused}}},
		"/api/v1/branch": object{"post": object{"summary": "put a new branch file (TOML) in place, for an admin; tickets are carried over", "security": signed,
			"requestBody": object{"required": true, "content": object{"application/toml": object{"schema": object{"type": "string"}}}},
			"responses":   object{"200": answer("in force", s.of(reflect.TypeFor[wire.Answer]())), "401": refused, "403": refused, "409": refused, "413": refused, "422": refused}}},
		"/healthz": probe("the program runs"), "/readyz": probe("commands can be stored"), "/metrics": probe("figures for monitoring, from this machine alone"),
		"/openapi.json": probe("this description"), "/asyncapi.json": probe("the description of the stream"),
		"/display": probe("the board as a page"), "/manager": probe("the manager's page"), "/manager/devices": probe("the devices of the branch, for the manager"), "/manager/comments": probe("what people wrote with their rating, for the manager"), "/help": probe("what this is"),
		"/t/{code}": object{"parameters": []any{object{"name": "code", "in": "path", "required": true, "schema": object{"type": "string"}}},
			"get": object{"summary": "the phone page of a ticket", "responses": object{"200": object{"description": "the page"}, "404": object{"description": "no such ticket now"}}}},
	}
	maps.Copy(paths, accessPaths(s, refused))
	return encode(object{
		"openapi": "3.1.0", "info": object{"title": "Turno hub", "version": "1"}, "paths": paths,
		"components": object{"schemas": s, "securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}}},
	})
})

func probe(about string) object {
	return object{"get": object{"summary": about, "responses": object{"200": object{"description": about}}}}
}

// asyncAPI describes the stream.
var asyncAPI = sync.OnceValue(func() []byte {
	s := schemas{}
	s["Command"] = object{"oneOf": s.commands()}
	messages := object{}
	for _, m := range []any{wire.Hello{}, wire.Snapshot{}, wire.Event{}, wire.Live{}, wire.Answer{}} {
		t := reflect.TypeOf(m)
		messages[t.Name()] = object{"payload": s.of(t)}
	}
	messages["Command"] = object{"payload": object{"$ref": "#/components/schemas/Command"}}
	ref := func(name string) object { return object{"$ref": "#/channels/stream/messages/" + name} }
	channel := object{"$ref": "#/channels/stream"}
	return encode(object{
		"asyncapi": "3.0.0", "info": object{"title": "Turno hub", "version": "1"},
		"channels": object{"stream": object{"address": "/api/v1/stream", "messages": messages,
			"description": "Close codes: 4000 restart (reconnect), 4001 slow (reconnect), 4002 protocol (do not), 4003 unknown token (do not), 4004 other epoch (reconnect without have)."}},
		"operations": object{
			"say":  object{"action": "receive", "channel": channel, "messages": []any{ref("Hello"), ref("Command")}},
			"hear": object{"action": "send", "channel": channel, "messages": []any{ref("Snapshot"), ref("Event"), ref("Live"), ref("Answer")}},
		},
		"components": object{"schemas": s},
	})
})

func encode(v any) []byte {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return b
}

func serveSpec(make func() []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(make())
	}
}
