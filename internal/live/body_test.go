package live

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/schemaerror"
)

func TestIsIncompleteJSON(t *testing.T) {
	for _, c := range []struct {
		reason, content string
		cut             bool
	}{
		{"nothing yet", "", true},
		{"blanks", " \n", true},
		{"in an object", `{"a":`, true},
		{"in a name", `{"a`, true},
		{"in an escape", `"\u12`, true},
		{"in half of a pair", `"\ud83d`, true},
		{"in a character", "\"\xc3", true},
		{"in a word", "tru", true},
		{"in a number", "-", true},
		{"in a fraction", "1.", true},
		{"a number that may go on", "12", true},
		{"a word", "true", true},
		{"an object", "{}", false},
		{"an array, and blanks", "[1] \n", false},
		{"a text", `"a"`, false},
		{"no JSON", "<html>", false},
		{"wrong in the middle", `{"a":,`, false},
		{"a name twice", `{"a":1,"a":2`, false},
		{"a byte that is no UTF-8", "\"\xff", false},
		{"data behind", "{}x", false},
	} {
		assert.Equal(t, c.cut, isIncompleteJSON([]byte(c.content)), c.reason)
	}
}

// FuzzIsIncompleteJSON checks that a partly read body is checked only if the rest cannot make it
// valid, so that an early end never causes a finding.
func FuzzIsIncompleteJSON(f *testing.F) {
	f.Add([]byte(`{"error":{"code":"video_not_found","n":[1,2.5e3,true,null,"\u00e9\ud83d\ude00é"]}}`), 20)
	f.Add([]byte("{\"a\":1,\"a\":2}"), 8)
	f.Add([]byte("12 34"), 2)
	f.Fuzz(func(t *testing.T, content []byte, at int) {
		prefix := content[:max(0, min(at, len(content)))]
		if isIncompleteJSON(prefix) {
			return
		}
		if _, err := schemaerror.Decode(prefix); err != nil {
			_, err = schemaerror.Decode(content)
			assert.Error(t, err, "%q of %q", prefix, content)
		}
	})
}
