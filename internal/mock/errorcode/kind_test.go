package errorcode_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/validate"
)

func TestChoose(t *testing.T) {
	cases := []struct {
		reason string
		kind   errorcode.Kind
		codes  []validate.ErrorCode
		want   string
	}{
		{"a conventional name, in any order", errorcode.Invalid, []validate.ErrorCode{{Name: "bad_request"}, {Name: "invalid_parameter"}}, "invalid_parameter"},
		{"the last part of a URI, with hyphens", errorcode.TooManyRequests, []validate.ErrorCode{{Name: "https://e.example/problems/Rate-Limited/"}}, "https://e.example/problems/Rate-Limited/"},
		{"the status, with the retry class first", errorcode.TooManyRequests,
			[]validate.ErrorCode{{Name: "a", Statuses: []int{429}, Retry: validate.RetryLater}, {Name: "b", Statuses: []int{429}, Retry: validate.RetryWait}}, "b"},
		{"the status with another retry class", errorcode.TooManyRequests, []validate.ErrorCode{{Name: "a", Statuses: []int{429}, Retry: validate.RetryLater}}, "a"},
		{"the better status", errorcode.Invalid, []validate.ErrorCode{{Name: "a", Statuses: []int{422}}, {Name: "b", Statuses: []int{400}}}, "b"},
		{"nothing fits", errorcode.TooManyRequests, []validate.ErrorCode{{Name: "a", Statuses: []int{400}}}, ""},
		{"no codes", errorcode.NotFound, nil, ""},
	}
	for _, c := range cases {
		got, ok := c.kind.ChooseCode(c.codes)
		assert.Equal(t, c.want, got.Name, c.reason)
		assert.Equal(t, c.want != "", ok, c.reason)
		assert.NotEmpty(t, c.kind.Statuses(), c.reason)
	}
}

func TestForStatus(t *testing.T) {
	codes := []validate.ErrorCode{
		{Name: "gone", Statuses: []int{404, 410}},
		{Name: "not_found", Statuses: []int{404}},
		{Name: "video_not_found", Statuses: []int{404}},
		{Name: "video_category_not_found", Statuses: []int{404}},
		{Name: "bad_request", Statuses: []int{400}},
	}
	cases := []struct {
		reason string
		status int
		path   string
		want   string
	}{
		{"the resource of the path, in the plural", 404, "/videos/{id}", "video_not_found"},
		{"the most words of the path", 404, "/videos/{id}/categories", "video_category_not_found"},
		{"a conventional name", 404, "/users/{id}", "not_found"},
		{"no path", 404, "", "not_found"},
		{"the only one", 410, "/videos/{id}", "gone"},
		{"no code has the status", 500, "/videos/{id}", ""},
	}
	for _, c := range cases {
		got, ok := errorcode.ForStatus(codes, c.status, c.path)
		assert.Equal(t, c.want, got.Name, c.reason)
		assert.Equal(t, c.want != "", ok, c.reason)
	}
}

func TestMessage(t *testing.T) {
	cases := []struct {
		reason string
		code   validate.ErrorCode
		param  string
		want   string
	}{
		{"the meaning, on one line", validate.ErrorCode{Name: "a", Meaning: "No\n  such video."}, "", "No such video."},
		{"the name, without a meaning", validate.ErrorCode{Name: "https://e.example/slow-down"}, "", "Slow down."},
		{"no name", validate.ErrorCode{}, "", "The request failed."},
		{"the param", validate.ErrorCode{Name: "a", Meaning: "Wrong."}, "title", "title: Wrong."},
		{"a URL and a number", validate.ErrorCode{Name: "a", Meaning: "Wrong.", Message: validate.MessageRequirements{URL: true, Numbers: 1}}, "",
			"Wrong. It is about https://files.example.com/file. The limit is 10."},
		{"three numbers", validate.ErrorCode{Name: "a", Meaning: "Wrong.", Message: validate.MessageRequirements{Numbers: 3}}, "", "Wrong. There are 5, and 10 are needed; 20."},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, errorcode.MessageFor(c.code, c.param), c.reason)
	}
}
