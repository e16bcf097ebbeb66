package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/goname"
	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// codeIndent is the column of the text after a label.
const codeIndent = "               "

// explainCode returns everything that the error table says about a code. builtin reports that
// package api has a sentinel error for it; example is a body with the code, or nil.
func explainCode(c validate.ErrorCode, builtin bool, example []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n", render.Printable(c.Name), statusText(c))
	if c.Meaning != "" {
		fmt.Fprintf(&b, "%s\n\n", wrapText(c.Meaning+basisNote(c.Basis["meaning"]), ""))
	}
	for _, row := range codeRows(&c, builtin) {
		for i, line := range row.lines {
			label := row.label
			if i > 0 {
				label = ""
			}
			fmt.Fprintf(&b, "  %-12s %s\n", label, wrapText(line, codeIndent))
		}
	}
	if example != nil {
		lines := strings.Split(string(example), "\n")
		for i, line := range lines {
			lines[i] = render.Printable(line)
		}
		fmt.Fprintf(&b, "\nExample of a body\n%s\n", indentLines(strings.Join(lines, "\n")))
	}
	return b.String()
}

// explainUndocumented returns what is known about a code that the error table lacks.
func explainUndocumented(c validate.UndocumentedCode) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n", render.Printable(c.Name), statusText(validate.ErrorCode{Statuses: c.Statuses}))
	if c.Meaning != "" {
		fmt.Fprintf(&b, "%s\n\n", wrapText(c.Meaning, ""))
	}
	fmt.Fprintf(&b, "%s\n", wrapText("The code is known to occur"+basisNote(c.Basis)+", but the error table does not document it.", ""))
	return b.String()
}

// A codeRow is a label with its lines.
type codeRow struct {
	label string
	lines []string
}

func codeRows(c *validate.ErrorCode, builtin bool) []codeRow {
	value := func(name, text string) []string {
		if text == "" {
			return nil
		}
		return []string{text + basisNote(c.Basis[name])}
	}
	rows := []codeRow{
		{"causes", factLines(c.Causes)},
		{"what to do", factLines(c.Fixes)},
		{"retry", value("retry", retryText(c.Retry))},
		{"Retry-After", value("retryAfter", retryAfterText(c))},
		{"param", value("param", paramText(c))},
		{"message", value("message", requirementsText(c.Message))},
		{"fields", nameLine(c.Fields)},
		{"headers", nameLine(c.Headers)},
		{"calls", nameLine(c.Calls)},
		{"operations", joinWords(c.Operations)},
		{"links", linkLines(c.Links)},
		{"read more", value("docUrl", c.DocURL)},
	}
	if builtin {
		rows = append(rows, codeRow{"in Go", []string{"errors.Is(err, api." + goname.Code(c.Name) + ")"}})
	}
	return append(rows, codeRow{"in the mock", []string{"Prefer: error=" + preferenceValue(c.Name)}})
}

// basisNote returns a note for a fact that does not come from the page that documents the errors.
func basisNote(b validate.Basis) string {
	switch b {
	case validate.BasisReading:
		return " (our reading)"
	case validate.BasisOpenAPI:
		return " (from the OpenAPI document)"
	case validate.BasisLive:
		return " (seen in responses)"
	}
	return ""
}

// factLines returns one line for each fact.
func factLines(facts []validate.Fact) []string {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = f.Text + basisNote(f.Basis)
	}
	return lines
}

// nameLine returns one line with the names of the facts.
func nameLine(facts []validate.Fact) []string { return joinWords(factLines(facts)) }

func joinWords(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	return []string{strings.Join(words, ", ")}
}

func linkLines(all []validate.Link) []string {
	lines := make([]string, len(all))
	for i, l := range all {
		lines[i] = strings.TrimSpace(l.Title+" "+l.URL) + basisNote(l.Basis)
	}
	return lines
}

var httpToken = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$") // RFC 9110, section 5.6.2

// preferenceValue formats a value of the Prefer header (RFC 7240, section 2).
func preferenceValue(name string) string {
	if httpToken.MatchString(name) {
		return name
	}
	return strconv.Quote(name)
}

// exampleBody returns a body with a code that the mock would send, nil if the contract documents
// none.
func exampleBody(contract *validate.Contract, c validate.ErrorCode) []byte {
	model, err := mock.Compile(contract)
	if err != nil {
		return nil // the codes of a document can be explained even if the mock cannot use it
	}
	body, _ := model.ErrorExample(c)
	var readable bytes.Buffer
	if json.Indent(&readable, body, "", "  ") != nil {
		return nil
	}
	return readable.Bytes()
}

// wrapText wraps a text. It removes control characters, because the document may not be trusted.
func wrapText(s, indent string) string {
	return render.WrapText(render.Printable(strings.Join(strings.Fields(s), " ")), indent)
}

func statusText(c validate.ErrorCode) string {
	if len(c.Statuses) == 0 || len(c.StatusByOperation) > 0 {
		return render.Statuses(c)
	}
	words := make([]string, len(c.Statuses))
	for i, s := range c.Statuses {
		words[i] = strings.TrimSpace(fmt.Sprintf("%d %s", s, http.StatusText(s)))
	}
	return strings.Join(words, ", ")
}

// retryText returns the name of a retry class and its explanation.
func retryText(r validate.RetryClass) string {
	meaning := render.RetryMeaning(r)
	if meaning == "" {
		return string(r)
	}
	return meaning + " (" + string(r) + ")"
}

func retryAfterText(c *validate.ErrorCode) string {
	text := presenceText(c.RetryAfter)
	if text == "" || c.RetryAfter == validate.Forbidden {
		return text
	}
	switch c.DelayForm {
	case validate.DelaySeconds:
		return text + ", as whole seconds"
	case validate.DelayDate:
		return text + ", as an HTTP-date"
	}
	return text
}

func paramText(c *validate.ErrorCode) string {
	text := presenceText(c.Param)
	if c.Param == validate.Forbidden && len(c.Fields) > 0 {
		return text + ", or names one of the fields below"
	}
	return text
}

func presenceText(p validate.Presence) string {
	switch p {
	case validate.Required:
		return "always sent"
	case validate.Optional:
		return "may be sent"
	case validate.Forbidden:
		return "not sent"
	}
	return "" // the error table says nothing
}

func requirementsText(p validate.MessageRequirements) string {
	var parts []string
	if p.Numbers > 0 {
		parts = append(parts, fmt.Sprintf("at least %s", numberCount(p.Numbers)))
	}
	if p.URL {
		parts = append(parts, "a URL")
	}
	if p.Param {
		parts = append(parts, "the field that param names")
	}
	if parts == nil {
		return ""
	}
	return "contains " + strings.Join(parts, " and ")
}

func numberCount(n int) string {
	if n == 1 {
		return "1 number"
	}
	return fmt.Sprintf("%d numbers", n)
}
