package synth_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/synth"
	"github.com/apicontract/apicontract/validate"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocumentBuiltIn generates an instance of every schema of the built-in document, with several
// seeds.
func TestDocumentBuiltIn(t *testing.T) {
	doc, err := document.Load(spec.SingleFile(apicontract.DocumentName, apicontract.Document()), apicontract.DocumentName)
	require.NoError(t, err)
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	for seed := range uint64(2) {
		made := everySchema(t, doc, contract, seed)
		assert.Greater(t, made, 500, "schemas were tried")
	}
}

// TestDocumentsOfTests does the same for the documents of the repository's own tests.
func TestDocumentsOfTests(t *testing.T) {
	made := everyDocument(t, os.DirFS("../cli/testdata/common"))
	assert.Positive(t, made)
}

// TestDocumentsOfLibrary does the same for the test documents of kin-openapi, if they are
// available. Some are more unusual than published documents.
func TestDocumentsOfLibrary(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/getkin/kin-openapi").Output()
	if err != nil {
		t.Skip("the library's source is not at hand")
	}
	made := everyDocument(t, os.DirFS(strings.TrimSpace(string(dir))))
	assert.Greater(t, made, 500)
}

// everyDocument tries all valid documents of a file system.
func everyDocument(t *testing.T, fsys fs.FS) (made int) {
	t.Helper()
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if ending := filepath.Ext(name); err != nil || entry.IsDir() || ending != ".yaml" && ending != ".yml" && ending != ".json" {
			return err
		}
		doc, err := document.Load(fsys, name)
		if err != nil {
			return nil // a fragment, or broken on purpose
		}
		contract, err := validate.Load(fsys, name)
		if err != nil {
			return nil
		}
		t.Run(name, func(t *testing.T) { made += everySchema(t, doc, contract, 1) })
		return nil
	})
	require.NoError(t, err)
	return made
}

func everySchema(t *testing.T, doc *document.Document, contract *validate.Contract, seed uint64) (made int) {
	t.Helper()
	m := synth.NewForDocument(doc.T, seed)
	var schemas openapi3.Schemas
	if doc.Components != nil {
		schemas = doc.Components.Schemas
	}
	for name, ref := range schemas {
		made++
		attempt(t, doc, m, ref, synth.Options{Key: "component " + name})
		attempt(t, doc, m, ref, synth.Options{Key: "component " + name, Write: true, Minimal: true})
	}
	v, err := validate.New(contract, validate.WithBaseURL("https://synth.example"))
	require.NoError(t, err)
	if doc.Paths == nil {
		return made // only webhooks, which OpenAPI 3.1 allows
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			made += everyContent(t, doc, m, v, path, method, op)
		}
	}
	return made
}

func everyContent(t *testing.T, doc *document.Document, m *synth.Generator, v *validate.Validator, path, method string, op *openapi3.Operation) (made int) {
	t.Helper()
	key := method + " " + path
	if op.RequestBody != nil {
		for mediaType, mt := range op.RequestBody.Value.Content {
			if mt == nil {
				continue
			}
			made++
			attempt(t, doc, m, mt.Schema, synth.Options{Key: key + mediaType, Write: true})
			attempt(t, doc, m, mt.Schema, synth.Options{Key: key + mediaType, Write: true, Minimal: true})
		}
	}
	for _, p := range op.Parameters {
		made++
		attempt(t, doc, m, p.Value.Schema, synth.Options{Key: key, Name: p.Value.Name, Write: true})
	}
	for status, response := range op.Responses.Map() {
		for mediaType, mt := range response.Value.Content {
			if mt == nil {
				continue
			}
			made++
			for _, minimal := range []bool{false, true} {
				o := synth.Options{Key: key + " " + status, Minimal: minimal}
				content, ok := attempt(t, doc, m, mt.Schema, o)
				if ok && strings.Contains(mediaType, "json") {
					checkGenerated(t, v, method, path, status, mediaType, content)
				}
				if content, ok := m.Example(mt, "", o); ok && strings.Contains(mediaType, "json") {
					checkGenerated(t, v, method, path, status, mediaType, content)
				}
			}
		}
	}
	return made
}

// impossible are schemas of kin-openapi's documents to which nothing conforms.
var impossible = map[string]bool{
	"component FilterPredicateRangeOp": true, // at least two members, but it allows only one
	"component ObjectWithIfThenElse":   true, // an object that must be a number if it is not a string
}

func attempt(t *testing.T, doc *document.Document, m *synth.Generator, ref *openapi3.SchemaRef, o synth.Options) (any, bool) {
	t.Helper()
	v, err := m.Value(ref, o)
	if impossible[o.Key] {
		assert.ErrorContains(t, err, "no instance of the schema was found", o.Key)
		return nil, false
	}
	if err != nil || ref == nil {
		assert.NoError(t, err, o.Key)
		return v, err == nil
	}
	again, err := m.Value(ref, o)
	require.NoError(t, err)
	assert.Equal(t, v, again, "the same each time")
	options := []openapi3.SchemaValidationOption{openapi3.VisitAsResponse()}
	if o.Write {
		options[0] = openapi3.VisitAsRequest()
	}
	if doc.IsOpenAPI31OrLater() {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	assert.NoError(t, ref.Value.VisitJSON(v, options...), o.Key)
	return v, true
}

// checkGenerated checks a generated body with the engine. For error responses only the schema
// matters, because the mock sets the rest of an error.
func checkGenerated(t *testing.T, v *validate.Validator, method, path, status, mediaType string, content any) {
	t.Helper()
	text, err := json.Marshal(content)
	require.NoError(t, err)
	code, err := strconv.Atoi(strings.ReplaceAll(strings.Replace(status, "default", "299", 1), "XX", "99"))
	require.NoError(t, err)
	verdict := v.Check(&validate.Exchange{
		Request:  validate.Request{Method: method, URL: "https://synth.example" + path},
		Response: validate.Response{Status: code, MediaType: mediaType, Body: text},
	})
	for _, violation := range verdict.Violations {
		if violation.Rule == validate.BodySchema || violation.Rule == validate.BodyUnreadable {
			assert.Fail(t, fmt.Sprintf("%s %s %s: %s", method, path, status, violation.Message), "%s", text)
		}
	}
	if code < http.StatusBadRequest {
		assert.Empty(t, verdict.Skipped)
	}
}
