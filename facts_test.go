package apicontract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// A part is a part of a row of the error table.
type part string

const (
	meaning part = "meaning"
	cause   part = "causes"
	fix     part = "fixes"
	field   part = "fields"
	header  part = "headers"
	call    part = "calls"
	link    part = "links"
)

// A pageFact is a fact of HeyGen's page about its error codes: the part of the row that has it, and
// words that must be in one sentence of that part. Names and links are complete words.
type pageFact struct {
	in    part
	words []string
}

func says(in part, words ...string) pageFact { return pageFact{in, words} }

// pageFacts are the facts of the page by code, as a person read them. Statuses are facts, too.
var pageFacts = []struct {
	code   string
	status int
	facts  []pageFact
}{
	{"unauthorized", 401, []pageFact{
		says(meaning, "API key", "invalid", "expired", "missing"),
		says(fix, "`X-Api-Key`"), says(header, "X-Api-Key"),
		says(fix, "active", "account settings"), says(link, "https://app.heygen.com/settings"),
	}},
	{"forbidden", 403, []pageFact{
		says(meaning, "API key", "valid"), says(meaning, "permission", "action"),
		says(cause, "organization", "member-level key"),
	}},
	{"resource_access_denied", 403, []pageFact{
		says(meaning, "user", "access", "resource"),
		says(cause, "may belong", "different user"), says(cause, "organization"),
		says(fix, "resource ID", "correct"), says(fix, "belongs to your account"),
	}},
	{"ai_vendor_access_restricted", 403, []pageFact{
		says(meaning, "workspace", "AI vendor companies"),
		says(cause, "action or model", "vendor"), says(cause, "AI vendor access policy"),
		says(fix, "administrator of the workspace", "policy"),
	}},
	{"voice_not_usable", 403, []pageFact{
		says(meaning, "voice", "video"), says(meaning, "state", "blocks"), says(meaning, "retry does not"),
		says(fix, "different voice"),
	}},
	{"rate_limit_exceeded", 429, []pageFact{
		says(meaning, "too frequently"), says(fix, "exponential backoff"),
		says(fix, "seconds", "`Retry-After`"), says(header, "Retry-After"),
		says(fix, "limits of each endpoint"), says(link, "https://docs.heygen.com/reference/rate-limits"),
	}},
	{"quota_exceeded", 429, []pageFact{
		says(meaning, "usage quota"), says(cause, "free tier", "video agent requests"),
		says(fix, "Upgrade the plan"), says(fix, "quota resets"),
		says(fix, "current usage", "dashboard"), says(link, "https://app.heygen.com"),
	}},
	{"insufficient_credit", 402, []pageFact{
		says(meaning, "enough credits"), says(meaning, "message", "how many", "required"),
		says(fix, "Purchase credits"), says(fix, "shorter video"), says(fix, "fewer scenes"),
	}},
	{"trial_limit_exceeded", 402, []pageFact{
		says(meaning, "trial account", "generated"), says(fix, "paid plan"),
	}},
	{"plan_upgrade_required", 402, []pageFact{
		says(meaning, "feature or resource", "higher subscription tier"),
		says(cause, "premium avatar", "plan"), says(cause, "integration", "higher tier"), says(cause, "resolution or feature", "plan"),
		says(fix, "Upgrade the plan", "dashboard"), says(link, "https://app.heygen.com/pricing"),
	}},
	{"video_not_found", 404, []pageFact{
		says(meaning, "video, draft or video translation"),
		says(fix, "`video_id`", "correct", "mistyped"), says(field, "video_id"),
		says(fix, "deleted"), says(fix, "belongs to your account"),
	}},
	{"avatar_not_found", 404, []pageFact{
		says(meaning, "standard avatars"), says(meaning, "photo avatars", "photars"), says(meaning, "instant avatars"), says(meaning, "avatar kits"),
		says(fix, "`avatar_id`"), says(field, "avatar_id"),
		says(fix, "finished training", "recently"), says(fix, "belongs to your account", "public avatar"),
	}},
	{"voice_not_found", 404, []pageFact{
		says(meaning, "No voice"), says(fix, "`voice_id`"), says(field, "voice_id"),
		says(fix, "available in your account"), says(fix, "cloned voice", "finished processing"),
	}},
	{"template_not_found", 404, []pageFact{
		says(meaning, "No template"), says(fix, "`template_id`"), says(field, "template_id"),
		says(fix, "shared with your account"), says(fix, "publicly available"),
	}},
	{"asset_not_found", 404, []pageFact{
		says(meaning, "No asset"), says(cause, "deleted"), says(cause, "upload", "may not have finished"),
		says(fix, "`asset_id`", "POST /v1/asset", "successful"), says(field, "asset_id"), says(fix, "not been removed"),
	}},
	{"webhook_not_found", 404, []pageFact{
		says(meaning, "No webhook endpoint"), says(fix, "`endpoint_id`"), says(field, "endpoint_id"), says(fix, "deleted"),
		says(fix, "GET /v3/webhooks/endpoints", "endpoint IDs"), says(call, "GET /v3/webhooks/endpoints"),
	}},
	{"resource_not_found", 404, []pageFact{
		says(meaning, "without a code of their own"), says(meaning, "streaming sessions"), says(meaning, "audio records"),
		says(fix, "resource ID", "correct"), says(fix, "belongs to your account"),
	}},
	{"invalid_parameter", 400, []pageFact{
		says(meaning, "At least one parameter", "invalid", "missing", "wrong format"),
		says(fix, "`message`", "parameter", "reason"), says(fix, "`param`", "present", "field"),
		says(cause, "required", "missing from the request body"), says(cause, "wrong type", "string", "number"),
		says(cause, "outside its range", "accepted values"), says(cause, "not valid JSON", "not an object"),
	}},
	{"conflict", 409, []pageFact{
		says(meaning, "conflicts", "exists"), says(cause, "webhook endpoint", "URL", "already registered"),
		says(fix, "different value"), says(fix, "Delete the existing resource first"),
	}},
	{"resource_not_ready", 409, []pageFact{
		says(meaning, "exists", "not ready"), says(cause, "video translation", "processed"),
		says(cause, "instant avatar", "training"), says(fix, "Poll", "once it is ready"),
		says(cause, "uploaded object", "storage", "POST /v3/assets/{asset_id}/complete", "PUT"),
		says(call, "POST /v3/assets/{asset_id}/complete"), says(fix, "POST /v3/assets/{asset_id}/complete", "safe to repeat"),
	}},
	{"request_in_progress", 409, []pageFact{
		says(meaning, "`Idempotency-Key`", "in progress"), says(header, "Idempotency-Key"),
		says(fix, "Wait until the original request has finished"), says(fix, "24 hours", "same key", "original response"),
	}},
	{"content_policy_violation", 400, []pageFact{
		says(meaning, "content policy", "rejected"), says(cause, "instant avatar", "moderation review"), says(cause, "inappropriate"),
		says(fix, "new resource", "usage policy"), says(link, "https://www.heygen.com/policy"),
	}},
	{"unlimited_mode_disabled", 400, []pageFact{
		says(meaning, "avatar", "unlimited mode"), says(fix, "different avatar"), says(fix, "Avatar IV"), says(fix, "Avatar V"),
	}},
	{"resource_limit_reached", 400, []pageFact{
		says(meaning, "as many resources of one kind"), says(cause, "voice clone slots"), says(cause, "redo attempts", "instant avatar"),
		says(cause, "slots", "verified avatar groups"), says(fix, "Delete", "not used"), says(fix, "Wait", "limits reset"),
		says(fix, "HeyGen support", "higher limit"), says(link, "https://help.heygen.com"),
	}},
	{"voice_unavailable", 400, []pageFact{
		says(meaning, "exists", "state"), says(cause, "cloned voice", "failed"), says(cause, "expired"), says(cause, "canceled"),
		says(fix, "Delete the voice", "new voice clone"), says(fix, "different voice"),
	}},
	{"script_too_short", 400, []pageFact{
		says(meaning, "too short"), says(meaning, "text-to-speech audio", "at least 1.0 seconds"),
		says(cause, "single word", "period", "few characters"), says(fix, "Add more content", "again"),
	}},
	{"tts_text_invalid", 400, []pageFact{
		says(meaning, "text-to-speech", "invalid", "no speech"), says(fix, "not empty"),
		says(fix, "words that can be spoken"), says(fix, "valid pauses", "again"),
	}},
	{"download_failed", 400, []pageFact{
		says(meaning, "URL", "could not be downloaded"), says(meaning, "video", "image", "audio", "any other resource"),
		says(cause, "not public", "authentication", "private", "sharing"), says(cause, "malformed"), says(cause, "page", "file itself"),
		says(cause, "remote server", "refused"), says(cause, "returned an error"),
		says(fix, "Google Drive", `"Anyone with the link"`), says(fix, "YouTube or Vimeo", "public", "unlisted and private ones are not supported"),
		says(fix, "`message`", "which URL", "why"),
	}},
	{"video_delete_failed", 500, []pageFact{
		says(meaning, "internal error", "deleted"), says(fix, "Repeat the request"),
		says(fix, "persists", "HeyGen support", "`video_id`"), says(field, "video_id"), says(link, "https://help.heygen.com"),
	}},
	{"ephemeral_upload_disabled", 400, []pageFact{
		says(meaning, "Eager upload", "temporarily disabled", "account"), says(meaning, "S3", "ahead of the create request", "`ephemeral`"), says(field, "ephemeral"),
		says(fix, "standard upload flow", "`input_video_id` or `google_url`"), says(field, "input_video_id"), says(field, "google_url"),
		says(fix, "persists", "try again later", "HeyGen support"), says(link, "https://help.heygen.com"),
	}},
	{"internal_error", 500, []pageFact{
		says(meaning, "unexpected", "HeyGen's servers"), says(meaning, "the request is not the cause"),
		says(fix, "persists", "HeyGen support", "full error response", "debugging faster"), says(link, "https://help.heygen.com"),
	}},
	{"gateway_timeout", 504, []pageFact{
		says(meaning, "could not be downloaded within the time limit"), says(meaning, "background audio", "image"),
		says(fix, "publicly accessible"), says(fix, "responds quickly"), says(fix, "firewall", "geo-restriction"),
		says(fix, "Repeat", "slow for a time"),
	}},
	{"hyperframes_project_invalid", 400, []pageFact{
		says(meaning, "project zip", "not a valid composition"), says(fix, "`index.html`"), says(fix, "`composition`", "entry file"), says(field, "composition"),
		says(fix, "at the root", "single top-level directory"), says(fix, "`hyperframes` CLI", "before submitting"),
	}},
	{"hyperframes_project_too_large", 413, []pageFact{
		says(meaning, "project zip", "larger"), says(fix, "`asset_id`", "POST /v1/asset"), says(field, "asset_id"),
		says(fix, "`url`"), says(field, "url"), says(fix, "`base64`"), says(field, "base64"),
	}},
	{"hyperframes_render_not_found", 404, []pageFact{
		says(meaning, "no HyperFrames render", "`render_id`", "space"), says(meaning, "soft-deleted"),
		says(fix, "`render_id`", "correct"), says(field, "render_id"), says(fix, "same API key and space"),
	}},
}

// TestErrorTableHasTheFactsOfThePage checks that the error table has every fact of the page, marked
// as from the page and not as our reading.
func TestErrorTableHasTheFactsOfThePage(t *testing.T) {
	c := contract(t)
	require.Len(t, pageFacts, len(c.Codes()))
	facts := 0
	for _, row := range pageFacts {
		code, found := c.LookupCode(row.code)
		require.True(t, found, row.code)
		assert.Equal(t, []int{row.status}, code.Statuses, row.code)
		facts++
		for _, fact := range row.facts {
			facts++
			texts := textsOf(&code, fact.in)
			assert.True(t, slices.ContainsFunc(texts, fact.holds), "%s: %s have nothing of %q: %q", row.code, fact.in, fact.words, texts)
		}
	}
	assert.Greater(t, facts, 150)
	t.Logf("%d facts over %d codes", facts, len(pageFacts))
}

// textsOf returns the texts of a part of a row that come from the page.
func textsOf(code *validate.ErrorCode, in part) (texts []string) {
	switch in {
	case meaning:
		if code.Basis[string(meaning)] == "" {
			texts = append(texts, code.Meaning)
		}
	case link:
		for _, l := range code.Links {
			if l.Basis == "" {
				texts = append(texts, l.URL)
			}
		}
	default:
		for _, f := range map[part][]validate.Fact{cause: code.Causes, fix: code.Fixes, field: code.Fields, header: code.Headers, call: code.Calls}[in] {
			if f.Basis == "" {
				texts = append(texts, f.Text)
			}
		}
	}
	return texts
}

// holds reports whether a text has the fact.
func (f *pageFact) holds(text string) bool {
	if f.in != meaning && f.in != cause && f.in != fix {
		return text == f.words[0]
	}
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, word := range f.words {
		if !strings.Contains(text, strings.ToLower(word)) {
			return false
		}
	}
	return true
}

// TestErrorTableMarksWhatIsNotOnThePage checks that facts beyond the page are marked: the retry
// class if the page does not name one, Retry-After except for the rate limit, and param except for
// validation.
func TestErrorTableMarksWhatIsNotOnThePage(t *testing.T) {
	fromThePage := map[string][]string{
		"retry": {
			"content_policy_violation", "unlimited_mode_disabled", "resource_limit_reached", "voice_unavailable", "script_too_short",
			"tts_text_invalid", "ephemeral_upload_disabled", "hyperframes_project_invalid", "insufficient_credit", "trial_limit_exceeded",
			"plan_upgrade_required", "ai_vendor_access_restricted", "voice_not_usable", "conflict", "resource_not_ready", "request_in_progress",
			"hyperframes_project_too_large", "rate_limit_exceeded", "quota_exceeded", "video_delete_failed", "gateway_timeout",
		},
		"retryAfter": {"rate_limit_exceeded"},
		"param":      {"invalid_parameter"},
	}
	for _, code := range contract(t).Codes() {
		for value, codes := range fromThePage {
			want := validate.BasisReading
			if slices.Contains(codes, code.Name) {
				want = ""
			}
			assert.Equal(t, want, code.Basis[value], "%s of %s", value, code.Name)
		}
	}
}
