package contracttest_test

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// update sets the flag -contracttest.update until the returned function is called.
func update(t *testing.T) (end func()) {
	t.Helper()
	set := func(value string) { require.NoError(t, flag.Set("contracttest.update", value)) }
	set("true")
	t.Cleanup(func() { set("false") })
	return func() { set("false") }
}

func TestSuppressionFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "suppressions.json")
	wrong := contracttest.Config{Transport: answer(400, envelope("video_not_found")), SuppressionFile: file}
	right := contracttest.Config{Transport: answer(200, success), SuppressionFile: file}
	exchange := func(rt http.RoundTripper) { fetch(t, rt, videoURL); fetch(t, rt, videoURL) }
	read := func() string {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		return string(text)
	}
	r := use(t, wrong, exchange)
	assert.Contains(t, r.all(), "contracttest: SuppressionFile: ")
	assert.Contains(t, r.all(), "; -contracttest.update creates it")

	end := update(t)
	r = use(t, wrong, exchange)
	end()
	assert.Empty(t, r.errors)
	const written = `{
  "TestSuppressionFile": [
    {
      "rule": "code-status",
      "operation": "getVideoV3",
      "status": 400,
      "code": "video_not_found",
      "reason": "recorded by -contracttest.update: say why it is tolerated"
    }
  ]
}
`
	assert.Equal(t, written, read())

	r = use(t, wrong, exchange)
	assert.Empty(t, r.errors, "what was written suppresses")
	assert.Equal(t, written, read(), "and is only read")

	r = use(t, right, exchange)
	assert.Contains(t, r.all(), "the suppression of code-status of getVideoV3, status 400, code video_not_found was not used: remove it")

	own := strings.Replace(written, "recorded by -contracttest.update: say why it is tolerated", "ticket 12", 1)
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(own, "{\n", `{"TestOther": [{"status": 418, "reason": "of another test"}],`, 1)), 0o600))
	end = update(t)
	r = use(t, wrong, exchange)
	assert.Empty(t, r.errors)
	assert.Contains(t, read(), "ticket 12", "a reason is kept")
	assert.Contains(t, read(), "of another test")
	r = use(t, right, exchange)
	end()
	assert.Empty(t, r.errors)
	assert.NotContains(t, read(), "ticket 12", "what is unused is removed")
	assert.Contains(t, read(), "of another test")
}

// TestSuppressionFileOfOthers updates the file with a handler, a run and captures.
func TestSuppressionFileOfOthers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "suppressions.json")
	defer update(t)()
	r := newRecorder(t)
	h := contracttest.NewHandler(r, answering(400, envelope("video_not_found")), contracttest.Config{SuppressionFile: file})
	recordedResponse(h, "/v3/videos/v1")
	r.end()
	assert.Empty(t, r.errors)
	t.Run("captures", func(t *testing.T) {
		contracttest.Config{SuppressionFile: file}.Captures(t, captures(), "bad")
	})
	t.Run("run", func(t *testing.T) {
		contracttest.Run(t, contracttest.RunConfig{SuppressionFile: file, Include: []string{"getVideoV3"},
			Handler: contracttest.NewServer(t, contracttest.ServerConfig{Fault: contracttest.FaultNoDocURL})})
	})
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, want := range []string{`"TestSuppressionFileOfOthers": [`, `"TestSuppressionFileOfOthers/captures": [`, `"TestSuppressionFileOfOthers/run": [`, `"rule": "doc-url"`} {
		assert.Contains(t, string(text), want)
	}
}

func TestSuppressionFileIsChecked(t *testing.T) {
	for text, want := range map[string]string{
		`[]`:                                     "cannot unmarshal array",
		`{"TestSuppressionFileIsChecked": [{}]}`: "item 0 of TestSuppressionFileIsChecked: the suppression of any rule has no reason",
		`{"TestSuppressionFileIsChecked": [{"rule": "docurl", "reason": "r"}]}`: `there is no rule "docurl"; did you mean doc-url?`,
	} {
		file := filepath.Join(t.TempDir(), "suppressions.json")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		r := use(t, contracttest.Config{SuppressionFile: file, Options: []validate.Option{validate.WithExclude("none")}}, func(http.RoundTripper) {})
		require.Len(t, r.errors, 1)
		assert.Contains(t, r.errors[0], want)
		assert.True(t, r.fatal)
	}
}
