package state_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/state"
)

func decode(t *testing.T, text string) any {
	t.Helper()
	value, ok := jsonvalue.Decode([]byte(text))
	require.True(t, ok, text)
	return value
}

func TestObjectIn(t *testing.T) {
	cases := []struct{ reason, body, place, want string }{
		{"the body itself", `{"id":"a","name":"n"}`, "", `{"id":"a","name":"n"}`},
		{"in data", `{"data":{"id":"a"},"error":null}`, "data", `{"id":"a"}`},
		{"in the only object", `{"video":{"id":"a"},"ok":true}`, "video", `{"id":"a"}`},
		{"beside an ID, an object is a member", `{"id":"a","owner":{"id":"b"}}`, "", `{"id":"a","owner":{"id":"b"}}`},
		{"an object without an ID is a member", `{"name":"n","size":{"width":1}}`, "", `{"name":"n","size":{"width":1}}`},
		{"two objects", `{"a":{"id":"1"},"b":{"id":"2"}}`, "", `{"a":{"id":"1"},"b":{"id":"2"}}`},
		{"a list in data", `{"data":[{"id":"a"}]}`, "", `{"data":[{"id":"a"}]}`},
		{"no object", `[1]`, "", `null`},
	}
	for _, c := range cases {
		place, object := state.ObjectIn(decode(t, c.body))
		assert.Equal(t, c.place, strings.Join(place, "/"), c.reason)
		assert.JSONEq(t, c.want, string(jsonvalue.Encode(object)), c.reason)
	}
}

func TestFindIDs(t *testing.T) {
	cases := []struct{ reason, object, collection, param, want string }{
		{"by the parameter", `{"id":"x","video_id":"a"}`, "/videos", "video_id", "video_id [a]"},
		{"in another spelling", `{"videoId":"a"}`, "/videos", "video_id", "videoId [a]"},
		{"several", `{"video_ids":["a","b"]}`, "/videos", "video_id", "video_ids [a b]"},
		{"by the collection", `{"batch_id":"b","ai_clipping_id":"a"}`, "/ai-clipping", "job_id", "ai_clipping_id [a]"},
		{"the member id", `{"owner_id":"b","id":"a"}`, "/videos", "name", "id [a]"},
		{"a number", `{"id":7}`, "/videos", "id", "id [7]"},
		{"a parameter that is no ID by its name", `{"username":"ada"}`, "/users", "username", "username [ada]"},
		{"the only ID", `{"generation_id":"a","ok":true}`, "/images", "key", "generation_id [a]"},
		{"one of two", `{"a_id":"a","b_id":"b"}`, "/images", "key", " []"},
		{"no text", `{"id":null,"image_id":""}`, "/images", "id", " []"},
		{"none", `{}`, "/images", "id", " []"},
	}
	for _, c := range cases {
		member, ids := state.FindIDs(decode(t, c.object).(map[string]any), c.collection, c.param)
		assert.Equal(t, c.want, fmt.Sprint(member, " ", ids), c.reason)
	}
}

func TestReferences(t *testing.T) {
	var all []string
	state.References(decode(t, `{"video_id":"a","items":[{"videoIds":["b",1]},{"folder_id":null}],"idea":"c"}`), func(name, id string) {
		all = append(all, name+" "+id)
	})
	assert.Equal(t, []string{"videoid b", "videoid 1", "videoid a"}, all)
}

func TestChange(t *testing.T) {
	isText := func(o map[string]any) bool { // a has to be text and may be absent, b may be anything
		a, ok := o["a"]
		_, text := a.(string)
		return !ok || text
	}
	cases := []struct{ reason, object, members, omitted, want string }{
		{"all fit", `{"a":"x","b":1}`, `{"a":"y","b":2}`, "", `{"a":"y","b":2}`},
		{"one does not fit", `{"a":"x","b":1}`, `{"a":7,"b":2}`, "", `{"a":"x","b":2}`},
		{"a member that may not be null", `{"a":"x"}`, `{"a":null}`, "", `{}`},
		{"a documented member that is absent", `{}`, `{"a":"y","c":1}`, "", `{"a":"y"}`},
		{"an omitted member that may be null", `{"b":1}`, `{}`, "b", `{"b":null}`},
		{"an omitted member that may not", `{"a":"x"}`, `{}`, "a", `{}`},
		{"an omitted member that is absent", `{}`, `{}`, "a", `{}`},
	}
	for _, c := range cases {
		object := decode(t, c.object).(map[string]any)
		change := state.Change{Members: decode(t, c.members).(map[string]any), Accepts: isText,
			Documented: func(name string) bool { return name != "c" }}
		if c.omitted != "" {
			change.Omitted = []string{c.omitted}
		}
		assert.JSONEq(t, c.want, string(jsonvalue.Encode(change.Apply(object))), c.reason)
		assert.JSONEq(t, c.object, string(jsonvalue.Encode(object)), "%s: the object itself is not changed", c.reason)
	}
	required := state.Change{Omitted: []string{"a"}, Accepts: func(o map[string]any) bool { return o["a"] != nil }}
	assert.Equal(t, map[string]any{"a": "x"}, required.Apply(map[string]any{"a": "x"}), "a required member stays")
}
