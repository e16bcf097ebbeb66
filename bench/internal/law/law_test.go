// Package law tests with large documents of other APIs that what the matcher accepts also conforms
// on the slow path.
package law

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/testsupport/jsonfuzz"
)

var mutants = flag.Int("mutants", 20_000, "damaged values to make of each document")

var more = flag.String("documents", "", "`pattern` of further documents")

// documents are descriptions of large APIs in the modules that this one depends on, which use them
// for their own tests.
var documents = []struct{ module, file string }{
	{"github.com/pb33f/libopenapi", "test_specs/stripe.yaml"},
	{"github.com/pb33f/libopenapi", "test_specs/asana.yaml"},
	{"github.com/pb33f/libopenapi", "test_specs/docusignv3.1.json"},
	{"github.com/pb33f/libopenapi", "test_specs/petstorev3.json"},
}

func TestLaw(t *testing.T) {
	for _, d := range documents {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", d.module).Output()
		if err != nil {
			t.Fatal(err)
		}
		tryFile(t, filepath.Join(strings.TrimSpace(string(dir)), filepath.FromSlash(d.file)))
	}
	files, err := filepath.Glob(*more)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		tryFile(t, file)
	}
}

func tryFile(t *testing.T, file string) {
	t.Run(filepath.Base(file), func(t *testing.T) {
		doc, err := spec.Load(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		if err != nil {
			t.Fatal("the document does not load:", err)
		}
		tryDocument(t, doc)
	})
}

// tryDocument generates values of all components, and mutants of them.
func tryDocument(t *testing.T, doc *spec.Document) {
	var options schemaengine.Options
	compiler := schemaengine.NewCompiler(doc, options)
	programs := schemamatch.NewCompiler(schemamatch.Options{AssertFormats: true})
	evaluator := schemaengine.NewEvaluator(options)
	components := doc.Root().At("components", "schemas")
	each := max(1, *mutants/max(1, components.Len()))
	var made, changed tally
	for name, node := range components.Members() {
		l := law{t, name, compiler.Schema(node), evaluator, nil}
		l.program = programs.Compile(l.schema)
		g := jsonfuzz.New(uint64(len(name)))
		for n := 0; n < each; n += 20 {
			value := g.ConformingValue(l.schema, 5)
			body := g.EncodeBody(value)
			made.add(l.try(body))
			for range 10 {
				changed.add(l.try(g.MutateBytes(body)))
				value = g.MutateValue(value)
				changed.add(l.try(g.EncodeBody(value)))
			}
		}
	}
	t.Logf("%d schemas; %d of %d conforming values decided (%.1f %%); %d mutants, of which %d conform and %d are decided",
		components.Len(), made.decided, made.conforming, 100*float64(made.decided)/float64(max(1, made.conforming)), changed.all, changed.conforming, changed.decided)
}

// A law is the test of one schema.
type law struct {
	t         *testing.T
	name      string
	schema    *schema.Schema
	evaluator *schemaerror.Evaluator
	program   *schemamatch.Program
}

// try checks a body both ways.
func (l *law) try(body []byte) (conforms, decided bool) {
	var m schemamatch.Matcher
	decided = m.Conforms(l.program, body)
	if value, err := schemaerror.Decode(body); err == nil {
		result := l.evaluator.Check(l.t.Context(), l.schema, value)
		conforms = len(result.Errors)+len(result.Unchecked) == 0
	}
	if decided && !conforms {
		l.t.Errorf("%s: the matcher accepts what the slow path does not: %.2000s", l.name, body)
	}
	return conforms, decided
}

type tally struct{ all, conforming, decided int }

func (c *tally) add(conforms, decided bool) {
	c.all++
	if conforms {
		c.conforming++
	}
	if decided {
		c.decided++
	}
}
