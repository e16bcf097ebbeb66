package contracttest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/internal/cli"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/validate"
)

// said is what each of the four checks must report of a fault: the rules in a success and in an
// error that have it, or the reason why nothing was checked.
type said struct{ transport, handler, run, check string }

func byAll(rules string) said { return said{rules, rules, rules, rules} }

// faultsAreCaught is the expected result for every fault of the mock.
var faultsAreCaught = map[fault.Fault]said{
	fault.ContentType:  byAll("content-type-undocumented, envelope-missing"),
	fault.NoDocURL:     byAll("doc-url"),
	fault.WrongStatus:  byAll("code-status"),
	fault.V1Shape:      byAll("envelope-missing"),
	fault.V2Shape:      byAll("envelope-missing"),
	fault.HTML502:      byAll("status-undocumented"),
	fault.UnknownCode:  byAll("code-unknown"),
	fault.NoRetryAfter: byAll("retry-after-missing"),
	fault.NullParam:    byAll("param-unexpected"),
	fault.EmptyBody:    byAll("body-unreadable, envelope-missing"),

	// No response is complete. That is not a fault of its body, so no rule applies: the unchecked
	// parts are logged, and the test fails only if nothing else was checked.
	fault.Reset:     {"skipped: no-response", "skipped: no-response", "no whole response", "skipped: no-response"},
	fault.Truncated: {"unchecked: body-not-recorded", "unchecked: body-not-recorded", "no whole response", "unchecked: body-not-recorded"},

	// The response arrives and is right; it only fails clients with a short timeout.
	fault.Slow: {"nothing", "nothing", "no whole response", "nothing"},
}

// TestEachFaultIsFoundByAll checks that all four checks find each fault of the mock under the same
// rule.
func TestEachFaultIsFoundByAll(t *testing.T) {
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "fault\ttransport\thandler\tconformance run\tcheck of the recording")
	for _, info := range fault.All() {
		t.Run(string(info.Fault), func(t *testing.T) {
			want, ok := faultsAreCaught[info.Fault]
			require.True(t, ok, "a new fault: add what finds it to faultsAreCaught")
			client, server, har := exchangeFaulty(t, contracttest.Fault(info.Fault))
			got := said{saidTo(client), saidTo(server), saidByRun(t, contracttest.Fault(info.Fault)), saidByCheck(t, har)}
			assert.Equal(t, want, got)
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", info.Fault, got.transport, got.handler, got.run, got.check)
		})
	}
	_ = w.Flush()
	t.Logf("\n%s", table.String())
}

// exchangeFaulty makes two exchanges with a mock that has a fault: a success and an error. It
// returns the reports of the transport and of the handler between them, and the mock's recording.
func exchangeFaulty(t *testing.T, fault contracttest.Fault) (client, server *recorder, har []byte) {
	t.Helper()
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{Fault: fault})
	cfg := contracttest.Config{FailOn: validate.LevelNote}
	client, server = bothBy(t, cfg, heygen, protocols["HTTP/1.1"], func(c *http.Client, url string) {
		var all sync.WaitGroup // a slow response takes long
		for _, prefer := range []string{"code=200", "error=rate_limit_exceeded"} {
			all.Go(func() { _ = lookAtVideo(t.Context(), c, url, "Prefer", prefer) })
		}
		all.Wait()
	})
	var b bytes.Buffer
	require.NoError(t, heygen.HAR(&b))
	return client, server, b.Bytes()
}

var (
	ruleTold      = regexp.MustCompile(`(?m)^(?:error|warning|note)\[([a-z0-9-]+)\]`)
	skipTold      = regexp.MustCompile(`every exchange was skipped \(([a-z-]+) 2\)`)
	uncheckedTold = regexp.MustCompile(`none of the 2 responses of the contract could be checked: ([a-z-]+) 2`)
	brokenTold    = regexp.MustCompile(`no response|the response broke off`)
)

// saidTo returns what a transport or handler reported to its test.
func saidTo(r *recorder) string {
	if m := skipTold.FindStringSubmatch(r.all()); m != nil {
		return "skipped: " + m[1]
	}
	if m := uncheckedTold.FindStringSubmatch(r.all()); m != nil {
		return "unchecked: " + m[1]
	}
	return rulesIn(r.all())
}

func saidByRun(t *testing.T, fault contracttest.Fault) string {
	t.Helper()
	cfg := contracttest.Config{
		Handler: contracttest.NewServer(t, contracttest.ServerConfig{Fault: fault}),
		FailOn:  validate.LevelNote,
		Options: []validate.Option{validate.WithInclude("getVideoV3")},
	}
	if fault == contracttest.FaultSlow {
		cfg.Timeout = 20 * time.Millisecond
	}
	told := strings.Join(contracttest.FailuresOf(t, cfg), "\n")
	if brokenTold.MatchString(told) {
		return "no whole response"
	}
	return rulesIn(told)
}

// saidByCheck returns what the command line reports for a recording, without options.
func saidByCheck(t *testing.T, har []byte) string {
	t.Helper()
	report, code := check(t, har)
	var rules []string
	for _, v := range report.Findings {
		rules = append(rules, string(v.Rule))
	}
	for reason := range report.Summary.Skipped {
		assert.Equal(t, 3, code, "nothing was checked")
		return "skipped: " + string(reason)
	}
	for reason := range report.Summary.Missed {
		assert.Equal(t, 3, code, "nothing was checked")
		return "unchecked: " + reason
	}
	assert.Equal(t, len(rules) > 0, code == 1)
	return list(rules)
}

// check runs `apicontract check` on a recording.
func check(t *testing.T, har []byte) (report validate.Report, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Main(t.Context(), []string{"check", "--fail-on=note", "--output=json", "-"}, bytes.NewReader(har), &out, &errs)
	require.NoError(t, json.Unmarshal(out.Bytes(), &report), errs.String())
	return report, code
}

// rulesIn returns the rules of the findings in a text.
func rulesIn(text string) string {
	var rules []string
	for _, m := range ruleTold.FindAllStringSubmatch(text, -1) {
		rules = append(rules, m[1])
	}
	return list(rules)
}

func list(rules []string) string {
	if len(rules) == 0 {
		return "nothing"
	}
	slices.Sort(rules)
	return strings.Join(slices.Compact(rules), ", ")
}
