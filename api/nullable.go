package api

import "encoding/json"

// A Nullable is a member of a request that changes an object (PATCH), for which an absent member
// and null have different meanings. The zero value is absent: the API keeps the current value.
// Create others with [SetTo] and [SetNull].
type Nullable[T any] struct {
	value *T // nil is null
	set   bool
}

// SetTo returns a member with a value.
func SetTo[T any](value T) Nullable[T] { return Nullable[T]{&value, true} }

// SetNull returns a member that is null, which usually removes the current value.
func SetNull[T any]() Nullable[T] { return Nullable[T]{nil, true} }

// Get returns the value; false if the member is null or absent.
func (n Nullable[T]) Get() (value T, ok bool) {
	if n.value == nil {
		return value, false
	}
	return *n.value, true
}

// IsNull reports whether the member is null.
func (n Nullable[T]) IsNull() bool { return n.set && n.value == nil }

// IsZero reports whether the member is absent, for the option omitzero of encoding/json.
func (n Nullable[T]) IsZero() bool { return !n.set }

// MarshalJSON returns the JSON of the value, or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) { return json.Marshal(n.value) }

// UnmarshalJSON sets the member, for servers that read such requests.
func (n *Nullable[T]) UnmarshalJSON(text []byte) error {
	n.set = true
	return json.Unmarshal(text, &n.value)
}
