package spec

import (
	"bytes"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// Large files are parsed piece by piece, because the parser's own tree of a whole file takes
// more memory, and thereby time, than all else. A piece is some entries of a block mapping:
// lines at its indentation begin with a key, and all lines up to the next such line belong to
// the entry (YAML 1.2.2, section 8.2.2). Text in which such a line does not begin a key, as
// in a quoted scalar or flow collection of several lines, makes pieces that are no YAML.
// The file is then parsed as a whole, as are aliases to anchors in other pieces.
const (
	minPiecedSize = 256 << 10 // of a text, or of the value of an entry
	pieceSize     = 64 << 10  // from which a piece is complete
)

// parsePieces fills the root from pieces of the text. It returns false, and leaves the file
// as it was, if the text has to be parsed as a whole.
func (f *parsedFile) parsePieces(text *textrepair.YAML) bool {
	if len(text.Text) < minPiecedSize {
		return false
	}
	return f.parsePiecesOf(text, minPiecedSize, pieceSize)
}

// parsePiecesOf is parsePieces for other sizes.
func (f *parsedFile) parsePiecesOf(text *textrepair.YAML, minSize, size int) bool {
	if text.LineBreaks || bytes.IndexByte(text.Text, '\r') >= 0 || mayHaveMarks(text.Text) {
		return false
	}
	all := yamlLines{text: text.Text}
	entries := all.entries()
	if len(entries) < 2 {
		return false
	}
	f.syntax.add(text.Findings...)
	p := piecesParser{yamlExpander: newExpander(f, text), minSize: minSize, pieceSize: size}
	if !p.parseEntries(&f.root, entries, 0) {
		f.restart()
		return false
	}
	return true
}

// yamlLines are some lines of a text.
type yamlLines struct {
	text   []byte
	before int // the number of lines before them
}

// indentedLine returns the indentation of the line at an offset, its first other character
// (a line feed if there is none) and the offset of the next line.
func (l yamlLines) indentedLine(at int) (indent int, first byte, next int) {
	next = len(l.text)
	if i := bytes.IndexByte(l.text[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	line := bytes.TrimSuffix(l.text[at:next], []byte("\n"))
	rest := bytes.TrimLeft(line, " ")
	if len(rest) == 0 {
		return len(line), '\n', next
	}
	return len(line) - len(rest), rest[0], next
}

// entries returns the lines of each entry of a block mapping; none if the lines do not look
// like one.
func (l yamlLines) entries() []yamlLines {
	var all []yamlLines
	begin, beginLine, line, indent := 0, l.before, l.before, -1
	for at := 0; at < len(l.text); line++ {
		here, first, next := l.indentedLine(at)
		switch {
		case first == '\n' || first == '#': // a comment, or text within a scalar
		case here > indent && indent >= 0:
		case here == indent && first == '-': // an item of the entry before
		case here < indent || !mayBeginKey(first):
			return nil
		case indent < 0:
			indent = here
		default:
			all = append(all, yamlLines{l.text[begin:at], beginLine})
			begin, beginLine = at, line
		}
		at = next
	}
	if indent < 0 {
		return nil
	}
	return append(all, yamlLines{l.text[begin:], beginLine})
}

// mayBeginKey leaves out what begins no key, or one that needs care.
func mayBeginKey(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || bytes.IndexByte([]byte(`_/$"'`), c) >= 0
}

// cutKey cuts an entry into the line with its key and the entries of its value; false if
// the line has more than a key, or the value does not look like a mapping.
func (l yamlLines) cutKey() (key yamlLines, values []yamlLines, ok bool) {
	for at, line := 0, l.before; at < len(l.text); line++ {
		indent, first, next := l.indentedLine(at)
		if first == '\n' || first == '#' {
			at = next
			continue
		}
		rest := yamlLines{l.text[next:], line + 1}
		values = rest.entries()
		if !bytes.HasSuffix(bytes.TrimRight(l.text[at:next], " \n"), []byte(":")) || len(values) < 2 {
			return key, nil, false
		}
		inner, _, _ := values[1].indentedLine(0)
		return yamlLines{l.text[:next], l.before}, values, inner > indent
	}
	return key, nil, false
}

// A piecesParser makes one tree of pieces.
type piecesParser struct {
	yamlExpander
	minSize, pieceSize int
}

// parseEntries fills n from the entries of a mapping, some at a time. It returns false if a
// piece is no YAML, or not a piece of that mapping.
func (p *piecesParser) parseEntries(n *Node, entries []yamlLines, depth int) bool {
	n.kind = Object
	for len(entries) > 0 {
		if key, values, ok := p.cutKey(entries[0]); ok {
			before := len(n.children)
			if !p.parsePiece(n, key, depth) || len(n.children) != before+1 || !n.children[before].Is(Null) {
				return false
			}
			if !p.parseEntries(&n.children[before], values, depth+1) {
				return false
			}
			entries = entries[1:]
			continue
		}
		piece, count := p.joinEntries(entries)
		if !p.parsePiece(n, piece, depth) {
			return false
		}
		entries = entries[count:]
	}
	p.file.indexMembers(n)
	return true
}

// cutKey is [yamlLines.cutKey] for entries that are large.
func (p *piecesParser) cutKey(entry yamlLines) (key yamlLines, values []yamlLines, ok bool) {
	if len(entry.text) < p.minSize {
		return key, nil, false
	}
	return entry.cutKey()
}

// joinEntries joins the first entries to a piece, and returns how many it joins.
func (p *piecesParser) joinEntries(entries []yamlLines) (piece yamlLines, count int) {
	size := len(entries[0].text)
	count = 1
	for count < len(entries) && size < p.pieceSize && len(entries[count].text) < p.minSize {
		size += len(entries[count].text)
		count++
	}
	first := entries[0]
	return yamlLines{first.text[:size:size], first.before}, count // they follow each other in the text
}

// parsePiece adds the members of a piece to n.
func (p *piecesParser) parsePiece(n *Node, piece yamlLines, depth int) bool {
	var document yaml.Node
	if yaml.Unmarshal(piece.text, &document) != nil {
		return false
	}
	y := yamlContent(&document)
	if y == nil || y.Kind != yaml.MappingNode {
		return false
	}
	p.linesBefore = piece.before
	if n == &p.file.root && piece.before == 0 {
		n.offset = p.nodeOffset(y)
	}
	if missing := len(n.children) + len(y.Content)/2 - cap(n.children); missing > 0 {
		n.children = slices.Grow(n.children, max(len(n.children), len(y.Content)/2))
	}
	for i := 0; i+1 < len(y.Content); i += 2 {
		if isMergeKey(y.Content[i]) || p.expandMember(n, y.Content[i], y.Content[i+1], depth) != nil {
			return false
		}
	}
	return true
}
