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
	if document.Extensions["x-webhooks"] == nil {
		t.Skip("the document describes no deliveries")
	}
	for name, event := range map[string]reflect.Type{
		"AvatarVideoSuccessEvent":      reflect.TypeFor[webhook.VideoRendered](),
		"AvatarVideoFailureEvent":      reflect.TypeFor[webhook.VideoFailed](),
		"VideoTranslationSuccessEvent": reflect.TypeFor[webhook.VideoTranslated](),
		"VideoTranslationFailureEvent": reflect.TypeFor[webhook.VideoTranslationFailed](),
		"PersonalizedVideoEvent":       reflect.TypeFor[webhook.VideoPersonalized](),
		"CallbackEvent":                reflect.TypeFor[webhook.Callback](),
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
