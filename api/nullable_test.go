package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/api"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNullable(t *testing.T) {
	for _, c := range []struct {
		reason string
		body   api.UpdateWebhookEndpointRequest
		want   string
	}{
		{"nothing changes", api.UpdateWebhookEndpointRequest{}, `{}`},
		{"a value", api.UpdateWebhookEndpointRequest{URL: api.SetTo("https://h/")}, `{"url":"https://h/"}`},
		{"an empty value is a value", api.UpdateWebhookEndpointRequest{URL: api.SetTo("")}, `{"url":""}`},
		{"null: all events", api.UpdateWebhookEndpointRequest{Events: api.SetNull[[]api.WebhookEventType]()}, `{"events":null}`},
		{"no events is not all", api.UpdateWebhookEndpointRequest{Events: api.SetTo([]api.WebhookEventType{})}, `{"events":[]}`},
	} {
		text, err := json.Marshal(c.body)
		require.NoError(t, err)
		assert.Equal(t, c.want, string(text), c.reason)
		var read api.UpdateWebhookEndpointRequest
		require.NoError(t, json.Unmarshal(text, &read))
		assert.Equal(t, c.body, read, "%s: a server reads the same", c.reason)
	}
	n := api.SetTo(7)
	value, ok := n.Get()
	assert.True(t, ok && value == 7 && !n.IsNull() && !n.IsZero())
	n = api.SetNull[int]()
	_, ok = n.Get()
	assert.True(t, !ok && n.IsNull() && !n.IsZero())
	_, ok = api.Nullable[int]{}.Get()
	assert.True(t, !ok && !api.Nullable[int]{}.IsNull() && api.Nullable[int]{}.IsZero())
}

func TestNullIsSent(t *testing.T) {
	var got string
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = string(body)
		answer(500, "")(w, r)
	})
	_, err := c.UpdateAvatarLookWithResponse(t.Context(), "l1", api.UpdateAvatarLookRequest{Name: api.SetNull[string]()})
	require.Error(t, err)
	assert.Equal(t, `{"name":null}`, got)
}

// Every nullable member of a PATCH can be set to null.
func TestEachPatchCanSendNull(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
	found := 0
	for path, item := range document.Paths.Map() {
		if item.Patch == nil {
			continue
		}
		name := strings.ToUpper(item.Patch.OperationID[:1]) + item.Patch.OperationID[1:]
		method, ok := reflect.TypeFor[*api.ClientWithResponses]().MethodByName(name + "WithResponse")
		require.True(t, ok, path)
		body := method.Type.In(method.Type.NumIn() - 2) // before the editors
		for member, property := range item.Patch.RequestBody.Value.Content.Get("application/json").Schema.Value.Properties {
			if !property.Value.Nullable {
				continue
			}
			found++
			field, ok := fieldOf(body, member)
			require.True(t, ok, "%s: %s", name, member)
			_, ok = reflect.Zero(field.Type).Interface().(interface{ IsNull() bool })
			assert.True(t, ok, "overlay.yaml lacks %s of %s", member, body)
		}
	}
	assert.Positive(t, found)
}

func fieldOf(t reflect.Type, member string) (reflect.StructField, bool) {
	return t.FieldByNameFunc(func(name string) bool {
		f, _ := t.FieldByName(name)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return tag == member
	})
}
