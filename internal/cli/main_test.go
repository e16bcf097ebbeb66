package cli_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/cli"
)

func TestMainReportsAnInterruptedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	code := cli.Main(ctx, []string{"check", "testdata/common/clean.har"}, strings.NewReader(""), &out, &errs)
	assert.Equal(t, 3, code, "unread input may hold any finding")
	assert.Equal(t, "apicontract: testdata/common/clean.har: interrupted\n", errs.String())
	assert.Contains(t, out.String(), "0 entries = 0 checked + 0 skipped")
}

func TestMainReportsLostOutput(t *testing.T) {
	cases := [][]string{
		{"check", "--spec", "testdata/common/api.yaml", "testdata/common/clean.har"},
		{"check", "--spec", "testdata/common/api.yaml", "--output", "json", "testdata/common/clean.har"},
		{"rules"}, {"rules", "--output", "json"}, {"codes"}, {"codes", "--output", "markdown"},
		{"explain", "code-status"}, {"version"},
	}
	for _, args := range cases {
		var errs bytes.Buffer
		code := cli.Main(context.Background(), args, strings.NewReader(""), full{}, &errs)
		assert.Equal(t, 2, code, "%v: a result that cannot be written is no success", args)
		assert.Contains(t, errs.String(), "no space left", args)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }
