package mediatype_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mediatype"
)

func TestEssence(t *testing.T) {
	cases := []struct{ reason, contentType, want string }{
		{"parameters are removed", "application/json; charset=utf-8", "application/json"},
		{"lower case", "Text/HTML", "text/html"},
		{"an invalid parameter", "Text/HTML ; =", "text/html"},
		{"a range", "*/*", "*/*"},
		{"empty", "", ""},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, mediatype.Essence(c.contentType), c.reason)
	}
}
