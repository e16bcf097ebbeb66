package document

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"
)

// parseJSON parses a JSON text into the nodes of its YAML equivalent. JSON is
// YAML, but the YAML parser refuses some of it, such as escaped surrogate pairs,
// and tells no columns of mistakes.
func parseJSON(file string, data []byte) (*yaml.Node, error) {
	p := &jsonParser{data: data, line: 1, column: 1,
		Decoder: jsontext.NewDecoder(bytes.NewReader(data), jsontext.AllowDuplicateNames(true))}
	root, err := p.value()
	if err == nil {
		_, err = p.ReadToken()
	}
	switch {
	case err == io.EOF && root != nil:
		return root, nil
	case err == nil:
		err = errors.New("there is more after the document's end")
	}
	return nil, p.explain(file, err)
}

// A jsonParser knows the line and column of an offset that only grows.
type jsonParser struct {
	*jsontext.Decoder
	data             []byte
	at, line, column int
}

func (p *jsonParser) value() (*yaml.Node, error) {
	p.advance(int(p.InputOffset()) + p.blank(p.InputOffset()))
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: p.line, Column: p.column}
	token, err := p.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		n.Kind, n.Tag, n.Style = yaml.MappingNode, "!!map", yaml.FlowStyle
		return n, p.fill(n, '}')
	case '[':
		n.Kind, n.Tag, n.Style = yaml.SequenceNode, "!!seq", yaml.FlowStyle
		return n, p.fill(n, ']')
	}
	n.Value, n.Tag = token.String(), tagOf(token)
	if token.Kind() == '"' {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n, nil
}

// fill reads what a mapping or sequence holds, and its end. The decoder sees to
// it that names and values take turns.
func (p *jsonParser) fill(n *yaml.Node, end jsontext.Kind) error {
	for p.PeekKind() != end {
		child, err := p.value()
		if err != nil {
			return err
		}
		n.Content = append(n.Content, child)
	}
	_, err := p.ReadToken()
	return err
}

func tagOf(token jsontext.Token) string {
	switch token.Kind() {
	case '"':
		return "!!str"
	case 'n':
		return "!!null"
	case '0':
		if strings.ContainsAny(token.String(), ".eE") {
			return "!!float"
		}
		return "!!int"
	}
	return "!!bool"
}

// blank counts the bytes before the next token.
func (p *jsonParser) blank(offset int64) int {
	rest := p.data[offset:]
	return len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,:"))
}

func (p *jsonParser) advance(offset int) {
	passed := p.data[p.at:min(offset, len(p.data))]
	if i := bytes.LastIndexByte(passed, '\n'); i >= 0 {
		p.line += bytes.Count(passed, []byte("\n"))
		p.column, passed = 1, passed[i+1:]
	}
	p.column += utf8.RuneCount(passed)
	p.at = offset
}

func (p *jsonParser) explain(file string, err error) error {
	e := &Error{File: file, Message: err.Error(), Err: err}
	offset := int(p.InputOffset())
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset, e.Message = int(s.ByteOffset), s.Err.Error()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		offset, e.Message = len(p.data), "the document ends early"
	}
	p.advance(max(offset, p.at))
	e.Line, e.Column = p.line, p.column
	return e
}
