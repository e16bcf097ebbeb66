package main

import (
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCommentIsWrapped(t *testing.T) {
	got := codeComment(validate.ErrorCode{Name: "x", Statuses: []int{400}, Retry: "change", Meaning: strings.Repeat("word ", 40), Fixes: []validate.Fact{{Text: "Act\n now."}}})
	assert.True(t, strings.HasPrefix(got, "// ErrX has status 400 and retry class change. word"), got)
	assert.True(t, strings.HasSuffix(got, "word Act now."), got)
	for line := range strings.Lines(got) {
		assert.LessOrEqual(t, len(strings.TrimSpace(line)), 78)
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	var sources [2][]byte
	for i := range sources {
		c, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
		require.NoError(t, err)
		sources[i], err = renderFile(c)
		require.NoError(t, err)
	}
	assert.Equal(t, string(sources[0]), string(sources[1]))
}

func TestWriteNeedsATable(t *testing.T) {
	c, err := validate.Parse("empty.yaml", []byte("openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\n"))
	require.NoError(t, err)
	_, err = renderFile(c)
	require.ErrorContains(t, err, "empty.yaml has no error table")
}
