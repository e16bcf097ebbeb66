package document

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// parseFile reads a file and says where it is neither YAML nor JSON.
func parseFile(read ReadFile, file string) (*yaml.Node, error) {
	data, err := read(file)
	if err != nil {
		return nil, &Error{File: file, Message: readReason(err), Err: err}
	}
	root, err := parse(file, data)
	if err == nil {
		err = checkTree(file, root, 0)
	}
	if err != nil {
		return nil, err
	}
	return root, nil
}

// readReason leaves out the name, which the error has already.
func readReason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// parse reads what begins like JSON as JSON, and everything else, or what is
// none after all, as YAML.
func parse(file string, data []byte) (*yaml.Node, error) {
	looksJSON := bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{"))
	var notJSON error
	if looksJSON {
		root, err := parseJSON(file, data)
		if err == nil {
			return root, nil
		}
		notJSON = err
	}
	root, err := parseYAML(file, data)
	if err != nil && looksJSON && !strings.HasPrefix(path.Ext(file), ".y") {
		return nil, notJSON
	}
	return root, err
}

func parseYAML(file string, data []byte) (*yaml.Node, error) {
	var top yaml.Node
	if err := yaml.Unmarshal(data, &top); err != nil {
		return nil, yamlError(file, data, err)
	}
	if top.Kind != yaml.DocumentNode || len(top.Content) == 0 {
		return nil, &Error{File: file, Line: 1, Column: 1, Message: "the file is empty"}
	}
	return top.Content[0], nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlError finds the place in a YAML parser's text.
func yamlError(file string, data []byte, err error) error {
	e := &Error{File: file, Line: 1, Message: strings.TrimPrefix(err.Error(), "yaml: "), Err: err}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Message = m[2]
	} else if !utf8.Valid(data) {
		e.Line = 1 + bytes.Count(data[:invalid(data)], []byte("\n"))
	}
	e.Column = indent(data, e.Line)
	return e
}

// invalid is the offset of the first byte that is not UTF-8.
func invalid(data []byte) int {
	offset := 0
	for offset < len(data) {
		r, size := utf8.DecodeRune(data[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	return offset
}

// indent is the column of a line's first character that is no blank: the YAML
// parser tells lines only.
func indent(data []byte, line int) int {
	for range line - 1 {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	return len(first) - len(bytes.TrimLeft(first, " \t")) + 1
}
