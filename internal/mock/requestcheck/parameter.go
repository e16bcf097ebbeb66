package requestcheck

import (
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/serialization"
	"github.com/apicontract/apicontract/internal/spec"
)

// A documentedParameter is a parameter with its schema.
type documentedParameter struct {
	*serialization.Parameter
	schema *schema.Schema
}

// isIgnored reports whether OpenAPI ignores a parameter: other parts of the document
// describe these headers (Parameter Object, name).
func isIgnored(p *spec.Parameter) bool {
	name := http.CanonicalHeaderKey(p.Name)
	return p.In == "header" && slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, name)
}

func (c *requestCheck) checkParameter(p *documentedParameter, fields *serialization.RequestFields) *Error {
	value, err := c.reader.Parameter(p.Parameter, fields)
	if syntax, ok := errors.AsType[*schemaerror.SyntaxError](err); ok {
		return NewError(p.Name, syntax.Reason)
	}
	switch {
	case !value.Present && p.Required:
		return NewError(p.Name, "is required and missing from the "+p.In)
	case !value.Present, value.Empty && p.AllowEmpty:
		return nil
	case value.Repeated > 0:
		return NewError(p.Name, fmt.Sprintf("was sent %d times, but has one value", value.Repeated))
	case len(value.Readings) == 0:
		c.addUnchecked(fmt.Sprintf("the %s parameter %s (%s)", p.In, p.Name, p.Content.Name))
		return nil
	}
	result := c.checkReadings(p.schema, value.Readings)
	if len(result.Errors) == 0 {
		c.noteUnchecked(&result, fmt.Sprintf("the %s parameter %s", p.In, p.Name))
		return nil
	}
	if value.Empty {
		return NewError(p.Name, "is empty, which it must not be")
	}
	first := &result.Errors[0]
	message := first.Message
	if path := memberPath(first.Instance); path != "" {
		message += " (at " + path + ")"
	}
	return NewError(p.Name, message)
}

// requestFields returns the fields of a request. path are the values of the path
// template's expressions, decoded.
func requestFields(r *http.Request, path map[string]string) *serialization.RequestFields {
	f := &serialization.RequestFields{Path: path, Header: textproto.MIMEHeader(r.Header)}
	for field := range strings.SplitSeq(r.URL.RawQuery, "&") {
		if field != "" {
			name, value, _ := strings.Cut(field, "=")
			f.Query = append(f.Query, serialization.RequestField{Name: name, Value: value})
		}
	}
	for _, c := range r.Cookies() {
		f.Cookie = append(f.Cookie, serialization.RequestField{Name: c.Name, Value: c.Value})
	}
	return f
}

// noteUnchecked notes why a part could not be checked completely.
func (c *requestCheck) noteUnchecked(result *schemaerror.Result, part string) {
	for _, u := range result.Unchecked {
		if note := part + " (" + u.Reason.String() + ")"; !slices.Contains(c.unchecked, note) {
			c.addUnchecked(note)
		}
	}
}
