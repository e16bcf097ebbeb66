package api

import "encoding/json"

// A Nullable is a member of a request that changes something (PATCH), where leaving a
// member out and setting it to null differ. The zero value is left out: the API keeps
// what it has. Make others with [SetTo] and [SetNull].
type Nullable[T any] struct {
	value *T // nil is null
	set   bool
}

// SetTo returns a member that is set to a value.
func SetTo[T any](value T) Nullable[T] { return Nullable[T]{&value, true} }

// SetNull returns a member that is set to null, which mostly removes what was there.
func SetNull[T any]() Nullable[T] { return Nullable[T]{nil, true} }

// Get returns the value; false if the member is null or left out.
func (n Nullable[T]) Get() (value T, ok bool) {
	if n.value == nil {
		return value, false
	}
	return *n.value, true
}

// IsNull reports whether the member is set to null.
func (n Nullable[T]) IsNull() bool { return n.set && n.value == nil }

// IsZero reports whether the member is left out, for the option omitzero of
// encoding/json.
func (n Nullable[T]) IsZero() bool { return !n.set }

// MarshalJSON returns the value, or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) { return json.Marshal(n.value) }

// UnmarshalJSON sets the member, for servers that read such requests.
func (n *Nullable[T]) UnmarshalJSON(text []byte) error {
	n.set = true
	return json.Unmarshal(text, &n.value)
}
