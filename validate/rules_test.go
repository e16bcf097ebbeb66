package validate_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A fixture is a pair of exchanges that differ in one rule only.
type fixture struct {
	rule     validate.RuleID
	document string // instead of the built-in contract
	conforms *validate.Exchange
	violates *validate.Exchange
	location string         // of the violation in the content
	level    validate.Level // of a rule that is off by default
}

const video = `{"data":{"id":"v1","status":"completed"}}`

var fixtures = []fixture{{
	rule:     validate.OperationUndocumented,
	conforms: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: application/json"),
	violates: exchange("GET", "/v3/films/v1", 200, video, "Content-Type: application/json"),
}, {
	rule:     validate.OperationRetired,
	conforms: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: application/json"),
	violates: exchange("GET", "/v1/video_status.get", 200, video, "Content-Type: application/json"),
}, {
	rule:     validate.ResponseDeprecated,
	conforms: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: application/json", "Retry-After: 1"),
	violates: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: application/json", "Sunset: Sat, 31 Oct 2026 23:59:59 GMT"),
}, {
	rule:     validate.OperationPreview,
	conforms: exchange("GET", "/v3/voices/v1", 404, envelope("voice_not_found", "No such voice."), "Content-Type: application/json"),
	violates: exchange("GET", "/v3/models/audio/voices/v1", 404, envelope("voice_not_found", "No such voice."), "Content-Type: application/json"),
}, {
	rule:     validate.StatusUndocumented,
	conforms: response(200, video),
	violates: exchange("GET", "/v3/videos/v1", 502, "<html>bad gateway</html>", "Content-Type: text/html"),
}, {
	rule:     validate.ContentTypeUndocumented,
	conforms: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: Application/JSON; charset=utf-8"),
	violates: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: text/html"),
}, {
	rule:     validate.ContentTypeConflict,
	conforms: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: application/json", "Content-Type: application/json; charset=utf-8"),
	violates: exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: application/json", "Content-Type: text/html"),
}, {
	rule:     validate.BodyUndocumented,
	document: withHeader,
	conforms: exchange("POST", "/things", 202, "", "Content-Type: application/json"),
	violates: exchange("POST", "/things", 202, "{}", "Content-Type: application/json"),
}, {
	rule:     validate.BodyUnreadable,
	conforms: response(200, video),
	violates: response(200, video[:20]),
}, {
	rule:     validate.BodySchema,
	conforms: response(200, video),
	violates: response(200, `{"data":{"id":7,"status":"completed"}}`),
	location: "/data/id",
}, {
	rule:     validate.MemberUndocumented,
	document: withFormats,
	conforms: exchange("GET", "/things", 200, `{"at":"2026-02-28T10:00:00Z"}`, "Content-Type: application/json"),
	violates: exchange("GET", "/things", 200, `{"at":"2026-02-28T10:00:00Z","more":1}`, "Content-Type: application/json"),
	location: "/more",
	level:    validate.LevelWarning,
}, {
	rule:     validate.BodyFormat,
	document: withFormats,
	conforms: exchange("GET", "/things", 200, `{"at":"2026-02-28T10:00:00Z"}`, "Content-Type: application/json"),
	violates: exchange("GET", "/things", 200, `{"at":"2026-02-30T10:00:00Z"}`, "Content-Type: application/json"),
	location: "/at",
}, {
	rule:     validate.WriteOnlyPresent,
	document: withFormats,
	conforms: exchange("GET", "/things", 200, `{"at":"2026-02-28T10:00:00Z"}`, "Content-Type: application/json"),
	violates: exchange("GET", "/things", 200, `{"at":"2026-02-28T10:00:00Z","password":"x"}`, "Content-Type: application/json"),
	location: "/password",
}, {
	rule:     validate.HeaderSchema,
	document: withHeader,
	conforms: exchange("GET", "/things", 200, `{}`, "Content-Type: application/json", "X-Total: 12"),
	violates: exchange("GET", "/things", 200, `{}`, "Content-Type: application/json", "X-Total: dozen"),
}, {
	rule:     validate.EnvelopeMissing,
	conforms: response(404, envelope("video_not_found", "No such video.")),
	violates: exchange("GET", "/v3/videos/v1", 404, "<!doctype html>", "Content-Type: text/html"),
}, {
	rule:     validate.EnvelopeMemberUnknown,
	conforms: response(409, envelope("resource_not_ready", "Still running.")),
	violates: response(409, strings.Replace(envelope("resource_not_ready", "Still running."), `"code"`, `"video_id":"v1","code"`, 1)),
	location: "/error/video_id",
}, {
	rule:     validate.CodeUnknown,
	conforms: response(404, envelope("video_not_found", "No such video.")),
	violates: response(404, envelope("no_such_video", "No such video.")),
	location: "/error/code",
}, {
	rule:     validate.CodeUndocumented,
	conforms: response(404, envelope("video_not_found", "No such video.")),
	violates: response(404, envelope("not_found", "No such video.")),
	location: "/error/code",
}, {
	rule:     validate.CodeStatus,
	conforms: response(404, envelope("video_not_found", "No such video.")),
	violates: response(400, envelope("video_not_found", "No such video.")),
	location: "/error/code",
}, {
	rule:     validate.CodeMisplaced,
	conforms: exchange("DELETE", "/v3/videos/v1", 500, envelope("video_delete_failed", "It failed."), "Content-Type: application/json"),
	violates: exchange("DELETE", "/v3/lipsyncs/l1", 500, envelope("video_delete_failed", "It failed."), "Content-Type: application/json"),
	location: "/error/code",
}, {
	rule:     validate.MessageEmpty,
	conforms: response(404, envelope("video_not_found", "No such video.")),
	violates: response(404, envelope("video_not_found", " \t")),
	location: "/error/message",
}, {
	rule:     validate.MessageIncomplete,
	conforms: response(402, envelope("insufficient_credit", "You have 5 credits; this needs 10.")),
	violates: response(402, envelope("insufficient_credit", "You have too few credits.")),
	location: "/error/message",
}, {
	rule:     validate.DocURL,
	conforms: response(404, envelope("video_not_found", "No such video.")),
	violates: response(404, `{"error":{"code":"video_not_found","message":"No such video."}}`),
	location: "/error/doc_url",
}, {
	rule:     validate.ParamUnexpected,
	conforms: response(400, withParam("invalid_parameter", "title is too long", `"title"`)),
	violates: response(404, withParam("video_not_found", "title: none such", `"title"`)),
	location: "/error/param",
}, {
	rule:     validate.ProblemStatus,
	document: withProblems,
	conforms: exchange("GET", "/things", 404, `{"type":"about:blank","status":404}`, "Content-Type: application/problem+json"),
	violates: exchange("GET", "/things", 404, `{"type":"about:blank","status":400}`, "Content-Type: application/problem+json"),
	location: "/status",
}, {
	rule:     validate.RetryAfterMissing,
	conforms: response(429, envelope("rate_limit_exceeded", "Slow down."), "retry-after: 30"),
	violates: response(429, envelope("rate_limit_exceeded", "Slow down.")),
}, {
	rule:     validate.RetryAfterInvalid,
	conforms: response(429, envelope("quota_exceeded", "Used up."), "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"),
	violates: response(429, envelope("rate_limit_exceeded", "Slow down."), "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"),
}, {
	rule:     validate.RetryAfterUnexpected,
	conforms: response(409, envelope("resource_not_ready", "Still training."), "Retry-After: 5"),
	violates: response(404, envelope("video_not_found", "No such video."), "Retry-After: 5"),
}, {
	rule:     validate.ErrorInSuccess,
	conforms: response(200, `{"data":{"id":"v1","status":"failed","failure_code":"render","failure_message":"x"}}`),
	violates: response(200, envelope("video_not_found", "No such video.")),
	location: "/error",
}}

const withFormats = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /things:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [at, password]
                properties:
                  at: {type: string, format: date-time}
                  password: {type: string, writeOnly: true}
`

const withProblems = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /things:
    get:
      responses:
        default: {description: d, content: {application/problem+json: {schema: {type: object, properties: {status: {type: integer}}}}}}
`

const withHeader = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /things:
    get:
      responses:
        "200":
          description: ok
          headers:
            X-Total: {required: true, schema: {type: integer}}
          content: {application/json: {schema: {type: object}}}
    post: {responses: {"202": {description: accepted}}}
`

func withParam(code, message, param string) string {
	return `{"error":{"code":"` + code + `","message":"` + message + `","param":` + param + `,"doc_url":"` + docURL(code) + `"}}`
}

func TestRules(t *testing.T) {
	for _, f := range fixtures {
		t.Run(string(f.rule), func(t *testing.T) {
			rule, _ := validate.LookupRule(f.rule)
			level := cmp.Or(f.level, rule.Level)
			v := validator(t, validate.WithLevel(f.rule, level))
			if f.document != "" {
				v = parseWith(t, f.document, validate.WithLevel(f.rule, level))
			}
			assert.Equal(t, "conforms", found(v.Check(f.conforms)))

			verdict := v.Check(f.violates)
			require.Len(t, verdict.Violations, 1, "one fault is one finding: %s", found(verdict))
			violation := verdict.Violations[0]
			assert.Equal(t, f.rule, violation.Rule)
			assert.Equal(t, level, violation.Level)
			assert.Equal(t, f.location, violation.InstanceLocation)
			assert.NotEmpty(t, violation.Message)
			assert.NotEmpty(t, violation.Expected)
			assert.NotEmpty(t, violation.Actual)
			assert.Positive(t, violation.DocumentLocation.Line, "the place in the document: %v", violation.DocumentLocation)
		})
	}
}

func TestEachRuleHasAFixture(t *testing.T) {
	have := make(map[validate.RuleID]bool)
	for _, f := range fixtures {
		have[f.rule] = f.conforms != nil && f.violates != nil
	}
	for _, rule := range validate.Rules() {
		assert.NotEqual(t, rule.Document, have[rule.ID], "rule %s needs a conforming and a violating fixture", rule.ID)
	}
}

func TestLevelOffSilencesARule(t *testing.T) {
	for _, f := range fixtures {
		if f.document != "" {
			continue
		}
		v := validator(t, validate.WithLevel(f.rule, validate.LevelOff))
		want := "conforms"
		switch f.rule {
		case validate.OperationUndocumented:
			want = "skipped no-operation" // nothing is left to check it by
		case validate.OperationRetired:
			want = string(validate.OperationUndocumented) // it is one of many that the document lacks
		}
		assert.Equal(t, want, found(v.Check(f.violates)), f.rule)
	}
}
