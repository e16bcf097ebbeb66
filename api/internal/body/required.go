package body

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// Required lists the members that the objects of a type must have, by their names in
// JSON. "|null" follows those that may be null.
type Required map[reflect.Type][]string

// A MissingError means that an object lacks a required member.
type MissingError struct {
	Member string // with the members that lead to it: "data.id"
	Null   bool   // the member is there, and is null
}

// Error names the member. It goes on from "its body".
func (e *MissingError) Error() string {
	if e.Null {
		return `has null at "` + e.Member + `", which is required`
	}
	return `lacks "` + e.Member + `", which is required`
}

// check compares a value, which encoding/json decoded into t, with what t requires.
func (r Required) check(value json.RawMessage, t reflect.Type, place string) error {
	if string(value) == "null" || !concerned(r, t) {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return r.check(value, t.Elem(), place)
	case reflect.Struct:
		return r.checkObject(value, t, place)
	case reflect.Slice:
		var items []json.RawMessage
		_ = json.Unmarshal(value, &items) // it was decoded before
		for _, item := range items {
			if err := r.check(item, t.Elem(), place); err != nil {
				return err
			}
		}
	case reflect.Map:
		var members map[string]json.RawMessage
		_ = json.Unmarshal(value, &members)
		for name, member := range members {
			if err := r.check(member, t.Elem(), join(place, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r Required) checkObject(value json.RawMessage, t reflect.Type, place string) error {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(value, &members) // it was decoded before
	for _, name := range r[t] {
		name, nullable := strings.CutSuffix(name, "|null")
		member, ok := members[name]
		if null := string(member) == "null"; !ok || null && !nullable {
			return &MissingError{join(place, name), null}
		}
	}
	for i := range t.NumField() {
		name := memberName(t.Field(i))
		if member, ok := members[name]; ok {
			if err := r.check(member, t.Field(i).Type, join(place, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func join(place, name string) string {
	if place == "" {
		return name
	}
	return place + "." + name
}

// memberName returns a field's name in JSON.
func memberName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// concernedTypes remembers what [concerned] found, because it is the same for every
// response.
var concernedTypes sync.Map // reflect.Type → bool

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// concerned reports whether a type, or one below it, requires members. Types that
// decode themselves are on their own.
func concerned(r Required, t reflect.Type) bool {
	if known, ok := concernedTypes.Load(t); ok {
		return known.(bool)
	}
	found := search(r, t, make(map[reflect.Type]bool))
	concernedTypes.Store(t, found)
	return found
}

func search(r Required, t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] || t.Implements(unmarshaler) || reflect.PointerTo(t).Implements(unmarshaler) {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return search(r, t.Elem(), seen)
	case reflect.Struct:
		if len(r[t]) > 0 {
			return true
		}
		for i := range t.NumField() {
			if search(r, t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}
