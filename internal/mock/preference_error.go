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

// A PreferenceError is a request that asked the mock for what the contract cannot fulfil, or
// by a name that it does not have.
type PreferenceError struct {
	Method string
	Path   string // at the contract's server, escaped, without the query
	Status int    // of what the mock said to it
	Err    error  // what the contract cannot fulfil, and what it can
}

// unfulfillable is the answer to what the contract cannot fulfil. It is the mock's own, under
// a status that tells it from anything the API would say.
func unfulfillable(err error) preparedResponse {
	return preparedResponse{response: problemDetails(http.StatusNotImplemented, "The mock cannot answer as asked: "+err.Error()+"."), preferenceErr: err}
}

func (s *Server) reportUnfulfillable(c *receivedRequest, r *preparedResponse) {
	if s.Unfulfillable != nil {
		s.Unfulfillable(&PreferenceError{Method: c.Method, Path: c.path, Status: r.response.Status, Err: r.preferenceErr})
	}
}

func (s *Server) reportUnknownPreference(c *receivedRequest, r *preparedResponse) {
	if s.UnknownPreference == nil {
		return
	}
	if err := prefer.CheckNames(c.Header.Values("Prefer")); err != nil {
		s.UnknownPreference(&PreferenceError{Method: c.Method, Path: c.path, Status: r.response.Status, Err: err})
	}
}

// Errors for unsupported requests suggest the closest valid name and say where the list
// is: an error with 35 codes is not readable.

// UnknownCodeError says that the error table of a contract lacks a code.
func UnknownCodeError(c *validate.Contract, code string) error {
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

func (m *Model) unknownCodeError(code string) error { return UnknownCodeError(m.contract, code) }

func (m *Model) unknownOperationError(pattern string) error {
	var names []string
	for _, op := range m.operations {
		names = append(names, op.nameLike(pattern))
	}
	return fmt.Errorf("no operation is called %q; %s", pattern, suggest.DidYouMean(pattern, names, "the contract's document names them"))
}

// nameLike is what people call the operation who write like a pattern: by its name, its
// path, or its method and path.
func (op *operation) nameLike(pattern string) string {
	switch {
	case strings.HasPrefix(pattern, "/"):
		return op.PathTemplate
	case strings.Contains(pattern, " /"):
		return op.Method + " " + op.PathTemplate
	}
	return op.displayName()
}

func unknownFaultError(f fault.Fault) error {
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
	return suggest.DidYouMeanOr(name, names, "the responses in the document list them")
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
		statuses = op.documentedStatuses()
	}
	var names []string
	for _, status := range statuses {
		r := op.responseFor(status)
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
