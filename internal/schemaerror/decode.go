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

// Decode decodes content as exactly one JSON text (RFC 8259), strictly: duplicate names, invalid
// UTF-8, lone surrogates and trailing data are errors. Numbers become [stdjson.Number], so that
// they keep their exact value. The error is a *[SyntaxError].
func Decode(content []byte) (any, error) {
	if len(bytes.TrimLeft(content, blanks)) == 0 {
		return nil, &SyntaxError{Reason: "is empty"}
	}
	if mark := byteOrderMark(content); mark != "" {
		return nil, &SyntaxError{Reason: "begins with " + mark}
	}
	d := decoderPool.Get().(*jsonDecoder)
	defer decoderPool.Put(d)
	defer d.Reset(emptyBuffer) // so that it keeps no content
	d.Reset(bytes.NewBuffer(content))
	value, err := d.readValue()
	if err != nil {
		return nil, d.syntaxError(content, err)
	}
	if rest := bytes.TrimLeft(content[d.InputOffset():], blanks); len(rest) > 0 {
		return nil, &SyntaxError{"has data after its JSON value", int64(len(content) - len(rest))}
	}
	return value, nil
}

// byteOrderMark returns the name of the byte order mark that content begins with. JSON text must
// not have one (RFC 8259, section 8.1).
func byteOrderMark(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\ufeff")):
		return "a byte order mark, which JSON must not have"
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return "the byte order mark of UTF-16, and JSON is UTF-8"
	}
	return ""
}

// maxDepth is the deepest nesting that the decoder accepts.
const maxDepth = 10_000

// blanks is JSON's white space.
const blanks = " \t\r\n"

// A jsonDecoder decodes one text after the other. It reuses the strings of member names, which are
// the same in many texts.
type jsonDecoder struct {
	jsontext.Decoder
	names map[string]string
}

const (
	maxNames      = 512
	maxNameLength = 64
)

var decoderPool = sync.Pool{New: func() any { return &jsonDecoder{names: make(map[string]string)} }}

var emptyBuffer = new(bytes.Buffer)

// readValue reads the next value. The decoder limits nesting to 10,000, and so this recursion.
func (d *jsonDecoder) readValue() (any, error) {
	t, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch t.Kind() {
	case '{':
		return d.readObject()
	case '[':
		return d.readArray()
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

func (d *jsonDecoder) readObject() (any, error) {
	members := make(map[string]any)
	for d.PeekKind() != '}' {
		key, err := d.readName()
		if err != nil {
			return nil, err
		}
		if members[key], err = d.readValue(); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return members, err
}

// readName reads the name of a member.
func (d *jsonDecoder) readName() (string, error) {
	if d.PeekKind() != '"' {
		t, err := d.ReadToken() // its error says what is wrong
		return t.String(), err
	}
	quoted, err := d.ReadValue()
	if err != nil {
		return "", err
	}
	if len(quoted) > maxNameLength || bytes.IndexByte(quoted, '\\') >= 0 {
		name, err := jsontext.AppendUnquote(nil, quoted)
		return string(name), err
	}
	plain := quoted[1 : len(quoted)-1]
	if name, known := d.names[string(plain)]; known {
		return name, nil
	}
	if len(d.names) == maxNames {
		clear(d.names)
	}
	name := string(plain)
	d.names[name] = name
	return name, nil
}

func (d *jsonDecoder) readArray() (any, error) {
	items := []any{}
	for d.PeekKind() != ']' {
		item, err := d.readValue()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err := d.ReadToken()
	return items, err
}

func (d *jsonDecoder) syntaxError(content []byte, err error) error {
	e := &SyntaxError{Reason: "is not JSON", Offset: d.InputOffset()}
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Offset = s.ByteOffset
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e.Reason, e.Offset = "ends early", int64(len(content))
	case len(content) > maxDepth && strings.Contains(err.Error(), "depth"): // the library has no error value for it
		e.Reason = "is nested deeper than 10,000 levels"
	case errors.Is(err, jsontext.ErrDuplicateName):
		e.Reason = "has a duplicate name"
	case !utf8.Valid(content):
		e.Reason = "is not valid UTF-8"
	}
	return e
}
