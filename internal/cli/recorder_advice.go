package cli

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// recorderAdvice says how to make a recorder keep bodies. The key is the beginning of the
// recorder's name in captures.
var recorderAdvice = []struct{ creator, advice string }{
	{"Playwright", `keep the files that Playwright writes beside the HAR, or name the .zip that it writes, or record again with recordHar: {path, content: "embed"}`},
	{"WebInspector", `save again in Chrome with "Export HAR (with sensitive data)", or "Save all as HAR with content", before the page is left`},
	{"Firefox", `save again in Firefox with devtools.netmonitor.har.includeResponseBodies turned on`},
	{"WebKit", `export again in Safari while the responses are still shown`},
	{"BrowserMob", "record again with enableHarCaptureTypes(CaptureType.RESPONSE_CONTENT)"},
	{"Chrome HAR Capturer", "record again with --content"},
	{"Browsertime", "record again with --chrome.includeResponseBodies all, or --firefox.includeResponseBodies all"},
	{"WebPagetest", `run the test again with "Save Response Bodies"`},
	{"HTTP Toolkit", "export again: HTTP Toolkit leaves out bodies of more than 500 kB and those that it no longer holds"},
}

// recordingAdvice says how to record bodies with the recorder of the captures.
func recordingAdvice(captures []validate.Capture) string {
	for i := range captures {
		for _, r := range recorderAdvice {
			if strings.HasPrefix(captures[i].Creator, r.creator) {
				return r.advice
			}
		}
	}
	return `record again with response bodies (in a browser: "Save all as HAR with content")`
}
