package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBuildsThatFailNeverAgree(t *testing.T) {
	killed := buildOutput{exitCode: -1}
	assert.NotEmpty(t, killed.compareTo(killed, nil), "both may run out of memory on one capture")
	assert.NotEmpty(t, runBuild("/nonexistent/apicontract", "a.har", nil).compareTo(buildOutput{exitCode: -1}, nil), "a build that is not there")
}

func TestLargeNumbersAreCompared(t *testing.T) {
	a, b := buildOutput{1, []byte(`{"n":9007199254740993}`)}, buildOutput{1, []byte(`{"n":9007199254740992}`)}
	assert.NotEmpty(t, a.compareTo(b, nil), "they are one float64")
}

func TestCompare(t *testing.T) {
	const report = `{"tool":{"version":"1"},"summary":{"entries":2},"violations":[
		{"fingerprint":"a","message":"x","occurrences":[{"entry":1},{"entry":2}]},{"fingerprint":"b","message":"y"}]}`
	cases := []struct {
		reason string
		other  buildOutput
		ignore []string
		same   bool
	}{
		{"the same bytes", buildOutput{1, []byte(report)}, nil, true},
		{"another order and version", buildOutput{1, []byte(`{"tool":{"version":"2"},"summary":{"entries":2},"violations":[
			{"fingerprint":"b","message":"y"},{"fingerprint":"a","message":"x","occurrences":[{"entry":2},{"entry":1}]}]}`)}, nil, true},
		{"another exit code", buildOutput{3, []byte(report)}, nil, false},
		{"another count", buildOutput{1, []byte(`{"summary":{"entries":3},"violations":[]}`)}, nil, false},
		{"another message", buildOutput{1, []byte(`{"summary":{"entries":2},"violations":[
			{"fingerprint":"a","message":"z","occurrences":[{"entry":1},{"entry":2}]},{"fingerprint":"b","message":"y"}]}`)}, nil, false},
		{"another message that does not count", buildOutput{1, []byte(`{"summary":{"entries":2},"violations":[
			{"fingerprint":"a","message":"z","occurrences":[{"entry":1},{"entry":2}]},{"fingerprint":"b","message":"y"}]}`)}, []string{"message"}, true},
		{"no JSON", buildOutput{1, []byte("oops")}, nil, false},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			assert.Equal(t, c.same, buildOutput{1, []byte(report)}.compareTo(c.other, c.ignore) == "")
		})
	}
}
