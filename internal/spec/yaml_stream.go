package spec

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// parseYAML reads the file as a stream of YAML documents, of which one is used.
func (f *parsedFile) parseYAML() error {
	text := textrepair.HideForYAML(f.data, false)
	if f.parsePieces(text) {
		return nil
	}
	top, err := f.readYAML(text)
	if err != nil && text.LineBreaks {
		if f.parseYAMLWithUnicodeBreaks() == nil {
			return nil
		}
	}
	if err != nil {
		return err
	}
	return f.expand(text, top)
}

// parseYAMLWithUnicodeBreaks takes U+0085, U+2028 and U+2029 for line breaks, as YAML 1.1
// does.
func (f *parsedFile) parseYAMLWithUnicodeBreaks() error {
	f.restart()
	plain := f.lines
	f.lines = newLineTable(f.data, true)
	text := textrepair.HideForYAML(f.data, true)
	top, err := f.readYAML(text)
	if err == nil {
		err = f.expand(text, top)
	}
	if err != nil {
		f.lines = plain
	}
	return err
}

// expand fills the root.
func (f *parsedFile) expand(text *textrepair.YAML, top *yaml.Node) error {
	f.syntax.add(text.Findings...)
	e := newExpander(f, text)
	f.root.offset = e.nodeOffset(top)
	return e.expandValue(&f.root, top, 0)
}

// maxJoinedLines bounds the lines on which pairs of surrogates are joined: each costs a
// further reading.
const maxJoinedLines = 20

// readYAML returns the value of the document that is used.
func (f *parsedFile) readYAML(text *textrepair.YAML) (*yaml.Node, error) {
	top, err := f.usedDocument(text.Text)
	for range maxJoinedLines {
		if err == nil || !strings.Contains(err.Error(), "escape code") || !text.JoinSurrogates(yamlErrorLine(err)) {
			break
		}
		top, err = f.usedDocument(text.Text)
	}
	switch {
	case err != nil:
		return nil, f.yamlError(err)
	case top == nil:
		return nil, f.errorAt(0, "the file is empty", nil)
	}
	return top, nil
}

// mayHaveMarks reports whether a text may have marks between documents (YAML 1.2.2,
// section 9.1).
func mayHaveMarks(text []byte) bool {
	for _, mark := range []string{"\n---", "\n...", "\r---", "\r..."} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return false
}

// usedDocument returns the first document of the stream that is an OpenAPI document, else
// the first that is not empty, nil if there is none. The others are findings.
func (f *parsedFile) usedDocument(text []byte) (*yaml.Node, error) {
	if !mayHaveMarks(text) {
		var only yaml.Node
		err := yaml.Unmarshal(text, &only)
		return yamlContent(&only), err
	}
	documents, rest := readDocuments(text)
	if len(documents) == 0 {
		return nil, rest
	}
	used := documents[0]
	for _, d := range documents {
		if hasKey(d, "openapi") {
			used = d
			break
		}
	}
	for _, d := range documents {
		if d != used {
			f.syntax.severalDocuments(int(f.lines.offsetOf(d.Line, d.Column)))
		}
	}
	if rest != nil {
		f.syntax.addf(RuleDocumentsSeveral, f.lines.offsetOf(yamlErrorLine(rest), 1), "Keep one document in the file.",
			"another document, which is not read, is no YAML: %s", yamlMessage(rest))
	}
	return used, nil
}

// readDocuments returns the documents of a stream that are not empty, up to the first that
// is no YAML.
func readDocuments(text []byte) (documents []*yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var d yaml.Node
		if err := decoder.Decode(&d); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return documents, err
		}
		if content := yamlContent(&d); content != nil && content.Tag != "!!null" {
			documents = append(documents, content)
		}
	}
}

// yamlContent returns the value of a document, nil if it is empty.
func yamlContent(document *yaml.Node) *yaml.Node {
	if document.Kind != yaml.DocumentNode || len(document.Content) == 0 {
		return nil
	}
	return document.Content[0]
}

func hasKey(y *yaml.Node, name string) bool {
	if y.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i < len(y.Content); i += 2 {
		if y.Content[i].Value == name {
			return true
		}
	}
	return false
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlErrorLine finds the line in the words of the YAML parser, which reports no columns.
func yamlErrorLine(err error) int {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[1])
		return line
	}
	return 1
}

func yamlMessage(err error) string {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		return m[2]
	}
	return strings.TrimPrefix(err.Error(), "yaml: ")
}

func (f *parsedFile) yamlError(err error) error {
	line := yamlErrorLine(err)
	return &Error{File: f.name, Line: line, Column: f.lines.indent(line), Message: yamlMessage(err), Err: err}
}
