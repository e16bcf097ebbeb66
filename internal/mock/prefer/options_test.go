package prefer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/prefer"
)

func TestParse(t *testing.T) {
	cases := []struct {
		reason  string
		lines   []string
		want    prefer.Options
		applied []string
	}{
		{"no header", nil, prefer.Options{}, nil},
		{"all options", []string{"error=gone, example=e, dynamic, fault=reset", "status=404; delay=0.5"},
			prefer.Options{Error: "gone", Status: 404, Example: "e", Dynamic: true, Fault: fault.Reset, Delay: time.Second / 2},
			[]string{"error=gone", "example=e", "dynamic", "fault=reset", "status=404", "delay=0.5"}},
		{"names ignore case, values do not", []string{"ERROR=Gone"}, prefer.Options{Error: "Gone"}, []string{"error=Gone"}},
		{"the first of a repeated name counts, and status is code", []string{"code=200, status=404, code=500"}, prefer.Options{Status: 200}, []string{"code=200"}},
		{"a separator in a quoted string", []string{`example="a, b; \"c\""`}, prefer.Options{Example: `a, b; "c"`}, []string{`example="a, b; \"c\""`}},
		{"dynamic can be switched off", []string{"dynamic=false"}, prefer.Options{}, []string{"dynamic=false"}},
		{"preferences of others are ignored", []string{"respond-async, wait=10"}, prefer.Options{}, nil},
	}
	for _, c := range cases {
		got, err := prefer.Parse(c.lines)
		require.NoError(t, err, c.reason)
		var applied []string
		for _, p := range got.Preferences {
			applied = append(applied, p.String())
		}
		got.Preferences = nil
		assert.Equal(t, c.want, got, c.reason)
		assert.Equal(t, c.applied, applied, c.reason)
	}
}

func TestParseErrors(t *testing.T) {
	cases := []struct{ reason, line, want string }{
		{"no value", "error", "the preference error needs a value"},
		{"not a number", "code=ok", "code=ok is not a status code: write one from  200 to 599, such as code=404"},
		{"an interim status", "status=100", "status=100 is not a status code: write one from  200 to 599, such as status=404"},
		{"not a time", "delay=NaN", "delay=NaN is not a time: write seconds from 0 to 600, such as delay=0.5"},
		{"too long", "delay=601", "delay=601 is not a time: write seconds from 0 to 600, such as delay=0.5"},
	}
	for _, c := range cases {
		_, err := prefer.Parse([]string{c.line})
		assert.EqualError(t, err, c.want, c.reason)
	}
}

func TestCheckNames(t *testing.T) {
	cases := []struct{ reason, line, want string }{
		{"letters swapped", "erorr=gone", `"erorr" is not a preference of the mock; did you mean error?`},
		{"a correct name", "error=gone", ""},
		{"a registered name", "return=minimal", ""},
		{"a name that is not similar", "x-unknown", ""},
	}
	for _, c := range cases {
		err := prefer.CheckNames([]string{c.line})
		if c.want == "" {
			require.NoError(t, err, c.reason)
			continue
		}
		assert.EqualError(t, err, c.want, c.reason)
	}
}
