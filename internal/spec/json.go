package spec

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// parseJSON reads a text as JSON: that of the file, or what was repaired of it, in which
// backslashes may be hidden. YAML parsers refuse some JSON, such as escaped surrogate
// pairs, and report no columns.
func (f *parsedFile) parseJSON(text []byte, repaired bool) error {
	p := &jsonParser{file: f, all: text, repaired: repaired, interned: make(map[string]string),
		Decoder: jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true))}
	f.root.offset = toOffset(p.nextOffset())
	if err := p.parseValue(&f.root, 0); err != nil {
		return p.locateError(err)
	}
	if f.hasMark && !f.mayBeYAML() {
		f.syntax.add(textrepair.ByteOrderMark())
	}
	return p.rest()
}

// rest looks at what follows the document: further ones are not read.
func (p *jsonParser) rest() error {
	at, count := p.nextOffset(), 0
	for {
		_, err := p.ReadValue()
		switch {
		case errors.Is(err, io.EOF) && count == 0:
			return nil
		case errors.Is(err, io.EOF):
			p.file.syntax.severalDocuments(at)
			return nil
		case err != nil:
			return p.file.errorAt(at, "there is more after the document's end", err)
		}
		count++
	}
}

type jsonParser struct {
	*jsontext.Decoder
	file     *parsedFile
	all      []byte
	repaired bool
	interned map[string]string // member names and short strings repeat often
	scratch  []byte
	open     []Node // children of the containers whose ends are still to come
	nodes    nodeBlocks
}

// nextOffset returns the offset of the next token.
func (p *jsonParser) nextOffset() int {
	at := int(p.InputOffset())
	rest := p.all[at:]
	return at + len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,:"))
}

func (p *jsonParser) parseValue(n *Node, depth int) error {
	if depth > maxDepth {
		return p.file.depthError(p.nextOffset())
	}
	switch p.PeekKind() {
	case '{', '[':
		return p.parseContainer(n, depth)
	}
	raw, err := p.ReadValue()
	if err != nil {
		return err
	}
	switch raw.Kind() {
	case '"':
		n.kind = String
		n.text, err = p.unquoteText(raw)
	case '0':
		n.kind, n.text = Number, p.internString(raw)
	case 'n':
		n.kind = Null
	default:
		n.kind, n.text = Bool, p.internString(raw)
	}
	return err
}

func (p *jsonParser) parseContainer(n *Node, depth int) error {
	open, err := p.ReadToken()
	if err != nil {
		return err
	}
	end := jsontext.Kind(']')
	n.kind = Array
	if open.Kind() == '{' {
		end, n.kind = '}', Object
	}
	first := len(p.open)
	for p.PeekKind() != end {
		child := Node{offset: toOffset(p.nextOffset())}
		if n.kind == Object {
			if child.name, err = p.parseName(); err != nil {
				return err
			}
		}
		if err := p.parseValue(&child, depth+1); err != nil {
			return err
		}
		if len(p.open) == cap(p.open) {
			p.open = slices.Grow(p.open, max(64, len(p.open))) // twice as many, for long arrays
		}
		p.open = append(p.open, child)
	}
	n.children = p.nodes.takeCopy(p.open[first:])
	p.open = p.open[:first]
	if _, err := p.ReadToken(); err != nil {
		return err
	}
	p.file.indexMembers(n)
	return nil
}

func (p *jsonParser) parseName() (string, error) {
	if p.PeekKind() != '"' {
		_, err := p.ReadToken() // which knows why this is no name
		return "", cmp.Or(err, io.ErrUnexpectedEOF)
	}
	raw, err := p.ReadValue()
	if err != nil {
		return "", err
	}
	return p.unquoteText(raw)
}

func (p *jsonParser) unquoteText(raw jsontext.Value) (string, error) {
	var err error
	p.scratch, err = jsontext.AppendUnquote(p.scratch[:0], raw)
	if p.repaired {
		textrepair.Reveal(p.scratch)
	}
	return p.internString(p.scratch), err
}

// internString returns b as a string; equal short strings share their memory.
func (p *jsonParser) internString(b []byte) string {
	const short = 64
	if len(b) > short {
		return string(b)
	}
	if s, ok := p.interned[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(p.interned) == maxInterned {
		clear(p.interned)
	}
	p.interned[s] = s
	return s
}

// maxInterned bounds the strings that are found again: a long enum has each of its values
// once.
const maxInterned = 20_000

// locateError turns an error of the decoder into an *[Error].
func (p *jsonParser) locateError(err error) error {
	if own, ok := errors.AsType[*Error](err); ok {
		return own
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return p.file.errorAt(len(p.file.data), "the document ends early", err)
	}
	offset, message := int(p.InputOffset()), err.Error()
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset, message = int(s.ByteOffset), s.Err.Error()
	}
	return p.file.errorAt(offset, message, err)
}
