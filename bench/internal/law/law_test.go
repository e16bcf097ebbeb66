// Package law holds the acceptor to its one law on large documents of others:
// what it accepts, the explainer accepts.
package law

import (
	"cmp"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/specimen"
)

var mutants = flag.Int("mutants", 20_000, "damaged values to make of each document")

var more = flag.String("documents", "", "`pattern` of further documents")

// documents are public descriptions of large APIs, as the modules that this one
// depends on carry them for their own tests.
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
		holdFile(t, filepath.Join(strings.TrimSpace(string(dir)), filepath.FromSlash(d.file)))
	}
	files, err := filepath.Glob(*more)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		holdFile(t, file)
	}
}

func holdFile(t *testing.T, file string) {
	t.Run(filepath.Base(file), func(t *testing.T) {
		doc, err := document.Load(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		if err != nil {
			t.Fatal("the document does not load:", err)
		}
		hold(t, doc)
	})
}

// hold makes values of all components, and damages them.
func hold(t *testing.T, doc *document.Document) {
	var set accept.Set
	var runner accept.Runner
	lowering := explain.NewLowering()
	names := names(doc)
	each := max(1, *mutants/max(1, len(names)))
	made, damaged := tally{}, tally{}
	for _, name := range names {
		schema, err := schemaOf(doc, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		lowered := lowering.Schema(schema)
		program := set.Compile(lowered)
		maker := specimen.New(uint64(len(name)))
		for n := 0; n < each; n += 10 {
			content := maker.Make(lowered)
			made.count(t, name, schema, runner.Run(program, content), content)
			for range 10 {
				mutant := maker.Damage(content)
				damaged.count(t, name, schema, runner.Run(program, mutant), mutant)
			}
		}
	}
	t.Logf("%d schemas; %d of %d conforming values proved (%.1f %%); %d mutants, of which %d conform and %d are proved",
		len(names), made.proved, made.conforming, 100*float64(made.proved)/float64(max(1, made.conforming)), damaged.all, damaged.conforming, damaged.proved)
}

func names(doc *document.Document) (names []string) {
	for name := range doc.Components.Schemas {
		names = append(names, name)
	}
	slices.SortFunc(names, cmp.Compare[string])
	return names
}

var dialects = map[*document.Document]*explain.Dialect31{}

func schemaOf(doc *document.Document, name string) (explain.Schema, error) {
	place := doc.Root().Child("components", "schemas", name)
	if !doc.IsOpenAPI31OrLater() {
		return explain.New30(doc, doc.Components.Schemas[name], place), nil
	}
	if dialects[doc] == nil {
		dialects[doc] = explain.New31(doc)
	}
	return dialects[doc].Schema(place)
}

type tally struct{ all, conforming, proved int }

// count asks both judges.
func (c *tally) count(t *testing.T, name string, schema explain.Schema, proved bool, content []byte) {
	value, err := explain.Decode(content)
	conforms := err == nil && len(schema.First(value)) == 0
	c.all++
	if conforms {
		c.conforming++
	}
	if proved {
		c.proved++
	}
	if proved && !conforms {
		t.Errorf("%s: accepted what the explainer rejects: %.2000s", name, content)
	}
}
