package synth_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/synth"
)

// FuzzValue generates instances of any schema: they conform, or there is an error, within a short
// time.
func FuzzValue(f *testing.F) {
	for _, c := range values {
		f.Add(c.version == "3.1.0", c.schema, uint64(1))
	}
	f.Fuzz(func(t *testing.T, is31 bool, schema string, seed uint64) {
		version := "3.0.3"
		if is31 {
			version = "3.1.0"
		}
		text := fmt.Sprintf("openapi: %s\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    Text: {type: string}\n    S: %s\n", version, schema)
		doc, err := document.Load(spec.SingleFile("api.yaml", []byte(text)), "api.yaml")
		if err != nil || doc.Components == nil || doc.Components.Schemas["S"] == nil {
			return
		}
		s := doc.Components.Schemas["S"]
		start := time.Now()
		for _, o := range []synth.Options{{}, {Write: true, Minimal: true, MemberValues: map[string]any{"id": "x", "a": 1.0}}} {
			m := synth.NewForDocument(doc.T, seed)
			if v, err := m.Value(s, o); err == nil {
				assert.NoError(t, m.CheckInstance(s, v, o.Write))
			}
		}
		assert.Less(t, time.Since(start), 10*time.Second)
	})
}
