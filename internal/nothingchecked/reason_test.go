package nothingchecked_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/validate"
)

func TestReasonOf(t *testing.T) {
	own, other := validate.HostSummary{Name: "a", Entries: 1, Contract: true}, validate.HostSummary{Name: "b", Entries: 1}
	cases := []struct {
		summary validate.Summary
		want    nothingchecked.Reason
		reason  string
	}{
		{validate.Summary{}, nothingchecked.NoEntries, "there is no entry"},
		{validate.Summary{Entries: 1, Hosts: []validate.HostSummary{other}}, nothingchecked.OtherHosts, "the only host is not the contract's"},
		{validate.Summary{Entries: 2, Hosts: []validate.HostSummary{other, own}}, nothingchecked.AllSkipped, "one host is the contract's"},
		{validate.Summary{Entries: 1}, nothingchecked.AllSkipped, "what is not HTTP has no host"},
		{validate.Summary{Entries: 1, Checked: 1, Hosts: []validate.HostSummary{own}}, nothingchecked.NoOperation, "the path is unknown"},
		{validate.Summary{Entries: 1, Checked: 1, Matched: 1, Hosts: []validate.HostSummary{own}}, nothingchecked.None, "an entry was checked"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, nothingchecked.ReasonOf(&c.summary), c.reason)
	}
}

func TestHosts(t *testing.T) {
	var hosts []validate.HostSummary
	for range 10 {
		hosts = append(hosts, validate.HostSummary{Name: "h", Entries: 2})
	}
	assert.Equal(t, "h (2), h (2)", nothingchecked.ListHosts(hosts[:2]))
	assert.Regexp(t, `, and others$`, nothingchecked.ListHosts(hosts))
	assert.Equal(t, `\x1b (1)`, nothingchecked.ListHosts([]validate.HostSummary{{Name: "\x1b", Entries: 1}}), "names come from the traffic")
}
