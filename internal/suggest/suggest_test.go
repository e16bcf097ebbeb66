package suggest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNearest(t *testing.T) {
	names := []string{"code-status", "code-unknown", "status-undocumented", "video_not_found", "voice_not_found", "conflict"}
	cases := []struct {
		word   string
		want   []string
		reason string
	}{
		{"code-statsu", []string{"code-status"}, "letters swapped"},
		{"code_status", []string{"code-status"}, "hyphen and underscore are one"},
		{"Video-Not-Found", []string{"video_not_found", "voice_not_found"}, "case does not matter; the nearest comes first"},
		{"undocumented", []string{"status-undocumented"}, "a part of a name means the whole"},
		{"co", nil, "two letters mean nothing"},
		{"zebra", nil, "nothing is near"},
		{"", nil, "nothing was said"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, Nearest(c.word, names), c.reason)
	}
}

func TestDidYouMean(t *testing.T) {
	names := []string{"code-status", "code-unknown"}
	assert.Equal(t, "did you mean code-status?", DidYouMean("code-statsu", names, "`rules` lists them"))
	assert.Equal(t, "`rules` lists them", DidYouMean("zebra", names, "`rules` lists them"))
	assert.Equal(t, "did you mean code-status? `rules` lists them", DidYouMeanOr("code-statsu", names, "`rules` lists them"))
	assert.Equal(t, "`rules` lists them", DidYouMeanOr("zebra", names, "`rules` lists them"))
}

func TestDistance(t *testing.T) {
	cases := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"abc", "abc", 0},
		{"kitten", "sitting", 3},
		{"flaw", "lawn", 2},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, editDistance(c.a, c.b), "%s %s", c.a, c.b)
		assert.Equal(t, c.want, editDistance(c.b, c.a), "%s %s: both ways alike", c.b, c.a)
	}
}
