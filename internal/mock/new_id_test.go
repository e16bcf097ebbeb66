package mock

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLikeID(t *testing.T) {
	random := strings.Repeat("7a3f", 16)
	cases := []struct{ reason, example, want string }{
		{"what comes before the underscore stays", "vd_b5e1f0c2", "vd_7a3f7a3f"},
		{"capital letters and others", "B5-E1-xyz-99", "77-F5-xyz-12"},
		{"a UUID keeps its version and variant", "3fa85f64-5717-4562-b3fc-2c963f66afa6", "7a3f7a3f-a3f7-4f7a-b7a3-7a3f7a3f7a3f"},
		{"too short to be unlike others", "vt_93ab", "vt_7a3f7a3f"},
		{"a number", "17", "350980415"},
	}
	for _, c := range cases {
		got := likeID(c.example, random)
		assert.Equal(t, c.want, got, c.reason)
		assert.Equal(t, got, likeID(c.example, random), c.reason)
	}
}

func TestReplaceID(t *testing.T) {
	example := map[string]any{"id": "vd_b5e1f0c2", "n": json.Number("17"), "urls": []any{"https://a.example/vd_b5e1f0c2.mp4", nil, true}}
	assert.Equal(t, map[string]any{"id": "vd_1", "n": json.Number("17"), "urls": []any{"https://a.example/vd_1.mp4", nil, true}},
		replaceID(example, "vd_b5e1f0c2", "vd_1"))
	assert.Equal(t, "vd_b5e1f0c2", example["id"], "the example itself is not changed")
	assert.Equal(t, map[string]any{"id": json.Number("18"), "text": "17 items"},
		replaceID(map[string]any{"id": json.Number("17"), "text": "17 items"}, "17", "18"), "a short ID may be in any text")
}
