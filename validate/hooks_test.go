package validate_test

import (
	"testing"
	"testing/fstest"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDocumentIsWhatTheContractWasMadeOf(t *testing.T) {
	text := apicontract.Document()
	cases := []struct {
		reason string
		make   func() (*validate.Contract, error)
	}{
		{"parsed", func() (*validate.Contract, error) { return validate.Parse("openapi.yaml", text) }},
		{"loaded", func() (*validate.Contract, error) {
			return validate.Load(fstest.MapFS{"openapi.yaml": {Data: text}}, "openapi.yaml")
		}},
		{"a name that is no valid path", func() (*validate.Contract, error) { return validate.Parse("../my.yaml", text) }},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			made, err := c.make()
			require.NoError(t, err)
			d := enginehook.Document(made)
			got, err := d.FileText(d.Name())
			require.NoError(t, err)
			assert.Equal(t, text, got)
		})
	}
}
