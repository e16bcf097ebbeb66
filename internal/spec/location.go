package spec

import (
	"net/url"
	"path"
	"strings"
)

// A Location names a part of the document: a file and a JSON Pointer (RFC 6901)
// into it. The zero Location names nothing.
type Location struct{ File, Pointer string }

// Child returns the location of a member or item below l.
func (l Location) Child(tokens ...string) Location {
	return Location{l.File, appendPointer(l.Pointer, tokens)}
}

// ResolveRef returns the location that a `$ref` found at l names.
func (l Location) ResolveRef(ref string) Location {
	file, fragment, _ := strings.Cut(ref, "#")
	if pointer, err := url.PathUnescape(fragment); err == nil {
		fragment = pointer
	}
	if file == "" {
		return Location{l.File, fragment}
	}
	if name, err := url.PathUnescape(file); err == nil {
		file = name
	}
	return Location{path.Join(path.Dir(l.File), file), fragment}
}

var (
	escaper   = strings.NewReplacer("~", "~0", "/", "~1")
	unescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// SplitPointer splits a JSON Pointer (RFC 6901) into its reference tokens, nil for
// the empty pointer.
func SplitPointer(pointer string) []string {
	if pointer == "" {
		return nil
	}
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range tokens {
		tokens[i] = unescaper.Replace(t)
	}
	return tokens
}

// JoinPointer joins reference tokens to a JSON Pointer (RFC 6901).
func JoinPointer(tokens ...string) string { return appendPointer("", tokens) }

func appendPointer(pointer string, tokens []string) string {
	length := len(pointer)
	for _, t := range tokens {
		length += 1 + len(t)
	}
	var b strings.Builder
	b.Grow(length) // enough unless something is escaped
	b.WriteString(pointer)
	for _, t := range tokens {
		b.WriteByte('/')
		b.WriteString(escaper.Replace(t))
	}
	return b.String()
}

// ValueAt returns what reference tokens lead to in a decoded JSON value, and
// whether there is anything.
func ValueAt(value any, tokens []string) (any, bool) {
	for _, token := range tokens {
		switch v := value.(type) {
		case map[string]any:
			next, ok := v[token]
			if !ok {
				return nil, false
			}
			value = next
		case []any:
			i := arrayIndex(token)
			if i < 0 || i >= len(v) {
				return nil, false
			}
			value = v[i]
		default:
			return nil, false
		}
	}
	return value, true
}
