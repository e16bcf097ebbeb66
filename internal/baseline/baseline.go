// Package baseline reads and writes the file that lists the findings which a team knows.
//
// The file is JSON with one finding a line, sorted by operation, so that a diff shows which
// findings came and went.
package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// version is the version of the file's form.
const version = 1

// maxSize bounds the size of a file that is read, in bytes. A report has at most 10,000 findings
// of some rules, which need about 4 MB.
const maxSize = 64 << 20

// A File is the content of a baseline. Its zero value is an empty baseline.
type File struct {
	Contract string // title of the document whose findings these are
	Findings []validate.BaselineFinding
}

// header is the form of a file.
type header struct {
	Version  int                        `json:"baselineVersion"`
	Contract string                     `json:"contract"`
	Findings []validate.BaselineFinding `json:"findings"`
}

// Read reads a baseline. Errors say what is wrong with the file, and at which line.
func Read(r io.Reader) (*File, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxSize:
		return nil, fmt.Errorf("larger than %d MiB", maxSize>>20)
	case bytes.HasPrefix(text, []byte("<<<<<<< ")), bytes.Contains(text, []byte("\n<<<<<<< ")):
		return nil, errors.New("it has an unresolved merge conflict")
	}
	var h header
	if err := json.Unmarshal(text, &h); err != nil {
		return nil, locateError(text, err)
	}
	switch {
	case h.Version == 0:
		return nil, errors.New("not a baseline: it has no baselineVersion")
	case h.Version != version:
		return nil, fmt.Errorf("it has baselineVersion %d, and this release reads %d", h.Version, version)
	case h.Findings == nil:
		return nil, errors.New("it has no findings")
	}
	for i := range h.Findings {
		if f := &h.Findings[i]; f.Fingerprint == "" || f.Rule == "" {
			return nil, fmt.Errorf("item %d of findings has no fingerprint or no rule", i)
		}
	}
	return &File{h.Contract, h.Findings}, nil
}

// locateError adds the line to an error of JSON.
func locateError(text []byte, err error) error {
	offset := int64(-1)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset
	} else if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = wrong.Offset
		err = fmt.Errorf("not a baseline: the type of its member %q is %s", wrong.Field, wrong.Value)
	}
	if offset < 0 || offset > int64(len(text)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(text[:offset], []byte("\n")), err)
}

// Write writes a baseline: its findings sorted, each once.
func (f *File) Write(w io.Writer) error {
	findings := slices.Clone(f.Findings)
	slices.SortFunc(findings, validate.CompareBaselineFindings)
	findings = slices.CompactFunc(findings, func(a, b validate.BaselineFinding) bool { return a.Fingerprint == b.Fingerprint })
	var text strings.Builder
	contract, err := encode(f.Contract)
	if err != nil {
		return err
	}
	fmt.Fprintf(&text, "{\n  \"baselineVersion\": %d,\n  \"contract\": %s,\n  \"findings\": [", version, contract)
	for i := range findings {
		line, err := encode(&findings[i])
		if err != nil {
			return err
		}
		if i > 0 {
			text.WriteString(",")
		}
		text.WriteString("\n    " + line)
	}
	if len(findings) > 0 {
		text.WriteString("\n  ")
	}
	text.WriteString("]\n}\n")
	_, err = io.WriteString(w, text.String())
	return err
}

// encode returns a value as JSON on one line, without escapes for HTML.
func encode(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// Of returns the baseline of a report: its findings that are not suppressed, and those of the
// baseline that it was compared with of which it says nothing.
func Of(r *validate.Report) *File {
	f := &File{Contract: r.Contract.Title}
	for i := range r.Findings {
		if r.Findings[i].Suppressed == nil {
			f.Findings = append(f.Findings, validate.NewBaselineFinding(&r.Findings[i]))
		}
	}
	if r.Baseline != nil {
		f.Findings = append(f.Findings, r.Baseline.NotSeen...)
	}
	return f
}
