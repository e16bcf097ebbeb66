package mock_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/validate"
)

// TestEverySuccessConforms checks that the mock's responses conform for every operation and seed,
// with and without examples in the document.
func TestEverySuccessConforms(t *testing.T) {
	for _, seed := range []uint64{0, 1, 2, 3, 4} {
		b := newBench(t, mock.Config{Seed: seed})
		for _, op := range b.contract.Operations() {
			line, content, fields := b.rightly(t, op)
			for _, prefer := range []string{"", "Prefer: dynamic=true"} {
				t.Run(fmt.Sprint(seed, " ", op.ID, " ", prefer), func(t *testing.T) {
					w := b.ask(line, content, append(fields, prefer)...)
					assert.Equal(t, 2, w.Code/100, "%s %s", line, w.Body)
					assert.Equal(t, "conforms", found(b.verdict(line, w)), "%s", w.Body)
				})
			}
		}
	}
}

func TestEveryCodeOfEveryOperationConforms(t *testing.T) {
	b := newBench(t, mock.Config{})
	codes := b.contract.Codes()
	assert.Len(t, codes, 35)
	for _, op := range b.contract.Operations() {
		line, _, _ := b.rightly(t, op)
		for _, code := range codes {
			for _, prefer := range []string{"", ", dynamic"} {
				w := b.ask(line, "", "Prefer: error="+code.Name+prefer)
				verdict := b.verdict(line, w)
				assert.Equal(t, code.Statuses[0], w.Code, "%s %s", op.ID, code.Name)
				assert.Equal(t, code.Name, verdict.Code)
				assertConforms(t, op, code, &verdict)
			}
		}
	}
	assert.Empty(t, b.misused)
}

func TestEveryDocumentedStatusCanBeRequested(t *testing.T) {
	b := newBench(t, mock.Config{})
	for _, op := range b.contract.Operations() {
		line, _, _ := b.rightly(t, op)
		for _, status := range op.Statuses {
			if status == "2XX" {
				continue // no status of a response
			}
			w := b.ask(line, "", "Prefer: code="+status)
			assert.Equal(t, status, strconv.Itoa(w.Code))
			verdict := b.verdict(line, w)
			switch code, known := b.contract.LookupCode(verdict.Code); {
			case known || status[0] == '2':
				assertConforms(t, op, code, &verdict)
			case status == "410": // no code is known that comes with it
				assert.Regexp(t, "^code-unknown ", found(verdict), op.ID)
			default:
				assert.Regexp(t, "^code-undocumented ", found(verdict), "%s %s", op.ID, status)
			}
		}
	}
}

// assertConforms asserts that an exchange conforms, except that the code may belong to other
// operations, because the mock sends any code on request.
func assertConforms(t *testing.T, op validate.Operation, code validate.ErrorCode, verdict *validate.Result) {
	t.Helper()
	assert.True(t, verdict.Conforms())
	for _, v := range verdict.Violations {
		assert.Equal(t, validate.CodeMisplaced, v.Rule, "%s %s: %s", op.ID, code.Name, found(*verdict))
	}
	misplaced := len(code.Operations) > 0 && !slices.Contains(code.Operations, op.ID)
	assert.Equal(t, misplaced, len(verdict.Violations) > 0, "%s %s", op.ID, code.Name)
}

// TestCodeOfAStatusBelongsToTheOperation checks that the mock sends codes of other operations only
// on request.
func TestCodeOfAStatusBelongsToTheOperation(t *testing.T) {
	b := newBench(t, mock.Config{})
	for line, want := range map[string]string{
		"DELETE /v3/videos/v1":   "video_delete_failed",
		"DELETE /v3/lipsyncs/l1": "internal_error",
		"GET /v3/voices":         "internal_error",
	} {
		verdict := b.verdict(line, b.ask(line, "", "Prefer: code=500"))
		assert.Equal(t, want, verdict.Code, line)
	}
}

func TestCodeOfA404IsAboutThePath(t *testing.T) {
	b := newBench(t, mock.Config{})
	cases := map[string]string{
		"GET /v3/videos/v":                 "video_not_found",
		"DELETE /v3/videos/v":              "video_not_found",
		"GET /v3/voices/v":                 "voice_not_found",
		"GET /v3/template/t":               "",
		"GET /v3/hyperframes/renders/r":    "hyperframes_render_not_found",
		"GET /v3/video-translations/t":     "video_not_found",
		"GET /v3/webhooks/endpoints":       "webhook_not_found",
		"GET /v3/users/me":                 "resource_not_found",
		"GET /v3/avatars/looks/l":          "avatar_not_found",
		"DELETE /v3/webhooks/endpoints/e1": "webhook_not_found",
	}
	for line, want := range cases {
		if want == "" {
			continue
		}
		assert.Equal(t, want, func() string { v := b.verdict(line, b.ask(line, "", "Prefer: code=404")); return v.Code }(), line)
	}
}
