package fault

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// A Context holds the parts of the contract and the operation that a fault needs to break one rule
// and no other.
type Context struct {
	Envelope *spec.Envelope // nil if the contract has no error table
	// LookupCode is [validate.Contract.LookupCode]; nil if there is no table.
	LookupCode func(name string) (validate.ErrorCode, bool)
	// LegacyFormats are the bodies of other versions that the document describes.
	LegacyFormats []LegacyFormat
	// Generate generates an instance of a legacy format's schema. If it is nil, the usual bodies of
	// v1 and v2 are sent, whatever the document describes.
	Generate func(*openapi3.SchemaRef) (any, error)
	// Statuses are the operation's documented responses, as in
	// [validate.Operation].
	Statuses []string
}

// A LegacyFormat is the schema of the error bodies of another version.
type LegacyFormat struct {
	Name   string
	Schema *openapi3.SchemaRef
}

// NewContext returns the context of a document, without an operation. It returns an error for an
// error table that package validate refuses too.
func NewContext(doc *document.Document, lookupCode func(name string) (validate.ErrorCode, bool)) (Context, error) {
	c := Context{LookupCode: lookupCode}
	table, err := doc.Spec.ErrorTable()
	if table == nil || err != nil {
		return c, err
	}
	first := table.Envelope.Item(0)
	c.Envelope = &first
	for _, format := range table.LegacyFormats {
		schema, err := document.DecodeSchema(format.Schema)
		if err != nil {
			return c, err
		}
		c.LegacyFormats = append(c.LegacyFormats, LegacyFormat{Name: format.Name, Schema: schema})
	}
	return c, nil
}

// legacyFormat returns the format of a version, nil if the document has none.
func (c *Context) legacyFormat(version string) *LegacyFormat {
	i := slices.IndexFunc(c.LegacyFormats, func(f LegacyFormat) bool {
		return f.Name == version && f.Schema != nil && f.Schema.Value != nil
	})
	if i < 0 {
		return nil
	}
	return &c.LegacyFormats[i]
}

// documentsStatus reports whether the operation documents a status.
func (c *Context) documentsStatus(status int) bool {
	return spec.FindResponse(c.Statuses, status, func(key string) string { return key }) != ""
}
