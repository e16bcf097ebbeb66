package validate_test

import (
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
)

// Operations that the API has since September 2026: a call is documented, and a note where
// the operation is a preview.
func TestSurfaceOfSeptember(t *testing.T) {
	const preview = "operation-preview"
	for _, c := range []struct {
		reason, method, path string
		status               int
		body, want           string
	}{
		{"a model's video begins", "POST", "/v3/models/videos", 202, `{"data":{"video_id":"v","status":"pending"}}`, "conforms"},
		{"a model's video", "GET", "/v3/models/videos/v", 200, `{"data":{"video_id":"v","status":"completed","model":"heygen-video-1","created_at":1,"duration":8}}`, "conforms"},
		{"the key itself", "GET", "/v3/api_keys/self", 200, `{"data":{"key_id":"k","status":"active","scope_mode":"full","scopes":["*:*"],"created_at":"2026-09-01T00:00:00Z","updated_at":"2026-09-01T00:00:00Z"}}`, "conforms"},
		{"a brand kit", "GET", "/v3/brand-kits/b", 200, `{"data":{"brand_kit_id":"b","name":"n","status":"loading","color_roles":null}}`, "conforms"},
		{"a path that had other methods", "PATCH", "/v3/avatars/g", 200, `{"data":{"id":"g","name":"n","created_at":1,"looks_count":1}}`, "conforms"},
		{"scenes with an element of an unknown kind", "GET", "/v3/videos/v/scenes", 200, `{"data":{"video_id":"v","video":{},"scenes":[{"id":"s","background":null,"elements":[{"id":"e","type":"hologram"}]}]},"error":null}`, "conforms"},
		{"filler words", "POST", "/v3/filler-word-removals", 202, `{"data":{"filler_word_removal_id":"f"}}`, "conforms"},
		{"a folder, whichever of two statuses it has", "POST", "/v3/folders", 201, `{"data":{"folder_id":"f","name":"n","type":"mixed","is_trash":false,"created_at":1,"updated_at":1}}`, "conforms"},
		{"a podcast", "POST", "/v3/podcasts", 200, `{"data":{"podcast_id":"p","status":"processing"}}`, preview},
		{"a realtime avatar", "POST", "/v3/avatar-realtime", 201, `{"data":{"stream_id":"s"}}`, preview},
		{"a comparison", "POST", "/v3/video-quality/comparisons", 202, `{"data":{"comparison_id":"c","status":"processing"}}`, preview},
		{"a preview that the document had before", "GET", "/v3/background-removals", 200, `{"data":[]}`, preview},
		{"a preview and a violation", "POST", "/v3/podcasts", 200, `{"data":{"podcast_id":"p","status":"ready"}}`, "body-schema /data/status, " + preview},
		{"a status without codes", "POST", "/v3/workflows", 422, `{"error":{"code":"graph_invalid","message":"It has faults.","errors":[{"code":"invalid_config","message":"No.","node_id":"a"}]}}`,
			"code-undocumented /error/code, " + preview},
		{"a batch whose ID is required now", "POST", "/v3/lipsyncs/batches", 202, `{"data":{}}`, "body-schema /data"},
		{"a batch of which only clients are known", "POST", "/v3/videos/batches", 202, `{"id":"b"}`, "conforms"},
	} {
		x := exchange(c.method, c.path, c.status, c.body, "Content-Type: application/json")
		v := validator(t)
		for range 2 { // the second is from the cache
			assert.Equal(t, c.want, found(v.Check(x)), c.reason)
		}
		if c.want == preview {
			off := validator(t, validate.WithLevel(validate.OperationPreview, validate.LevelOff))
			assert.Equal(t, "conforms", found(off.Check(x)), "%s, and the rule is off", c.reason)
		}
	}
}

func TestEventsOfStreams(t *testing.T) {
	off := validate.WithLevel(validate.OperationPreview, validate.LevelOff)
	for _, c := range []struct{ reason, method, path, body, want string }{
		{"audio, and the mark of its end", "POST", "/v3/models/audio/tts/stream", "data: {\"type\":\"audio\",\"part_index\":0,\"audio\":\"AAAA\"}\n\ndata: [DONE]\n\n", "conforms"},
		{"a failure inside the stream", "POST", "/v3/models/audio/tts/stream", "data: {\"type\":\"error\",\"detail\":\"It broke.\"}\n\n", "conforms"},
		{"an event of no type", "POST", "/v3/models/audio/tts/stream", "data: {\"audio\":\"AAAA\"}\n\n", "body-schema"},
		{"words and the end", "GET", "/v3/avatar-realtime/s/words", "data: {\"words\":[{\"word\":\"a\",\"start\":0,\"end\":0.5}]}\n\nevent: end\ndata: {\"reason\":\"completed\"}\n\n", "conforms"},
		{"neither words nor an end", "GET", "/v3/avatar-realtime/s/words", "data: {\"text\":\"a\"}\n\n", "body-schema"},
	} {
		x := exchange(c.method, c.path, 200, c.body, "Content-Type: text/event-stream")
		assert.Regexp(t, "^"+c.want, found(validator(t, off).Check(x)), c.reason)
	}
}
