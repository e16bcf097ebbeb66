package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

func TestRecordingAdvice(t *testing.T) {
	for _, c := range []struct {
		creators []string
		want     string
		reason   string
	}{
		{nil, "Save all as HAR with content", "without captures the advice is general"},
		{[]string{"proxy 1"}, "Save all as HAR with content", "an unknown recorder"},
		{[]string{"Playwright 1.65.1"}, `content: "embed"`, "Playwright leaves bodies out unless told"},
		{[]string{"proxy 1", "Firefox 140"}, "includeResponseBodies", "the first known recorder counts"},
		{[]string{"WebInspector 537.36"}, "Chrome", "the name of Chrome's developer tools"},
	} {
		var captures []validate.Capture
		for _, creator := range c.creators {
			captures = append(captures, validate.Capture{Creator: creator})
		}
		assert.Contains(t, recordingAdvice(captures), c.want, c.reason)
	}
}
