// Package htmlpage writes a result as one HTML file that needs no network: its style, its script
// and its data are part of it. Verdict, totals and captures are plain HTML; a script shows the
// coverage and the findings, so that a page with many of them opens quickly.
package htmlpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"io"
)

// A Page is what a page shows. Its texts are shown as they are: the caller removes characters
// that do not print. The zero value is an empty page.
type Page struct {
	Command  string // that made the result: "check"
	Contract string // title and version of the API
	Source   string // file name of the document
	Tool     string // name and version of the program
	Verdict  Verdict
	// Unchecked says what was not checked, a sentence each; of a nil slice, nothing is shown.
	Unchecked []string
	Notices   []string // about the baseline and suppressions, a sentence each
	Totals    []Total
	Tables    []Table
	LeftOut   []string // what the page leaves out, a sentence each
	Data      *Data    // nil: an empty one
}

// A Verdict is the first thing that a page says.
type Verdict struct {
	State   State
	Text    string   // the verdict in a word or two
	Detail  string   // the counts behind it
	Reasons []string // of a failure, besides findings
}

// A State is the colour of a verdict.
type State string

// The states.
const (
	Passed  State = "passed"
	Failed  State = "failed"
	Neutral State = "neutral" // nothing can fail
)

// A Total is a number with its name.
type Total struct{ Value, Name, Detail string }

// A Table is a table that needs no script.
type Table struct {
	Name    string
	Head    []string
	Rows    [][]string
	LeftOut string // how many rows are left out
}

var (
	//go:embed page.html
	source string
	//go:embed page.css
	style string
	//go:embed page.js
	script string

	page = template.Must(template.New("page").Parse(source))
)

// Write writes the page. The output depends on the page alone. The errors are the writer's.
// Write changes nothing, so that several goroutines may write one page.
func Write(w io.Writer, p *Page) error {
	data := p.Data
	if data == nil {
		data = NewData()
	}
	// encoding/json escapes <, >, & and the line separators of JavaScript, so that no text
	// ends the element or starts a comment in it.
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return page.Execute(w, struct {
		*Page
		Preview              []Finding
		Policy               string
		StyleText            template.CSS
		ScriptText, DataText template.JS
	}{p, data.preview, policy, template.CSS(style), template.JS(script), template.JS(text)})
}

// policy is the content security policy: the page's own style and script run, and nothing is
// fetched or sent. Trusted types keep the script from parsing text as HTML.
var policy = "default-src 'none'; img-src data:; style-src " + hashOf(style) + "; script-src " + hashOf(script) +
	"; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
