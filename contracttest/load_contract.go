package contracttest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/apicontract/apicontract/validate"
)

// LoadContract loads the OpenAPI document at path, in YAML or JSON, and ends the test if that is
// not possible. A relative path is relative to the package's directory. References may lead to other
// files in the document's directory and below it, and nowhere else. Other problems of the document
// only leave unchecked what depends on them; their number is logged, and [validate.Contract.Problems]
// lists them. The contract may be shared by tests.
func LoadContract(tb testing.TB, path string) *validate.Contract {
	tb.Helper()
	contract, err := validate.Load(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	if err != nil {
		tb.Fatalf("contracttest: %s: %s", path, hints.Text(err))
		return nil
	}
	if n := len(contract.Problems()); n > 0 {
		tb.Logf("contracttest: %s has problems (%d); `apicontract lint %s` lists them", path, n, path)
	}
	return contract
}
