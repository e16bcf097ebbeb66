package schemaerror

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// A SyntaxError says why content is not one JSON text.
type SyntaxError struct {
	Reason string // "ends early", "has a duplicate name", …
	Offset int64  // bytes
}

func (e *SyntaxError) Error() string { return e.Reason }

// Decode reads content as exactly one JSON text (RFC 8259), strictly: duplicate
// names, invalid UTF-8, lone surrogates and trailing data are errors. Numbers
// become [stdjson.Number], so that none loses its value. The error is a
// *[SyntaxError].
func Decode(content []byte) (any, error) {
	if len(bytes.TrimLeft(content, blanks)) == 0 {
		return nil, &SyntaxError{Reason: "is empty"}
	}
	d := decoder{decoders.Get().(*jsontext.Decoder)}
	defer decoders.Put(d.Decoder)
	defer d.Reset(nothing) // it keeps no content
	// Checking the syntax first saves the memory of a tree if it is wrong.
	d.Reset(bytes.NewBuffer(content))
	if err := d.SkipValue(); err != nil {
		return nil, d.explain(content, err)
	}
	if rest := bytes.TrimLeft(content[d.InputOffset():], blanks); len(rest) > 0 {
		return nil, &SyntaxError{"has data after its JSON value", int64(len(content) - len(rest))}
	}
	d.Reset(bytes.NewBuffer(content))
	value, err := d.value()
	if err != nil {
		return nil, d.explain(content, err)
	}
	return value, nil
}

// maxDepth is the deepest nesting that the library reads.
const maxDepth = 10_000

// blanks are JSON's white space.
const blanks = " \t\r\n"

type decoder struct{ *jsontext.Decoder }

var decoders = sync.Pool{New: func() any { return new(jsontext.Decoder) }}

var nothing = new(bytes.Buffer)

// value reads the next value. The decoder bounds nesting at 10,000, which
// bounds this recursion.
func (d decoder) value() (any, error) {
	t, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch t.Kind() {
	case '{':
		return d.object()
	case '[':
		return d.array()
	case '"':
		return t.String(), nil
	case '0':
		return stdjson.Number(t.String()), nil
	case 'n':
		return nil, nil
	default:
		return t.Kind() == 't', nil
	}
}

func (d decoder) object() (any, error) {
	members := make(map[string]any)
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		if members[key], err = d.value(); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return members, err
}

func (d decoder) array() (any, error) {
	items := []any{}
	for d.PeekKind() != ']' {
		item, err := d.value()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err := d.ReadToken()
	return items, err
}

func (d decoder) explain(content []byte, err error) error {
	e := &SyntaxError{Reason: "is not JSON", Offset: d.InputOffset()}
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Offset = s.ByteOffset
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e.Reason, e.Offset = "ends early", int64(len(content))
	case len(content) > maxDepth && strings.Contains(err.Error(), "depth"): // the library has no name for it
		e.Reason = "is nested deeper than 10,000 levels"
	case errors.Is(err, jsontext.ErrDuplicateName):
		e.Reason = "has a duplicate name"
	case !utf8.Valid(content):
		e.Reason = "is not valid UTF-8"
	}
	return e
}
