package mock

import (
	"errors"
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/internal/suggest"
	"github.com/apicontract/apicontract/validate"
)

// What was asked for in vain is answered with what comes nearest to it, and with
// the place of the list: a list of 35 codes in an error helps nobody.

// NoCode says that the error table of a contract lacks a code.
func NoCode(c *validate.Contract, code string) error {
	codes := c.Codes()
	if len(codes) == 0 {
		return errors.New("the contract has no error table: no code can be told")
	}
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = c.Name
	}
	return fmt.Errorf("the error table has no code %q; %s", code, suggest.And(code, names, "`apicontract codes` lists them"))
}

func (m *Model) noCode(code string) error { return NoCode(m.contract, code) }

func (m *Model) noOperation(pattern string) error {
	var names []string
	for _, op := range m.operations {
		names = append(names, op.name())
	}
	return fmt.Errorf("no operation is called %q; %s", pattern, suggest.DidYouMean(pattern, names, "the contract's document names them"))
}

func noFault(f Fault) error {
	var names []string
	for _, f := range Faults() {
		names = append(names, string(f.Fault))
	}
	return fmt.Errorf("there is no fault %q; %s", f, suggest.And(string(f), names, "`apicontract mock --help` lists them"))
}

// otherExample is what to ask for instead of an example that there is not.
func otherExample(name string, names []string) string {
	if len(names) == 0 {
		return "it has none there"
	}
	return suggest.And(name, names, "the responses in the document list them")
}

// exampleNames are the examples of several operations, sorted.
func exampleNames(operations []*operation, status int) []string {
	var names []string
	for _, op := range operations {
		names = append(names, op.exampleNames(status)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// exampleNames are the names of an operation's examples, or of those of a status,
// sorted.
func (op *operation) exampleNames(status int) []string {
	statuses := []int{status}
	if status == 0 {
		statuses = op.statuses()
	}
	var names []string
	for _, status := range statuses {
		r := op.response(status)
		if r == nil {
			continue
		}
		for _, mt := range r.Content {
			for name := range mt.Examples {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
