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
// they keep their exact value. The error is a *[SyntaxError]. Strings and numbers of the value share
// one copy of content: clone those that outlive the value.
func Decode(content []byte) (any, error) { return decode(content, nil) }

// decode is Decode with objects of a Decoder, which may be nil.
func decode(content []byte, objects *Decoder) (any, error) {
	if len(bytes.TrimLeft(content, blanks)) == 0 {
		return nil, &SyntaxError{Reason: "is empty"}
	}
	if mark := byteOrderMark(content); mark != "" {
		return nil, &SyntaxError{Reason: "begins with " + mark}
	}
	d := decoderPool.Get().(*jsonDecoder)
	defer d.release()
	d.start(content)
	d.objects = objects
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

// A jsonDecoder decodes one text after the other.
type jsonDecoder struct {
	jsontext.Decoder
	input bytes.Buffer
	text  string // the content, of which strings are parts
	// objects has the objects of the value; nil: they are new.
	objects *Decoder
}

var decoderPool = sync.Pool{New: func() any { return new(jsonDecoder) }}

func (d *jsonDecoder) start(content []byte) {
	d.text, d.input = string(content), *bytes.NewBuffer(content)
	d.Reset(&d.input)
}

// release gives the decoder back without the content.
func (d *jsonDecoder) release() {
	d.text, d.input, d.objects = "", bytes.Buffer{}, nil
	d.Reset(&d.input)
	decoderPool.Put(d)
}

// readValue reads the next value. The decoder limits nesting to 10,000, and so this recursion.
func (d *jsonDecoder) readValue() (any, error) {
	kind := d.PeekKind()
	switch kind {
	case '"':
		text, err := d.readString()
		return text, err
	case '0':
		number, err := d.readRaw()
		return stdjson.Number(number), err
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	switch kind {
	case '{':
		return d.readObject()
	case '[':
		return d.readArray()
	case 'n':
		return nil, nil
	default:
		return kind == 't', nil
	}
}

func (d *jsonDecoder) readObject() (any, error) {
	members := d.objects.newObject()
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
		_, err := d.ReadToken() // its error says what is wrong
		return "", err
	}
	return d.readString()
}

func (d *jsonDecoder) readString() (string, error) {
	quoted, err := d.readRaw()
	if err != nil {
		return "", err
	}
	if strings.IndexByte(quoted, '\\') >= 0 {
		text, err := jsontext.AppendUnquote(nil, quoted)
		return string(text), err
	}
	return quoted[1 : len(quoted)-1], nil
}

// readRaw reads a string or a number as it stands in the text.
func (d *jsonDecoder) readRaw() (string, error) {
	raw, err := d.ReadValue()
	end := int(d.InputOffset())
	return d.text[end-len(raw) : end], err
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
