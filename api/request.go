package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/oapi-codegen/runtime"
)

// These errors do not quote the URL, which may contain a secret.
var (
	errServer      = errors.New("api: the server URL needs http:// or https://, and a host")
	errServerQuery = errors.New("api: the server URL has a query or a fragment; a path is all that it may have")
	errNoID        = errors.New("api: an ID in the path is empty, or dots")
)

// parseServer parses the URL of a server. It ends the path in a slash, so that relative paths are
// appended.
func parseServer(server string) (*url.URL, error) {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, errServer
	}
	if u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(server, "#") {
		return nil, errServerQuery
	}
	if !strings.HasSuffix(u.Path, "/") {
		u = u.JoinPath("/")
	}
	return u, nil
}

// requestBuilder builds the request of an operation. It keeps the first error, so
// that the functions of the operations are short.
type requestBuilder struct {
	method, server, path string
	query                []string
	header               http.Header
	err                  error
}

func newRequestBuilder(method, server, path string) *requestBuilder {
	return &requestBuilder{method: method, server: server, path: path, header: make(http.Header)}
}

// addPath sets a parameter of the path. It rejects an empty ID, which would make a different path:
// GET /v3/videos/ lists all videos. It rejects the IDs "." and ".." for the same reason, because
// URLs resolve them.
func (b *requestBuilder) addPath(name string, value any, kind, format string) {
	segment := b.style("simple", false, name, value, runtime.StyleParamOptions{
		ParamLocation: runtime.ParamLocationPath, Type: kind, Format: format,
	})
	if b.err == nil && (segment == "" || segment == "." || segment == "..") {
		b.err = errNoID
	}
	b.path = strings.Replace(b.path, "{"+name+"}", segment, 1)
}

// addQuery adds a query parameter, unless it is nil.
func (b *requestBuilder) addQuery(name string, value any, style string, explode bool, kind, format string) {
	if value, ok := valueOf(value); ok {
		b.query = append(b.query, b.style(style, explode, name, value, runtime.StyleParamOptions{
			ParamLocation: runtime.ParamLocationQuery, Type: kind, Format: format,
		}))
	}
}

// addHeader sets a header, unless it is nil.
func (b *requestBuilder) addHeader(name string, value any, explode bool, kind, format string) {
	if value, ok := valueOf(value); ok {
		b.header.Set(name, b.style("simple", explode, name, value, runtime.StyleParamOptions{
			ParamLocation: runtime.ParamLocationHeader, Type: kind, Format: format,
		}))
	}
}

func (b *requestBuilder) style(style string, explode bool, name string, value any, options runtime.StyleParamOptions) string {
	text, err := runtime.StyleParamWithOptions(style, explode, name, value, options)
	if b.err == nil {
		b.err = err
	}
	return text
}

// valueOf returns the value of a parameter; false if it is absent.
func valueOf(value any) (any, bool) {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil, false
		}
		return v.Elem().Interface(), true
	case reflect.Slice, reflect.Map:
		return value, !v.IsNil()
	}
	return value, true
}

func (b *requestBuilder) build(contentType string, body io.Reader) (*http.Request, error) {
	server, err := parseServer(b.server)
	if b.err != nil || err != nil {
		return nil, errors.Join(err, b.err)
	}
	target, err := server.Parse("." + b.path)
	if err != nil {
		return nil, err
	}
	target.RawQuery = strings.Join(b.query, "&")
	req, err := http.NewRequest(b.method, target.String(), body) //nolint:noctx // Client.send sets the context
	if err != nil {
		return nil, err
	}
	req.Header = b.header
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req, nil
}

// marshalBody returns a body in JSON.
func marshalBody(body any) (io.Reader, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(text), nil
}
