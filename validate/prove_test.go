package validate_test

import (
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Proved or not, the verdict is the same, for every fixture of every rule.
func TestProofChangesNothing(t *testing.T) {
	for _, f := range fixtures {
		document := f.document
		for _, x := range []*validate.Exchange{f.conforms, f.violates} {
			fast, slow := validator(t), validator(t, withoutFastPath())
			if document != "" {
				c, err := validate.Parse("doc.yaml", []byte(document))
				require.NoError(t, err)
				fast, err = validate.New(c)
				require.NoError(t, err)
				slow, err = validate.New(c, withoutFastPath())
				require.NoError(t, err)
			}
			assertSame(t, slow.Check(x), fast.Check(x), string(f.rule))
		}
	}
}

func assertSame(t *testing.T, want, got validate.Result, reason string) {
	t.Helper()
	assert.Equal(t, found(want), found(got), reason)
	assert.Equal(t, want.Violations, got.Violations, reason)
	assert.Equal(t, want.Code, got.Code, reason)
	assert.Equal(t, want.Operation, got.Operation, reason)
	assert.Equal(t, want.Host, got.Host, reason)
	assert.Equal(t, want.Contract, got.Contract, reason)
}

// Conforming content of the kinds that traffic is made of costs no memory: it is
// proved.
func TestConformingContentIsProved(t *testing.T) {
	v := validator(t)
	for reason, x := range map[string]*validate.Exchange{
		"an item":                   response(200, video),
		"an error":                  response(404, envelope("video_not_found", "No such video.")),
		"an error that may be kept": response(429, envelope("rate_limit_exceeded", "Slow down."), "Retry-After: 5"),
		"a message with escapes":    response(404, envelope("video_not_found", "No video \"x\",\n or \u00e9.")),
		"numbers in a message":      response(402, envelope("insufficient_credit", "You have 1,5 credits and need 30.")),
		"a URL in a message":        response(400, envelope("download_failed", "No answer from https://a.example/x.mp4.")),
		"unknown members":           response(200, `{"data":{"id":"v","status":"failed","new":{"a":[1,{"b":null}]}},"more":[]}`),
		"white space":               response(200, " {\n \"data\" : { \"status\" : \"completed\" ,\t\"id\" :\r\n\"v1\" } } "),
	} {
		require.Equal(t, "conforms", found(v.Check(x)), reason)
		if !raceDetector {
			assert.Zero(t, testing.AllocsPerRun(100, func() { v.Check(x) }), reason)
		}
	}
}
