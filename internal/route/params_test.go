package route_test

import (
	"testing"

	"github.com/apicontract/apicontract/internal/route"
	"github.com/stretchr/testify/assert"
)

func TestParams(t *testing.T) {
	cases := []struct {
		reason, template, path string
		want                   map[string]string
	}{
		{"plain", "/videos/{video_id}", "/videos/v1", map[string]string{"video_id": "v1"}},
		{"none", "/videos", "/videos", map[string]string{}},
		{"behind a base path", "/videos/{id}", "/v3/api/videos/v1", map[string]string{"id": "v1"}},
		{"escaped", "/videos/{id}/x", "/videos/a%2Fb%20c/x", map[string]string{"id": "a/b c"}},
		{"a final slash that it has", "/videos/{id}/", "/videos/v1/", map[string]string{"id": "v1"}},
		{"text behind", "/orders/{id}:pay", "/orders/a:pay", map[string]string{"id": "a"}},
		{"several in a segment", "/{from}-{to}.{ext}", "/a-b.c.d", map[string]string{"from": "a", "to": "b", "ext": "c.d"}},
		{"several segments", "/a/{b}/{c}", "/a/1/2", map[string]string{"b": "1", "c": "2"}},
		{"a path that does not match", "/a/{b}/{c}", "2", map[string]string{"c": "2"}},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			assert.Equal(t, c.want, route.PathParams(c.template, c.path))
		})
	}
}
