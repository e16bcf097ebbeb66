// Package examples_test checks the example capture and its expected results.
package examples_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type capture struct {
	Log struct {
		Entries []struct {
			Request  struct{ Method, URL string }
			Response struct{ Status int }
		}
	}
}

type expectation struct {
	Entries  int
	Findings []struct {
		Entry  int
		Method string
		Status int
	}
	Skipped    map[string][]int
	Unchecked  map[string][]int
	Conforming []int
}

func load(t *testing.T, file string, value any) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, value))
}

// TestExpectationAccountsForEveryEntry checks that every entry was examined by a person, once: it
// has findings, conforms, is unchecked or is skipped.
func TestExpectationAccountsForEveryEntry(t *testing.T) {
	var har capture
	var want expectation
	load(t, "heygen.har", &har)
	load(t, "heygen.expected.json", &want)
	require.Len(t, har.Log.Entries, want.Entries)

	verdicts := make([]map[string]bool, want.Entries)
	for i := range verdicts {
		verdicts[i] = map[string]bool{}
	}
	for _, f := range want.Findings {
		verdicts[f.Entry]["findings"] = true
		assert.Equal(t, har.Log.Entries[f.Entry].Request.Method, f.Method, "entry %d", f.Entry)
		assert.Equal(t, har.Log.Entries[f.Entry].Response.Status, f.Status, "entry %d", f.Entry)
	}
	for _, i := range want.Conforming {
		verdicts[i]["conforming"] = true
	}
	for _, list := range []map[string][]int{want.Skipped, want.Unchecked} {
		for reason, entries := range list {
			for _, i := range entries {
				verdicts[i][reason] = true
			}
		}
	}
	for i, v := range verdicts {
		assert.Len(t, v, 1, "entry %d", i)
	}
}

// TestCaptureHasNoSecrets checks that the published capture contains no credential and nothing
// about the machine that recorded it.
func TestCaptureHasNoSecrets(t *testing.T) {
	data, err := os.ReadFile("heygen.har")
	require.NoError(t, err)
	assert.Less(t, len(data), 600<<10)
	assert.NotRegexp(t, `"/?(home|root|Users)/|file:|localhost|[Cc]ookie"`, string(data))

	secrets := regexp.MustCompile(`"(?:x-api-key|authorization)","value":"([^"]*)"`).FindAllStringSubmatch(string(data), -1)
	require.NotEmpty(t, secrets)
	for _, s := range secrets {
		assert.Contains(t, []string{"example-key-not-a-secret", "Bearer example-token-not-a-secret"}, s[1])
	}
}
