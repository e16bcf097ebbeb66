package builtin

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/lint/library"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

func TestStoredTreeIsCurrent(t *testing.T) {
	_, err := spec.Restore(apicontract.DocumentName, apicontract.Document(), tree)
	assert.NoError(t, err, "run `make generate`")
}

func parse(t testing.TB) *spec.Document {
	t.Helper()
	doc, err := spec.Load(spec.SingleFile(apicontract.DocumentName, apicontract.Document()), apicontract.DocumentName)
	require.NoError(t, err)
	return doc
}

func TestRestoredDocumentEqualsTheParsedOne(t *testing.T) {
	parsed := parse(t)
	restored, err := Document()
	require.NoError(t, err)
	assert.Equal(t, parsed.Root().Value(), restored.Root().Value())
	assert.Equal(t, describe(library.Problems(parsed)), describe(library.Problems(restored)), "the problems that lint lists")
	text, err := restored.FileText(apicontract.DocumentName)
	require.NoError(t, err)
	assert.Equal(t, apicontract.Document(), text)
}

// describe returns problems without their nodes, which differ between documents.
func describe(problems []spec.Problem) (lines []string) {
	for i := range problems {
		p := &problems[i]
		line, column := p.Position()
		lines = append(lines, fmt.Sprintf("%s:%d:%d %s %s: %s %s", p.File(), line, column, p.Node.Location().Pointer, p.Rule, p.Message, p.Fix))
	}
	return lines
}

func TestRestoredContractEqualsTheParsedOne(t *testing.T) {
	parsed, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	restored, err := Contract()
	require.NoError(t, err)
	assert.Equal(t, parsed.Title(), restored.Title())
	assert.Equal(t, parsed.Version(), restored.Version())
	assert.Equal(t, parsed.Source(), restored.Source())
	assert.Equal(t, parsed.Servers(), restored.Servers())
	assert.Equal(t, parsed.Codes(), restored.Codes())
	assert.Equal(t, parsed.Operations(), restored.Operations())

	want := checkAll(t, parsed)
	assert.Greater(t, len(want.Findings), 1000)
	assert.Equal(t, want, checkAll(t, restored))
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// checkAll checks wrong and right responses of every status of every operation.
func checkAll(t *testing.T, c *validate.Contract) *validate.Report {
	t.Helper()
	v, err := validate.New(c)
	require.NoError(t, err)
	collector := validate.NewCollector(v)
	add := func(method, path string, status int, body string) {
		collector.Check(&validate.Exchange{
			Request:  validate.Request{Method: method, URL: "https://api.heygen.com" + path},
			Response: validate.Response{Status: status, MediaType: "application/json", Body: []byte(body)},
		})
	}
	for _, op := range c.Operations() {
		path := parameter.ReplaceAllString(op.PathTemplate, "x")
		for _, key := range append(op.Statuses, "599") {
			status, err := strconv.Atoi(strings.Replace(key, "XX", "00", 1)) // a range by one of its statuses
			require.NoError(t, err)
			add(op.Method, path, status, `{"data":{"id":1}}`)
			add(op.Method, path, status, `{"error":{"code":"video_not_found","message":"Video x not found"}}`)
		}
	}
	add("GET", "/v3/videos/v1", 200, `{"data":{"id":"v1","status":"completed"}}`)
	add("GET", "/v3/films/v1", 404, ``)
	add("GET", "/v3/videos", 304, ``)
	return collector.Report()
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		parse(b)
	}
}

func BenchmarkRestore(b *testing.B) {
	for b.Loop() {
		if _, err := Document(); err != nil {
			b.Fatal(err)
		}
	}
}
