package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

func TestAnyAtLeast(t *testing.T) {
	cases := []struct {
		found  validate.LevelCounts
		floor  validate.Level
		want   bool
		reason string
	}{
		{validate.LevelCounts{}, validate.LevelNote, false, "nothing is found"},
		{validate.LevelCounts{Error: 1}, validate.LevelError, true, "an error is an error"},
		{validate.LevelCounts{Warning: 1, Note: 1}, validate.LevelError, false, "lighter than the floor"},
		{validate.LevelCounts{Error: 1}, validate.LevelNote, true, "heavier than the floor"},
		{validate.LevelCounts{Warning: 1}, validate.LevelWarning, true, "as heavy as the floor"},
		{validate.LevelCounts{Note: 1}, validate.LevelWarning, false, "a note is no warning"},
		{validate.LevelCounts{Error: 1}, "", false, "never fails never"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, anyAtLeast(c.found, c.floor), c.reason)
	}
}
