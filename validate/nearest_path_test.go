package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const nearDocument = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com/api/v1}]
paths:
  /videos: {get: {responses: {'200': {description: d}}}}
  /videos/{id}: {get: {responses: {'200': {description: d}}}}
  /videos/{id}/captions: {get: {responses: {'200': {description: d}}}}
  /users/me: {get: {responses: {'200': {description: d}}}}
`

// A call of no operation names the path template that was probably meant.
func TestNearestPath(t *testing.T) {
	v := parse(t, nearDocument)
	for _, c := range []struct{ path, want, reason string }{
		{"/api/v1/video", "/videos", "a singular"},
		{"/api/v1/Videos", "/videos", "another case"},
		{"/videos", "/videos", "without the base path"},
		{"/api/v1/video/0123456789", "/videos/{id}", "with an ID"},
		{"/api/v1/videos/0123456789/caption", "/videos/{id}/captions", "below a parameter"},
		{"/api/v1/videos/intro/captions/de", "/videos/{id}/captions", "one segment too many"},
		{"/api/v2/users/me", "/users/me", "another version"},
		{"/api/v1/health", "", "nothing is near"},
		{"/", "", "no segment at all"},
	} {
		result := v.Check(exchange("GET", c.path, 200, ""))
		require.Len(t, result.Violations, 1, c.reason)
		want := "a documented operation"
		if c.want != "" {
			want += ", such as " + c.want
		}
		assert.Equal(t, want, result.Violations[0].Expected, c.reason)
	}
	result := v.Check(exchange("PUT", "/api/v1/videos/7", 200, ""))
	assert.Equal(t, "a documented operation, such as /videos/{id}", result.Violations[0].Expected, "only the method is undocumented")
}
