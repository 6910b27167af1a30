package hub

import (
	"reflect"

	"turno/hub/wire"
)

// accessPaths describes the routes of who may: pairing, devices, sessions, and
// what takes two people.
func accessPaths(s schemas, refused object) object {
	signed := []any{object{"token": []any{}}}
	ref := func(t reflect.Type) any { return s.of(t) }
	list := func(t reflect.Type) any { return object{"type": "array", "items": s.of(t)} }
	path := func(name string) []any {
		return []any{object{"name": name, "in": "path", "required": true, "schema": object{"type": "string"}}}
	}
	op := func(about string, in any, status string, out object, more ...string) object {
		o := object{"summary": about, "security": signed}
		responses := object{status: out}
		for _, c := range append(more, "401", "403", "429", "503") {
			responses[c] = refused
		}
		if in != nil {
			o["requestBody"] = body(in)
		}
		o["responses"] = responses
		return o
	}
	date := func(name, about string) object {
		return object{"name": name, "in": "query", "required": false, "schema": object{"type": "string", "format": "date"}, "description": about}
	}
	done := object{"description": "done"}
	ask := op("a device without a token asks for one; a manager sees its code", ref(reflect.TypeFor[wire.PairAsk]()), "200", answer("the code to show and the secret to keep", ref(reflect.TypeFor[wire.Pairing]())), "400", "422")
	ask["security"] = []any{}
	return object{
		"/api/v1/pair": object{"post": ask,
			"get": op("what became of it, with the secret as the token", nil, "200", answer("the state, and once approved the token", ref(reflect.TypeFor[wire.Paired]())))},
		"/api/v1/pairings": object{"get": op("the devices that wait, for managers", nil, "200", answer("the devices", list(reflect.TypeFor[wire.PairWish]())))},
		"/api/v1/pairings/{code}": object{"parameters": path("code"),
			"post": op("a manager's word on one", ref(reflect.TypeFor[wire.PairVerdict]()), "204", done, "400", "404", "409", "422")},
		"/api/v1/devices": object{"get": op("the devices that have a token, for managers", nil, "200", answer("the devices", list(reflect.TypeFor[wire.Enrolled]())))},
		"/api/v1/devices/{id}": object{"parameters": path("id"),
			"delete": op("end a device's tokens and its lines, by who may at least as much", nil, "204", done, "404")},
		"/api/v1/devices/token": object{"post": op("a device asks for another token in place of its own", nil, "200", answer("the new token", ref(reflect.TypeFor[wire.Rotated]())))},
		"/api/v1/sessions": object{
			"parameters": []any{object{"name": "person", "in": "query", "required": false, "schema": object{"type": "string"}, "description": "another, for managers; oneself where it is left out"}},
			"delete":     op("sign a person out everywhere", nil, "204", done)},
		"/api/v1/clock": object{
			"get":  op("what the hub thinks of its machine's clock, for managers", nil, "200", answer("the doubt, if any", ref(reflect.TypeFor[wire.ClockDoubt]()))),
			"post": op("a manager's word on a date that nobody else vouches for; noted in the chain", ref(reflect.TypeFor[wire.ClockWord]()), "204", done, "400", "404", "422")},
		"/api/v1/comments": object{
			"parameters": []any{date("from", "the first business date; six days before to where it is left out"), date("to", "the last one; today where it is left out")},
			"get":        op("what people wrote with their rating, newest first and without who they are, for a manager who has signed in; each look is noted in the chain", nil, "200", answer("the comments", ref(reflect.TypeFor[wire.Comments]())), "422")},
		"/api/v1/erasures":  object{"post": op("ask that what is kept on a visit's person be erased, by a signed-in admin", ref(reflect.TypeFor[wire.Erasure]()), "202", answer("it waits for a second admin", ref(reflect.TypeFor[wire.Approval]())), "400", "404", "422")},
		"/api/v1/exports":   object{"post": op("all that is kept on the person of a visit, to be handed to them; by a signed-in admin, and noted in the chain", ref(reflect.TypeFor[wire.Erasure]()), "200", answer("what is kept: visit, ticket, business_date, personal, events, answers", object{"type": "object"}), "400", "404", "422")},
		"/api/v1/approvals": object{"get": op("what waits for a second admin", nil, "200", answer("the wishes", list(reflect.TypeFor[wire.Approval]())))},
		"/api/v1/approvals/{id}": object{"parameters": path("id"),
			"post": op("the second admin's word", ref(reflect.TypeFor[wire.ApprovalVerdict]()), "200", answer("carried out, or refused", ref(reflect.TypeFor[wire.Approval]())), "400", "404")},
	}
}
