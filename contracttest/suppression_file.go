package contracttest

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/apicontract/apicontract/internal/atomicfile"
	"github.com/apicontract/apicontract/validate"
)

// updateSuppressions makes tests write the files of their suppressions. The name has a prefix,
// because a test may have a flag -update of its own.
var updateSuppressions = flag.Bool("contracttest.update", false, "write the violations that would fail tests to Config.SuppressionFile")

// recordedReason is the reason of a suppression that the flag has written.
const recordedReason = "recorded by -contracttest.update: say why it is tolerated"

// A suppressionFile is a JSON object with the suppressions of each test by its name.
type suppressionFile map[string][]Suppression

// suppressionFiles serialises the updates of files by the tests of this process.
var suppressionFiles sync.Mutex

// readSuppressions reads a file. A missing file is empty if it is about to be written.
func readSuppressions(name string) (suppressionFile, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && *updateSuppressions {
		return suppressionFile{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("SuppressionFile: %w; -contracttest.update creates it", err)
	}
	var f suppressionFile
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("SuppressionFile: %s: %w", name, err)
	}
	if f == nil {
		f = suppressionFile{}
	}
	return f, nil
}

// storedFor returns the suppressions of a test in a file.
func storedFor(name, test string) ([]Suppression, error) {
	suppressionFiles.Lock()
	defer suppressionFiles.Unlock()
	f, err := readSuppressions(name)
	if err != nil {
		return nil, err
	}
	var list []Suppression
	for i, k := range f[test] {
		list = append(list, k)
		if err := k.Check(); err != nil {
			return nil, fmt.Errorf("SuppressionFile: %s: item %d of %s: %w", name, i, test, err)
		}
	}
	return list, nil
}

// storeFor replaces the suppressions of a test in a file.
func storeFor(name, test string, list []Suppression) error {
	suppressionFiles.Lock()
	defer suppressionFiles.Unlock()
	f, err := readSuppressions(name)
	if err != nil {
		return err
	}
	delete(f, test)
	for _, k := range list {
		f[test] = append(f[test], k)
	}
	text, err := json.MarshalIndent(f, "", "  ") // sorted by test
	if err != nil {
		return err
	}
	out, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	if _, err := out.Write(append(text, '\n')); err != nil {
		return errors.Join(err, out.Discard())
	}
	return out.Commit()
}

// suppressionOf returns the suppression of a violation.
func suppressionOf(v *validate.Violation) Suppression {
	k := Suppression{Rule: v.Rule, Operation: v.Operation, Status: v.Status, Code: v.Code, Reason: recordedReason}
	if k.Operation == "" {
		k.Operation = v.Method + " " + v.PathTemplate
	}
	return k
}
