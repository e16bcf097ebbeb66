package mock_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/synth"
	"github.com/apicontract/apicontract/validate"
)

// A played is a contract with its model and its validator.
type played struct {
	contract  *validate.Contract
	model     *mock.Model
	validator *validate.Validator
}

// heygen is the built-in contract, compiled once for all tests.
var heygen = sync.OnceValues(func() (*played, error) {
	c, err := builtin.Contract()
	if err != nil {
		return nil, err
	}
	return play(c)
})

func play(c *validate.Contract) (*played, error) {
	m, err := mock.Compile(c)
	if err != nil {
		return nil, err
	}
	// What an operation is does not depend on what the mock answers.
	v, err := validate.New(c, validate.WithLevel(validate.OperationPreview, validate.LevelOff))
	return &played{c, m, v}, err
}

// A bench is a mock server with the check of its responses.
type bench struct {
	*mock.Server
	contract  *validate.Contract
	validator *validate.Validator
	doc       *document.Document
	misused   []string
	misnamed  []string
	mu        sync.Mutex
	recorded  []*mock.Exchange
}

func model(tb testing.TB) *mock.Model {
	tb.Helper()
	p, err := heygen()
	require.NoError(tb, err)
	return p.model
}

func newBench(tb testing.TB, c mock.Config) *bench {
	tb.Helper()
	p, err := heygen()
	require.NoError(tb, err)
	return benchOf(tb, p, c)
}

// parsed returns a bench for a document in the test.
func parsed(tb testing.TB, text string, c mock.Config) *bench {
	tb.Helper()
	contract, err := validate.Parse("doc.yaml", []byte(text))
	require.NoError(tb, err)
	p, err := play(contract)
	require.NoError(tb, err)
	return benchOf(tb, p, c)
}

func benchOf(tb testing.TB, p *played, c mock.Config) *bench {
	tb.Helper()
	b := &bench{contract: p.contract, validator: p.validator}
	c.Unfulfillable = func(m *mock.PreferenceError) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.misused = append(b.misused, m.Err.Error())
	}
	c.UnknownPreference = func(m *mock.PreferenceError) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.misnamed = append(b.misnamed, m.Err.Error())
	}
	c.Record = func(x *mock.Exchange) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.recorded = append(b.recorded, x)
	}
	var err error
	b.Server, err = mock.New(p.model, c)
	require.NoError(tb, err)
	return b
}

// document returns the contract's document, for making requests.
func (b *bench) document(tb testing.TB) *document.Document {
	tb.Helper()
	if b.doc == nil {
		doc, err := document.FromSpec(enginehook.Document(b.contract))
		require.NoError(tb, err)
		b.doc = doc
	}
	return b.doc
}

// asked returns a request in the tests' notation: "POST /v3/videos", its body, and its headers as
// "Name: value".
func asked(line, content string, fields ...string) *http.Request {
	method, target, _ := strings.Cut(line, " ")
	r := httptest.NewRequestWithContext(context.Background(), method, target, strings.NewReader(content))
	if content != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		if name == "Prefer" {
			r.Header.Add(name, value)
			continue
		}
		r.Header.Set(name, value)
	}
	return r
}

const key = "X-Api-Key: sk-canary"

func (b *bench) ask(line, content string, fields ...string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, asked(line, content, fields...))
	return w
}

// verdict checks a response as one of the contract's own server.
func (b *bench) verdict(line string, w *httptest.ResponseRecorder) validate.Result {
	method, path, _ := strings.Cut(line, " ")
	path, _, _ = strings.Cut(path, "?")
	host := "https://any.example"
	if servers := b.contract.Servers(); len(servers) > 0 && strings.Contains(servers[0], "://") {
		host = servers[0]
	}
	return b.verdictAt(method, host+path, w)
}

func (b *bench) verdictAt(method, url string, w *httptest.ResponseRecorder) validate.Result {
	x := &validate.Exchange{Request: validate.Request{Method: method, URL: url, Header: validate.Header{}},
		Response: validate.Response{Status: w.Code, Body: w.Body.Bytes(), Header: validate.Header{}}}
	for name, values := range w.Header() {
		for _, value := range values {
			x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: name, Value: value})
		}
	}
	return b.validator.Check(x)
}

// found returns a result in one line.
func found(v validate.Result) string {
	if v.Skipped != "" {
		return "skipped " + string(v.Skipped)
	}
	if len(v.Violations) == 0 {
		return "conforms"
	}
	var words []string
	for _, f := range v.Violations {
		words = append(words, strings.TrimSpace(string(f.Rule)+" "+f.InstanceLocation+" "+f.Message))
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// rightly builds a valid request for an operation: its line, body and headers.
func (b *bench) rightly(tb testing.TB, op validate.Operation) (line, content string, fields []string) {
	tb.Helper()
	maker := synth.NewForDocument(b.document(tb).T, 7)
	item := b.doc.Paths.Value(op.PathTemplate)
	doc := item.GetOperation(op.Method)
	path, query := op.PathTemplate, []string{}
	for _, p := range slices.Concat(doc.Parameters, item.Parameters) {
		value := "x1"
		if p.Value.Schema != nil {
			if made, err := maker.Value(p.Value.Schema, synth.Options{Key: op.ID, Write: true, Name: p.Value.Name}); err == nil {
				value = text(made)
			}
		}
		switch {
		case p.Value.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", strings.ReplaceAll(value, "/", "%2F"))
		case p.Value.Required && p.Value.In == "query":
			query = append(query, p.Value.Name+"="+value)
		case p.Value.Required && p.Value.In == "header":
			fields = append(fields, p.Value.Name+": "+value)
		}
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	content, mediaType := b.content(tb, maker, op, doc)
	if mediaType != "" {
		fields = append(fields, "Content-Type: "+mediaType)
	}
	return op.Method + " " + path, content, append(fields, key)
}

func (b *bench) content(tb testing.TB, maker *synth.Generator, op validate.Operation, doc *openapi3.Operation) (content, mediaType string) {
	tb.Helper()
	if doc.RequestBody == nil {
		return "", ""
	}
	mt := doc.RequestBody.Value.Content.Get("application/json")
	if mt == nil {
		return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nabc\r\n--b--\r\n", "multipart/form-data; boundary=b"
	}
	value, err := maker.Content(mt, "", synth.Options{Key: op.ID, Write: true})
	require.NoError(tb, err)
	return text(value), "application/json"
}
