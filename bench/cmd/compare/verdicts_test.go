//go:build unix

package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDriftCountsExchangesOnce(t *testing.T) {
	c := &comparison{directory: t.TempDir()}
	report := "exchange_index,rule_id,method,url,target\n" +
		"3,schema-consistency,GET,https://api.heygen.com/v3/voices,response\n" +
		"3,schema-consistency,GET,https://api.heygen.com/v3/voices,response\n" +
		"4,undocumented-endpoint,GET,https://api.heygen.com/v1/video.list,request\n" +
		"5,undocumented-endpoint,OPTIONS,https://api.heygen.com/v3/voices,request\n" +
		"6,undocumented-endpoint,GET,https://cdn.example.net/a.css,request\n" +
		"7,schema-consistency,POST,https://api.heygen.com/v3/videos,request\n"
	require.NoError(t, os.WriteFile(filepath.Join(c.directory, findings), []byte(report), 0o600))
	got, err := readDrift(c, nil)
	require.NoError(t, err)
	assert.Equal(t, entryCounts{notReported, notReported, 2}, got)
	assert.True(t, got.agreesWith(entryCounts{10, 8, 2}))
	assert.False(t, got.agreesWith(entryCounts{10, 8, 3}))
}

func TestReason(t *testing.T) {
	assert.Equal(t, "RangeError: Invalid string length",
		errorLine(errors.New("likely a bug\nRangeError: Invalid string length\n    at readFileHandle\n")))
	assert.Equal(t, "no", errorLine(errors.New("no\n")))
}
