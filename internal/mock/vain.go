package mock

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/prefer"
	"github.com/apicontract/apicontract/internal/suggest"
	"github.com/apicontract/apicontract/validate"
)

// A Misuse is a request that asked the mock for what the contract cannot fulfil, or
// by a name that it does not have.
type Misuse struct {
	Method string
	Path   string // at the contract's server, escaped, without the query
	Status int    // of what the mock said to it
	Err    error  // what was in vain, and what would not be
}

// vain is the answer to what the contract cannot fulfil. It is the mock's own, under
// a status that tells it from anything the API would say.
func vain(err error) reply {
	return reply{answer: own(http.StatusNotImplemented, "The mock cannot answer as asked: "+err.Error()+"."), misuse: err}
}

func (s *Server) misused(c *call, r *reply) {
	if s.Misuse != nil {
		s.Misuse(&Misuse{Method: c.Method, Path: c.path, Status: r.answer.Status, Err: r.misuse})
	}
}

func (s *Server) misnamed(c *call, r *reply) {
	if s.Misnamed == nil {
		return
	}
	if err := prefer.CheckNames(c.Header.Values("Prefer")); err != nil {
		s.Misnamed(&Misuse{Method: c.Method, Path: c.path, Status: r.answer.Status, Err: err})
	}
}

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
	return hint.Unknown(hint.ListCodes, "the error table has no code", code, names)
}

func (m *Model) noCode(code string) error { return NoCode(m.contract, code) }

func (m *Model) noOperation(pattern string) error {
	var names []string
	for _, op := range m.operations {
		names = append(names, op.as(pattern))
	}
	return fmt.Errorf("no operation is called %q; %s", pattern, suggest.DidYouMean(pattern, names, "the contract's document names them"))
}

// as is what people call the operation who write like a pattern: by its name, its
// path, or its method and path.
func (op *operation) as(pattern string) string {
	switch {
	case strings.HasPrefix(pattern, "/"):
		return op.PathTemplate
	case strings.Contains(pattern, " /"):
		return op.Method + " " + op.PathTemplate
	}
	return op.name()
}

func noFault(f fault.Fault) error {
	var names []string
	for _, f := range fault.All() {
		names = append(names, string(f.Fault))
	}
	return hint.Unknown(hint.ListFaults, "there is no fault", string(f), names)
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
