package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

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
