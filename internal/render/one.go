package render

import (
	"bufio"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// Finding returns the block of one cause as the text format prints it, without
// colour and without a newline at its end. mend says how to mend it; empty: nothing does.
func Finding(c validate.Cause, mend string) string {
	return alone(func(p *page) { p.finding(c, mend) })
}

// Answer says what a violation's request was and what came back: "GET
// /v3/videos/{video_id} (getVideoV3) answered 404 video_not_found".
func Answer(v validate.Violation) string { return operation(v) }

// Account returns what became of a capture's entries, as the text format prints
// it: "a.har (har): 3 entries = 2 checked + 1 skipped (other-host 1)".
func Account(c validate.Capture) string {
	return alone(func(p *page) { p.account(c) })
}

// alone returns what write prints on a page of its own.
func alone(write func(*page)) string {
	var b strings.Builder
	p := &page{Writer: bufio.NewWriter(&b)}
	write(p)
	_ = p.Flush() // to memory
	return strings.TrimSuffix(b.String(), "\n")
}
