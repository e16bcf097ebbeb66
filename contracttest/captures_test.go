package contracttest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// failing selects what TestThatFails does; it is skipped if unset. It runs in a separate process,
// because a failing subtest cannot be undone.
const failing = "APICONTRACT_TEST_FAILING"

// again runs this test binary with one of the failing tests, and returns what it
// printed and whether it passed.
func again(t *testing.T, name string, env ...string) (output string, passed bool) {
	t.Helper()
	return againBelow(t, "", name, env...)
}

// againBelow runs only the subtests that match a pattern.
func againBelow(t *testing.T, pattern, name string, env ...string) (output string, passed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestThatFails$"+pattern, "-test.v")
	cmd.Env = append(os.Environ(), append(env, failing+"="+name)...)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

const entryOK = `{"request":{"method":"GET","url":"https://api.heygen.com/v3/videos/v1"},"response":{"status":404,
	"headers":[{"name":"content-type","value":"application/json"}],"content":{"text":"{\"error\":{\"code\":\"video_not_found\",\"message\":\"m\",\"doc_url\":\"https://developers.heygen.com/docs/error-codes#video-not-found\"}}"}}}`

func har(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"hand","version":"1"},"entries":[` + strings.Join(entries, ",") + `]}}`
}

func captures() fstest.MapFS {
	wrong := strings.ReplaceAll(entryOK, `"status":404`, `"status":400`)
	elsewhere := strings.ReplaceAll(entryOK, "api.heygen.com", "localhost:8080")
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{
		"good/a.har": har(entryOK), "good/deep/b.har": har(entryOK, elsewhere),
		"bad/c.har": har(entryOK, wrong, wrong), "cut/d.har": har(entryOK)[:300] + entryOK,
		"other/e.har": har(elsewhere), "empty/f.har": har(),
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestCaptures(t *testing.T) {
	contracttest.Captures(t, captures(), "good/**/*.har")
	contracttest.Config{
		Suppressions: []contracttest.Suppression{{Rule: validate.CodeStatus, Reason: "the case of the test"}},
	}.Captures(t, captures(), "bad")
}

// TestCapturesLeftOut runs only some captures, so unused suppressions must not fail the test: the
// other captures may use them.
func TestCapturesLeftOut(t *testing.T) {
	output, passed := againBelow(t, "/good_a.har", "left out")
	assert.True(t, passed, output)
	assert.Contains(t, output, "-run or -skip left out captures (1), so Suppressions are not checked")
	output, passed = againBelow(t, "/none", "left out")
	assert.True(t, passed, output)
	output, passed = again(t, "left out")
	assert.True(t, passed, output)
}

// TestThatFails is run by the function again; what it does fails.
func TestThatFails(t *testing.T) {
	known := contracttest.Suppression{Rule: validate.DocURL, Reason: "once it was"}
	local := validate.WithBaseURL("http://localhost:8080")
	switch os.Getenv(failing) {
	case "violations":
		contracttest.Captures(t, captures(), "bad", "good/a.har")
	case "damage":
		contracttest.Captures(t, captures(), "cut")
	case "another host":
		contracttest.Captures(t, captures(), "other")
	case "empty":
		contracttest.Captures(t, captures(), "empty")
	case "no file":
		contracttest.Captures(t, captures(), "nowhere/*.har")
	case "no pattern":
		contracttest.Captures(t, captures())
	case "left out":
		known.Rule = validate.CodeStatus
		contracttest.Config{Suppressions: []contracttest.Suppression{known}}.Captures(t, captures(), "good/a.har", "bad")
	case "idle":
		contracttest.Config{Suppressions: []contracttest.Suppression{known}}.Captures(t, captures(), "good")
	case "named":
		contracttest.Config{Options: []validate.Option{local}}.Captures(t, captures(), "other")
	case "config":
		contracttest.Config{Suppressions: []contracttest.Suppression{{}}}.Captures(t, captures(), "good")
	case "run":
		driven(t)
	case "recorder":
		recorded404(t)
	case "screen":
		screenful(t)
	case "served":
		served404(t)
	case "panicking":
		panicking(t)
	case "bubble":
		bubbleThatFails(t)
	case "late":
		late(t)
	case "late and asking":
		lateAndAsking(t)
	case "late and wrong":
		lateAndWrong(t)
	case "exchanges":
		for _, name := range []string{"a", "b"} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				rt := contracttest.NewTransport(t, contracttest.Config{Transport: answer(404, envelope("video_not_found"))})
				for range 5 {
					fetch(t, rt, videoURL)
				}
			})
		}
	default:
		t.Skip("it runs in a process of its own")
	}
}

func TestCapturesThatFail(t *testing.T) {
	for _, c := range []struct {
		reason, run string
		passes      bool
		want        []string
	}{
		{"each violating entry has a subtest", "violations", false, []string{
			"--- FAIL: TestThatFails/bad_c.har/entry_1",
			"--- FAIL: TestThatFails/bad_c.har/entry_2",
			"--- PASS: TestThatFails/good_a.har",
			`error[code-status]: the code "video_not_found" belongs to status 404, not to 400`,
			"capture    bad/c.har entry 1, at /error/code",
			"contracttest: bad/c.har (har, hand 1): 3 entries = 3 checked + 0 skipped",
			"contracttest: all captures: 4 entries = 4 checked + 0 skipped",
		}},
		{"a damaged capture", "damage", false, []string{"--- FAIL: TestThatFails/cut_d.har", "cut/d.har is damaged or cannot be read to its end"}},
		{"no host is known", "another host", false, []string{"nothing was checked: no exchange is for a server of the contract (https://api.heygen.com); hosts seen: localhost:8080 (1)"}},
		{"unless it is named", "named", true, []string{"--- PASS: TestThatFails/other_e.har"}},
		{"no entry", "empty", false, []string{"nothing was checked: the captures have no entries"}},
		{"no file", "no file", false, []string{"no file matches nowhere/*.har"}},
		{"no pattern", "no pattern", false, []string{"there is no pattern of captures to check"}},
		{"a suppression that is not needed", "idle", false, []string{"the suppression of doc-url was not used: remove it (its reason was: once it was)"}},
		{"a configuration that is wrong", "config", false, []string{"contracttest: item 0 of Suppressions: the suppression of any rule has no reason"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			output, passed := again(t, c.run)
			assert.Equal(t, c.passes, passed)
			for _, want := range c.want {
				require.Contains(t, output, want)
			}
		})
	}
}
