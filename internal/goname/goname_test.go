package goname_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/goname"
)

func TestNames(t *testing.T) {
	for code, want := range map[string]string{
		"forbidden":           "ErrForbidden",
		"video_not_found":     "ErrVideoNotFound",
		"tts_text_invalid":    "ErrTTSTextInvalid",
		"_odd__underscores_":  "ErrOddUnderscores",
		"hyphens-are-words-2": "ErrHyphensAreWords2",
		"":                    "Err",
	} {
		assert.Equal(t, want, goname.Code(code))
	}
	assert.Equal(t, "RetrySameKey", goname.RetryClass("same-key"))
}
