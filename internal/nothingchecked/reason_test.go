package nothingchecked

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

const document = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.example.com/v1}]
paths: {}
`

func contract(t *testing.T) *validate.Contract {
	t.Helper()
	c, err := validate.Parse("openapi.yaml", []byte(document))
	require.NoError(t, err)
	return c
}

var words = Words{
	NoEntries:   "there are no entries",
	AddServer:   func(url string) string { return "add " + url },
	OtherAPI:    "give the document",
	NotRecorded: "record bodies",
	Exclude:     "leave them out",
	Minimum:     "the minimum",
	Excluded:    "exclude less",
	NoResponse:  "record responses",
}

func TestMessage(t *testing.T) {
	own, other := validate.HostSummary{Name: "api.example.com", Entries: 1, Contract: true}, validate.HostSummary{Name: "b.example", Entries: 1}
	skipped := func(reason validate.SkipReason) map[validate.SkipReason]int {
		return map[validate.SkipReason]int{reason: 1}
	}
	cases := []struct {
		summary validate.Summary
		reason  Reason
		want    string
		why     string
	}{
		{validate.Summary{}, NoEntries, "nothing was checked: there are no entries", "there is no entry"},
		{validate.Summary{Entries: 1, Hosts: []validate.HostSummary{other}}, OtherHosts,
			"nothing was checked: no exchange is for a server of the contract (https://api.example.com/v1); hosts seen: b.example (1); if one of them serves this API, add https://b.example/v1; give the document",
			"the only host is not the contract's"},
		{validate.Summary{Entries: 2, Hosts: []validate.HostSummary{other, own}, Skipped: skipped(validate.SkipNotModified)}, AllSkipped,
			"nothing was checked: every exchange was skipped (not-modified 1); record responses", "one host is the contract's"},
		{validate.Summary{Entries: 1, Hosts: []validate.HostSummary{own}, Skipped: skipped(validate.SkipExcluded)}, AllSkipped,
			"nothing was checked: every exchange was skipped (excluded 1); exclude less", "everything was excluded"},
		{validate.Summary{Entries: 1, Skipped: skipped("not-http")}, AllSkipped,
			"nothing was checked: every exchange was skipped (not-http 1); record responses", "what is not HTTP has no host"},
		{validate.Summary{Entries: 2, Checked: 1, Hosts: []validate.HostSummary{other, own}}, NoOperation,
			"no operation matched: the exchanges are for a server of the contract (https://api.example.com/v1), but for none of its paths; hosts seen: b.example (1), api.example.com (1); if the API has another base path, add https://api.example.com/base/path",
			"the path is unknown"},
		{validate.Summary{Entries: 1, Checked: 1, Matched: 1, Hosts: []validate.HostSummary{own}}, None, "", "an entry was checked"},
	}
	for _, c := range cases {
		assert.Equal(t, c.reason, ReasonOf(&c.summary), c.why)
		assert.Equal(t, c.want, Message(&c.summary, contract(t), words), c.why)
	}
}

func TestHosts(t *testing.T) {
	var seen []validate.HostSummary
	for range 10 {
		seen = append(seen, validate.HostSummary{Name: "h", Entries: 2})
	}
	assert.Equal(t, "h (2), h (2)", HostList(seen[:2]))
	assert.Regexp(t, `, and others$`, HostList(seen))
	assert.Equal(t, `\x1b (1)`, HostList([]validate.HostSummary{{Name: "\x1b", Entries: 1}}), "host names are data of the capture")
}

func TestSuggestedURL(t *testing.T) {
	cases := []struct {
		hosts  []validate.HostSummary
		want   string
		reason string
	}{
		{nil, "https://staging.example.com", "no host was seen"},
		{[]validate.HostSummary{{Name: "api.test"}}, "https://api.test", "the only host may be copied"},
		{[]validate.HostSummary{{Name: "localhost:8080"}}, "http://localhost:8080", "a local server has no certificate"},
		{[]validate.HostSummary{{Name: "127.0.0.1:80"}}, "http://127.0.0.1:80", "nor has one by address"},
		{[]validate.HostSummary{{Name: "[::1]:80"}}, "http://[::1]:80", "of either family"},
		{[]validate.HostSummary{{Name: "a"}, {Name: "b"}}, "https://staging.example.com", "among several we do not guess"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, suggestedURL(c.hosts), c.reason)
	}
}
