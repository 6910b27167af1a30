package flow

import (
	"reflect"
	"strings"
	"testing"
)

// TestNothingStays: once the person has gone, by the button, by the time or
// because the draft was taken, nothing that was written can be reached from
// the machine, and the screen says none of it.
func TestNothingStays(t *testing.T) {
	fill := func(p *patron) {
		beginFilling(p.m)
		p.touch("Empezar")
		p.types("Zyxwvutsrq")
		p.touch("Siguiente")
	}
	rate := func(p *patron) {
		beginRating(p.m)
		p.types("B042")
		p.touch("Siguiente")
		for range 3 {
			p.touch("1")
		}
		p.types("Zyxwvutsrq")
	}
	for name, c := range map[string]struct{ write, leave func(*patron) }{
		"a form, time passes":   {fill, func(p *patron) { p.do("passes 3m") }},
		"a form, back and back": {fill, func(p *patron) { p.touch("Volver"); p.touch("Volver"); p.touch("Volver") }},
		"a rating, time passes": {rate, func(p *patron) { p.do("passes 3m") }},
		"a rating, sent": {rate, func(p *patron) {
			for _, e := range p.touch("Enviar") {
				p.effect(e)
			}
			p.do("hub agrees")
		}},
		"a rating, refused": {rate, func(p *patron) {
			for _, e := range p.touch("Enviar") {
				p.effect(e)
			}
			p.do("hub refuses not_served_yet")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPatron(t)
			p.do("speaks es")
			c.write(p)
			if !reaches(reflect.ValueOf(p.m), "zyxwvutsrq", map[uintptr]bool{}) {
				t.Fatal("what was just written can't be found: this test would find nothing")
			}
			c.leave(p)
			if reaches(reflect.ValueOf(p.m), "zyxwvutsrq", map[uintptr]bool{}) {
				t.Error("what was written can still be reached from the machine")
			}
			if s := tell(p.m.View()); strings.Contains(strings.ToLower(s), "zyx") {
				t.Errorf("the screen still says it:\n%s", s)
			}
		})
	}
}

// reaches looks for a text, in strings and in slices of letters, in everything
// that hangs on a value.
func reaches(v reflect.Value, text string, seen map[uintptr]bool) bool {
	switch v.Kind() {
	case reflect.String:
		return strings.Contains(strings.ToLower(v.String()), text)
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] {
			return false
		}
		seen[v.Pointer()] = true
		return reaches(v.Elem(), text, seen)
	case reflect.Interface:
		return !v.IsNil() && reaches(v.Elem(), text, seen)
	case reflect.Struct:
		for i := range v.NumField() {
			if reaches(v.Field(i), text, seen) {
				return true
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if reaches(it.Key(), text, seen) || reaches(it.Value(), text, seen) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Int32 {
			var all []rune
			for i := range v.Len() {
				all = append(all, rune(v.Index(i).Int()))
			}
			if strings.Contains(strings.ToLower(string(all)), text) {
				return true
			}
		}
		for i := range v.Len() {
			if reaches(v.Index(i), text, seen) {
				return true
			}
		}
	}
	return false
}
