package render

import (
	"bufio"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// Finding returns the block of one finding as the text format prints it, without
// colour and without a newline at its end. fix says how to fix it; if empty, nothing does.
func Finding(c validate.Cause, fix string) string {
	return alone(func(p *page) { p.finding(c, fix) })
}

// Heading returns the first line of [Finding]: level, rule and message.
func Heading(c validate.Cause) string {
	first, _, _ := strings.Cut(alone(func(p *page) { p.heading(c) }), "\n")
	return first
}

// Exchange names a violation's request and response: "GET
// /v3/videos/{video_id} (getVideoV3) answered 404 video_not_found".
func Exchange(v validate.Violation) string { return operation(v) }

// CaptureSummary returns what became of a capture's entries, as the text format prints
// it: "a.har (har): 3 entries = 2 checked + 1 skipped (other-host 1)".
func CaptureSummary(c validate.Capture) string {
	return alone(func(p *page) { p.captureSummary(c) })
}

// alone returns what write prints on a page of its own.
func alone(write func(*page)) string {
	var b strings.Builder
	p := &page{Writer: bufio.NewWriter(&b)}
	write(p)
	_ = p.Flush() // to memory
	return strings.TrimSuffix(b.String(), "\n")
}
