package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

func TestFails(t *testing.T) {
	cases := []struct {
		found  validate.Levels
		floor  validate.Level
		want   bool
		reason string
	}{
		{validate.Levels{}, validate.LevelNote, false, "nothing is found"},
		{validate.Levels{Error: 1}, validate.LevelError, true, "an error is an error"},
		{validate.Levels{Warning: 1, Note: 1}, validate.LevelError, false, "lighter than the floor"},
		{validate.Levels{Error: 1}, validate.LevelNote, true, "heavier than the floor"},
		{validate.Levels{Warning: 1}, validate.LevelWarning, true, "as heavy as the floor"},
		{validate.Levels{Note: 1}, validate.LevelWarning, false, "a note is no warning"},
		{validate.Levels{Error: 1}, "", false, "never fails never"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, fails(c.found, c.floor), c.reason)
	}
}

func TestSuggestedURL(t *testing.T) {
	cases := []struct {
		hosts  []validate.Host
		want   string
		reason string
	}{
		{nil, "https://staging.example.com", "no host was seen"},
		{[]validate.Host{{Name: "api.test"}}, "https://api.test", "the only host may be copied"},
		{[]validate.Host{{Name: "localhost:8080"}}, "http://localhost:8080", "a local server has no certificate"},
		{[]validate.Host{{Name: "127.0.0.1:80"}}, "http://127.0.0.1:80", "nor has one by address"},
		{[]validate.Host{{Name: "[::1]:80"}}, "http://[::1]:80", "of either family"},
		{[]validate.Host{{Name: "a"}, {Name: "b"}}, "https://staging.example.com", "among several we do not guess"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, suggestedURL(c.hosts), c.reason)
	}
}

func TestHostList(t *testing.T) {
	var hosts []validate.Host
	for range 10 {
		hosts = append(hosts, validate.Host{Name: "h", Entries: 2})
	}
	assert.Equal(t, "h (2), h (2)", hostList(hosts[:2]))
	assert.Regexp(t, `, and others$`, hostList(hosts))
}
