package body

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// Required lists the members that the objects of a type must have, by their names in JSON. Names of
// members that may be null end with "|null".
type Required map[reflect.Type][]string

// A MissingError means that an object lacks a required member.
type MissingError struct {
	Member string // path of the member: "data.id"
	Null   bool   // the member is present and null
}

// Error returns the problem and the member. It continues after "its body".
func (e *MissingError) Error() string {
	if e.Null {
		return `has null at "` + e.Member + `", which is required`
	}
	return `lacks "` + e.Member + `", which is required`
}

// A shape is what a type requires of a JSON value. nil requires nothing.
type shape struct {
	members  map[string]member // of an object
	required []string          // of an object
	items    *shape            // of a list, or of the members of a map
}

// A member is a member of an object.
type member struct {
	shape    *shape
	required int // number among the required members, from 1; 0 if it is optional
	nullable bool
}

// shapes caches the shapes of types, because they are the same for every response.
var shapes sync.Map // reflect.Type → *shape

func (r Required) shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	s := r.build(t, make(map[reflect.Type]*shape))
	shapes.Store(t, s)
	return s
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// build returns the shape of a type. Types that decode themselves also check themselves.
func (r Required) build(t reflect.Type, made map[reflect.Type]*shape) *shape {
	if s, ok := made[t]; ok {
		return s
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return r.build(t.Elem(), made)
	case reflect.Slice, reflect.Map:
		if items := r.build(t.Elem(), made); items != nil {
			return &shape{items: items}
		}
	case reflect.Struct:
		s := &shape{members: make(map[string]member)}
		made[t] = s
		r.addMembers(s, t, made)
		return s
	}
	return nil
}

func (r Required) addMembers(s *shape, t reflect.Type, made map[reflect.Type]*shape) {
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		s.members[name] = member{shape: r.build(t.Field(i).Type, made)}
	}
	for i, name := range r[t] {
		name, nullable := strings.CutSuffix(name, "|null")
		s.required = append(s.required, name)
		s.members[name] = member{s.members[name].shape, i + 1, nullable}
	}
}
