package jsonfuzz

import (
	"bytes"
	"strings"
)

// MutateBytes returns content with one change: to a byte, to a token, or to the order or number of
// members or items. The result may still be valid.
func (g Generator) MutateBytes(content []byte) []byte {
	if len(content) == 0 {
		return []byte("x")
	}
	at := g.IntN(len(content))
	switch g.IntN(8) {
	case 0:
		return spliceBytes(content, at, at+1, []byte{byte(g.IntN(256))})
	case 1:
		return spliceBytes(content, at, at+1, nil)
	case 2:
		return spliceBytes(content, at, at, []byte{`"\{}[],:0 -e.`[g.IntN(13)]})
	case 3:
		return content[:at:at]
	case 4, 5:
		return g.replaceToken(content, at)
	case 6:
		return g.changeMember(content, at)
	}
	return spliceBytes(content, at, at, [][]byte{[]byte(`\u0041`), []byte(`\ud800`), []byte("\xff"), []byte("é"), []byte("\x00"), []byte(`\"`)}[g.IntN(6)])
}

// replaceToken replaces the scalar around or after at by another value.
func (g Generator) replaceToken(content []byte, at int) []byte {
	from := at
	for from < len(content) && strings.IndexByte(`{}[],: `, content[from]) >= 0 {
		from++
	}
	for from > 0 && strings.IndexByte(`{}[],: `, content[from-1]) < 0 {
		from--
	}
	to := from
	for to < len(content) && strings.IndexByte(`{}[],: `, content[to]) < 0 {
		to++
	}
	others := []string{`null`, `true`, `false`, `0`, `-1`, `1.5`, `1e2`, `1e999`, `99999999999999999999`, `-0`, `""`, `"x"`, `"completed"`, `[]`, `{}`, `[1]`, `{"a":1}`, `"2026-13-41"`}
	return spliceBytes(content, from, to, []byte(others[g.IntN(len(others))]))
}

// changeMember duplicates, removes or renames the member or item that ends after at.
func (g Generator) changeMember(content []byte, at int) []byte {
	from := bytes.LastIndexAny(content[:at], ",{[")
	to := bytes.IndexAny(content[at:], ",}]")
	if from < 0 || to < 0 {
		return spliceBytes(content, at, at, []byte(","))
	}
	part := content[from+1 : at+to]
	switch g.IntN(4) {
	case 0:
		return spliceBytes(content, from+1, from+1, append(bytes.Clone(part), ','))
	case 1:
		return spliceBytes(content, from+1, at+to, nil)
	case 2:
		return spliceBytes(content, from+1, from+1, []byte(`"unknown":1,`))
	}
	return bytes.Replace(content, part, bytes.ToUpper(part), 1)
}

func spliceBytes(content []byte, from, to int, with []byte) []byte {
	out := make([]byte, 0, len(content)+len(with))
	out = append(out, content[:from]...)
	out = append(out, with...)
	return append(out, content[to:]...)
}
