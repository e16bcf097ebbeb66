package webhook_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/api/webhook"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The types of events have the members that the document lists, and the headers its
// names.
func TestTypesAreThoseOfTheDocument(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
	for name, event := range map[string]reflect.Type{
		"VideoRendered":          reflect.TypeFor[webhook.VideoRendered](),
		"VideoFailed":            reflect.TypeFor[webhook.VideoFailed](),
		"VideoTranslated":        reflect.TypeFor[webhook.VideoTranslated](),
		"VideoTranslationFailed": reflect.TypeFor[webhook.VideoTranslationFailed](),
		"VideoPersonalized":      reflect.TypeFor[webhook.VideoPersonalized](),
		"CallbackReference":      reflect.TypeFor[webhook.Callback](),
	} {
		schema := document.Components.Schemas[name]
		require.NotNil(t, schema, name)
		var documented, have []string
		for member := range schema.Value.Properties {
			documented = append(documented, member)
		}
		for i := range event.NumField() {
			member, _, _ := strings.Cut(event.Field(i).Tag.Get("json"), ",")
			have = append(have, member)
		}
		assert.ElementsMatch(t, documented, have, "%s and %s", name, event)
	}
	for name, header := range map[string]string{
		"WebhookSignature": webhook.SignatureHeader, "WebhookTimestamp": webhook.TimestampHeader, "WebhookEventID": webhook.EventIDHeader,
	} {
		parameter := document.Components.Parameters[name]
		require.NotNil(t, parameter, name)
		assert.Equal(t, parameter.Value.Name, header)
	}
}

// Each event that an endpoint can subscribe to is described, and each kind of delivery
// names its own types.
func TestEveryEventIsDescribed(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
	require.Contains(t, document.Extensions, "x-webhooks")
	delivery := document.Components.Schemas["WebhookDelivery"].Value
	mapping := delivery.Discriminator.Mapping
	assert.Len(t, mapping, 32)
	for _, name := range document.Components.Schemas["WebhookEventType"].Value.Enum {
		assert.Contains(t, mapping, name)
	}
	for name, to := range mapping {
		kind := document.Components.Schemas[strings.TrimPrefix(to.Ref, "#/components/schemas/")]
		require.NotNil(t, kind, name)
		assert.Contains(t, kind.Value.Properties["event_type"].Value.Enum, name)
	}
}

func TestDeliveriesAreDecidedByTheirType(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
	delivery := document.Components.Schemas["WebhookDelivery"].Value
	for _, c := range []struct {
		reason, eventType string
		data              map[string]any
		valid             bool
	}{
		{"all required members", "avatar_video.success", map[string]any{"video_id": "v", "url": "u"}, true},
		{"further members are allowed", "avatar_video.fail", map[string]any{"video_id": "v", "msg": "m", "more": true}, true},
		{"no members are known", "batch.finished", map[string]any{"anything": true}, true},
		{"a required member is missing", "avatar_video.success", map[string]any{"video_id": "v"}, false},
		{"no such type", "video.completed", map[string]any{}, false},
	} {
		err := delivery.VisitJSON(map[string]any{"event_type": c.eventType, "event_data": c.data})
		assert.Equal(t, c.valid, err == nil, "%s: %v", c.reason, err)
	}
}
