package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
	"github.com/apicontract/apicontract/validate"
)

// exampleIDs are the IDs of resources in the example capture.
var exampleIDs = regexp.MustCompile(`\b(?:[0-9a-f]{32}|(?:asset|ava-grp|tpl|tr|hook-ep)-\d{4}|voice-xx-\d\d)\b`)

// similarTraffic returns the entries of a capture in another order, with other IDs and other
// words in the messages of errors.
func similarTraffic(t *testing.T, har []byte, random *rand.Rand) []byte {
	t.Helper()
	ids := make(map[string]string)
	har = exampleIDs.ReplaceAllFunc(har, func(id []byte) []byte {
		if ids[string(id)] == "" {
			ids[string(id)] = fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64())
		}
		return []byte(ids[string(id)])
	})
	var capture map[string]any
	require.NoError(t, json.Unmarshal(har, &capture))
	entries := capture["log"].(map[string]any)["entries"].([]any)
	random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	for _, e := range entries {
		if response, ok := e.(map[string]any)["response"].(map[string]any); ok {
			rewordMessage(response, random)
		}
	}
	text, err := json.Marshal(capture)
	require.NoError(t, err)
	return text
}

// rewordMessage puts other words before the message of an error.
func rewordMessage(response map[string]any, random *rand.Rand) {
	content, _ := response["content"].(map[string]any)
	text, _ := content["text"].(string)
	var body map[string]any
	if json.Unmarshal([]byte(text), &body) != nil {
		return
	}
	envelope, _ := body["error"].(map[string]any)
	message, _ := envelope["message"].(string)
	if strings.TrimSpace(message) == "" {
		return
	}
	other := []string{"Sorry. ", "We are sorry: ", "Error. "}[random.IntN(3)] + message
	content["text"] = strings.Replace(text, message, other, 1) // the rest stays as it is written
}

// Fingerprints do not depend on the order of entries, on IDs or on the words of messages, so that
// a baseline knows the findings of the next recording.
func TestBaselineKnowsTheNextRecording(t *testing.T) {
	har, err := os.ReadFile(filepath.Join("..", "..", "examples", "heygen.har"))
	require.NoError(t, err)
	known := filepath.Join(t.TempDir(), "baseline.json")
	check := func(capture []byte, args ...string) (code int, r validate.Report) {
		var out, errs bytes.Buffer
		code = cli.Main(context.Background(), append([]string{"check", "-o", "json", "-"}, args...), bytes.NewReader(capture), &out, &errs)
		require.NoError(t, json.Unmarshal(out.Bytes(), &r), errs.String())
		return code, r
	}
	code, first := check(har, "--write-baseline", known)
	require.Zero(t, code)
	require.Greater(t, len(first.Findings), 40)
	for seed := range uint64(3) {
		similar := similarTraffic(t, har, rand.New(rand.NewPCG(seed, 3)))
		require.NotEqual(t, har, similar)
		code, r := check(similar, "--baseline", known, "--strict-baseline", "--fail-on", "note")
		assert.Zero(t, code, "seed %d", seed)
		assert.Equal(t, len(first.Findings), len(r.Findings), "seed %d", seed)
		for i := range r.Findings {
			assert.Equal(t, validate.BaselineUnchanged, r.Findings[i].Baseline, "seed %d: %s", seed, r.Findings[i].Message)
		}
		assert.Empty(t, r.Baseline.Absent, "seed %d", seed)
		assert.Empty(t, r.Baseline.NotSeen, "seed %d", seed)
	}
}
