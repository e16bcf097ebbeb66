package contracttest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

func TestSuppressionMatches(t *testing.T) {
	v := &validate.Violation{
		Rule: validate.CodeStatus, Method: "GET", PathTemplate: "/v3/videos/{video_id}",
		Operation: "getVideoV3", Status: 400, Code: "video_not_found",
	}
	for _, c := range []struct {
		reason string
		known  Suppression
		fits   bool
	}{
		{"the rule alone", Suppression{Rule: validate.CodeStatus}, true},
		{"another rule", Suppression{Rule: validate.DocURL}, false},
		{"the operationId", Suppression{Operation: "getVideoV3"}, true},
		{"method and path template", Suppression{Operation: "GET /v3/videos/{video_id}"}, true},
		{"another method of the path", Suppression{Operation: "DELETE /v3/videos/{video_id}"}, false},
		{"a glob of operationIds", Suppression{Operation: "get*"}, true},
		{"a glob of paths", Suppression{Operation: "/v3/**"}, true},
		{"a glob of methods and paths", Suppression{Operation: "* /v3/videos/*"}, true},
		{"a glob of others", Suppression{Operation: "list*"}, false},
		{"the status", Suppression{Status: 400}, true},
		{"another status", Suppression{Status: 404}, false},
		{"the code", Suppression{Code: "video_not_found"}, true},
		{"another code", Suppression{Code: "voice_not_found"}, false},
		{"all of it", Suppression{Rule: validate.CodeStatus, Operation: "getVideoV3", Status: 400, Code: "video_not_found"}, true},
		{"all but one", Suppression{Rule: validate.CodeStatus, Operation: "getVideoV3", Status: 404, Code: "video_not_found"}, false},
	} {
		assert.Equal(t, c.fits, c.known.Matches(v, ""), c.reason)
	}
	stray := &validate.Violation{Rule: validate.OperationUndocumented, Method: "GET", PathTemplate: "/v9/other"}
	assert.True(t, Suppression{Operation: "GET /v9/other"}.Matches(stray, ""))
	assert.True(t, Suppression{Operation: "/v9/**"}.Matches(stray, ""), "a path has no operation, but patterns fit it")
	assert.False(t, Suppression{Operation: "**"}.Matches(stray, ""))
}

func TestSuppressionListTracksUse(t *testing.T) {
	l := newSuppressionList([]Suppression{{Rule: validate.DocURL}, {Status: 400}, {Code: "gone"}})
	v := &validate.Violation{Rule: validate.DocURL, Status: 400}
	k, fresh, ok := l.findMatch(v, "")
	assert.True(t, ok)
	assert.True(t, fresh)
	assert.Equal(t, Suppression{Rule: validate.DocURL}, k, "the first that fits is named")
	assert.Equal(t, []Suppression{{Code: "gone"}}, l.uselessItems(), "each that fits has occurred")
	_, fresh, _ = l.findMatch(v, "")
	assert.False(t, fresh, "it is reported once")
	_, _, ok = l.findMatch(&validate.Violation{Rule: validate.BodySchema}, "")
	assert.False(t, ok)
}

// On its last day a suppression applies; afterwards it fails the test, and the finding says so.
func TestSuppressionExpires(t *testing.T) {
	defer func(clock func() time.Time) { now = clock }(now)
	v := &validate.Violation{Rule: validate.DocURL, Status: 400}
	k := Suppression{Rule: validate.DocURL, Until: "2027-01-31", Reason: "r"}
	for _, c := range []struct {
		reason  string
		today   time.Time
		applies bool
		near    string
	}{
		{"the last day", time.Date(2027, 1, 31, 23, 0, 0, 0, time.UTC), true, ""},
		{"the next day", time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC), false, "item 0 of Suppressions, doc-url, expired on 2027-01-31"},
	} {
		now = func() time.Time { return c.today }
		l := newSuppressionList([]Suppression{k})
		_, _, ok := l.findMatch(v, "a.har")
		assert.Equal(t, c.applies, ok, c.reason)
		assert.Equal(t, c.applies, l.hasMatch(v, "a.har"), c.reason)
		assert.Equal(t, c.applies, len(l.uselessItems()) == 0, c.reason)
		assert.Equal(t, c.near, l.nearMissText(v), c.reason)
	}
}

func TestConfigCheck(t *testing.T) {
	for _, c := range []struct {
		reason, want string
		config       Config
	}{
		{"the zero value is ready", "", Config{}},
		{"an invalid level", `FailOn is "fatal": want error, warning, note or off`, Config{FailOn: "fatal"}},
		{"off is a level", "", Config{FailOn: validate.LevelOff}},
		{"a reason is compulsory", "item 0 of Suppressions: the suppression of doc-url of getVideoV3, status 404, code x has no reason",
			Config{Suppressions: []Suppression{{Rule: validate.DocURL, Operation: "getVideoV3", Status: 404, Code: "x", Reason: " "}}}},
		{"a suppression of everything is rejected", "item 1 of Suppressions: this would match every violation: set its rule, operation, status, code or capture",
			Config{Suppressions: []Suppression{{Code: "x", Reason: "r"}, {Reason: "r"}}}},
		{"or nearly so", "item 0 of Suppressions: this would match every violation: set its rule, operation, status, code or capture",
			Config{Suppressions: []Suppression{{Operation: "**", Reason: "r"}}}},
		{"an invalid pattern", "item 0 of Suppressions: in operation: bad pattern \"[\": want a glob over paths (/v3/videos/**), operationIds (list*) or methods with paths (GET /v3/videos/*)",
			Config{Suppressions: []Suppression{{Operation: "[", Reason: "r"}}}},
		{"an unknown rule", "item 0 of Suppressions: there is no rule \"doc_url\"; did you mean doc-url?",
			Config{Suppressions: []Suppression{{Rule: "doc_url", Reason: "r"}}}},
	} {
		err := c.config.checkFields()
		if c.want == "" {
			assert.NoError(t, err, c.reason)
		} else {
			assert.EqualError(t, err, c.want, c.reason)
		}
	}
}
