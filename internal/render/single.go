package render

import (
	"bufio"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// FindingBlock returns the block of one finding as the text format prints it, without
// colour and without a newline at its end. fix says how to fix it; if empty, nothing does.
func FindingBlock(c validate.Finding, fix string) string {
	return renderSingle(func(p *textPage) { p.writeFinding(c, fix) })
}

// Exchange names a violation's request and response: "GET
// /v3/videos/{video_id} (getVideoV3) answered 404 video_not_found".
func Exchange(v validate.Violation) string { return exchangeText(v) }

// CaptureSummary returns what became of a capture's entries, as the text format prints
// it: "a.har (har): 3 entries = 2 checked + 1 skipped (other-host 1)".
func CaptureSummary(c validate.Capture) string {
	return renderSingle(func(p *textPage) { p.writeCaptureSummary(c) })
}

// renderSingle returns what write prints on a page of its own.
func renderSingle(write func(*textPage)) string {
	var b strings.Builder
	p := &textPage{Writer: bufio.NewWriter(&b)}
	write(p)
	_ = p.Flush() // to memory
	return strings.TrimSuffix(b.String(), "\n")
}
