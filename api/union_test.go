package api_test

import (
	"encoding/json"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestUnsetUnionIsAnError covers a union without a value. The API would get null and respond with
// an unhelpful error.
func TestUnsetUnionIsAnError(t *testing.T) {
	unset := api.CreateVideoRequest{}
	for reason, body := range map[string]any{
		"the body itself":         unset,
		"a required member":       api.CreateClippingJobRequest{},
		"an optional member":      api.AvatarVideo{Engine: &api.AvatarEngine{}},
		"an item of a list":       api.CreateVideoBatchRequest{Videos: []api.CreateVideoRequest{unset}},
		"a union within a union":  api.StudioVideo{Scenes: []api.StudioScene{{}}},
		"a union within an input": api.AvatarScene{},
	} {
		_, err := json.Marshal(body)
		require.ErrorContains(t, err, "is not set: use one of its From methods", reason)
	}
	_, err := unset.AsAvatarVideo()
	require.ErrorContains(t, err, "is not set")
	_, err = unset.Discriminator()
	require.ErrorContains(t, err, "is not set")
	_, err = unset.ValueByDiscriminator()
	require.ErrorContains(t, err, "is not set")
	require.Error(t, unset.FromStudioVideo(api.StudioVideo{Scenes: []api.StudioScene{{}}}))
	_, err = json.Marshal(unset)
	require.Error(t, err, "the failed call changes nothing")
}

func TestUnionKeepsWhatItWasSetTo(t *testing.T) {
	var union api.CreateVideoRequest
	require.NoError(t, union.FromAvatarVideo(api.AvatarVideo{AvatarID: "a", Script: new("<b>")}))
	text, err := json.Marshal(union)
	require.NoError(t, err)
	assert.JSONEq(t, `{"avatar_id":"a","script":"<b>","type":"avatar"}`, string(text))
	value, err := union.ValueByDiscriminator()
	require.NoError(t, err)
	assert.Equal(t, api.AvatarVideo{AvatarID: "a", Script: new("<b>"), Type: "avatar"}, value)

	var again api.CreateVideoRequest
	require.NoError(t, json.Unmarshal(text, &again))
	assert.Equal(t, union, again)
	require.NoError(t, again.FromStudioVideo(api.StudioVideo{}))
	kind, err := again.Discriminator()
	require.NoError(t, err)
	assert.Equal(t, "studio", kind)
}

func TestUnionIsDecodedStrictly(t *testing.T) {
	for _, c := range []struct {
		reason, text, want string
	}{
		{"a required member", `{"type":"avatar"}`, `lacks "avatar_id", which is required`},
		{"an unknown kind", `{"type":"hologram"}`, "unknown value"},
		{"another type", `{"type":"avatar","avatar_id":7}`, "cannot unmarshal"},
	} {
		var union api.CreateVideoRequest
		require.NoError(t, json.Unmarshal([]byte(c.text), &union))
		_, err := union.ValueByDiscriminator()
		require.ErrorContains(t, err, c.want, c.reason)
	}
}
