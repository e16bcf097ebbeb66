package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExportedNamesAreDocumented checks that every exported name of the client's packages has a doc
// comment.
func TestExportedNamesAreDocumented(t *testing.T) {
	names := 0
	for _, dir := range []string{".", "retry", "webhook"} {
		notTests := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
		packages, err := parser.ParseDir(token.NewFileSet(), dir, notTests, parser.ParseComments) //nolint:staticcheck // no build tags here
		require.NoError(t, err)
		for _, p := range packages {
			for _, file := range p.Files {
				for _, d := range file.Decls {
					names += checkDocs(t, dir, d)
				}
			}
		}
	}
	assert.Greater(t, names, 1000)
}

// checkDocs checks the names that a declaration exports, and counts them.
func checkDocs(t *testing.T, dir string, d ast.Decl) (names int) {
	t.Helper()
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && isExportedReceiver(d) {
			names++
			assert.NotEmpty(t, d.Doc.Text(), "%s: %s", dir, d.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() {
					names++
					assert.NotEmpty(t, d.Doc.Text()+s.Doc.Text(), "%s: %s", dir, s.Name)
				}
			case *ast.ValueSpec: // one comment may document a group
				if s.Names[0].IsExported() {
					names++
					assert.NotEmpty(t, d.Doc.Text()+s.Doc.Text()+s.Comment.Text(), "%s: %s", dir, s.Names[0])
				}
			}
		}
	}
	return names
}

func isExportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if index, ok := receiver.(*ast.IndexExpr); ok {
		receiver = index.X
	}
	name, ok := receiver.(*ast.Ident)
	return !ok || name.IsExported()
}
