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

// A PreferenceError reports a request whose preference the contract cannot fulfil, or whose name
// the mock does not have.
type PreferenceError struct {
	Method string
	Path   string // path at the contract's server, escaped, without the query
	Status int    // status of the mock's response
	Err    error  // what the contract cannot fulfil, and what it can
}

// unfulfillableResponse returns the response to a preference that the contract cannot fulfil. It comes from
// the mock, not from the API, so it has a status that the API does not send.
func unfulfillableResponse(err error) preparedResponse {
	return preparedResponse{response: problemDetails(http.StatusNotImplemented, "The mock cannot serve the request as asked: "+err.Error()+"."), preferenceErr: err}
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

// The errors below suggest the closest valid name and say where the list is: an error that lists 35
// codes is not readable.

// UnknownCodeError returns the error for a code that is not in the error table of a contract.
func UnknownCodeError(c *validate.Contract, code string) error {
	codes := c.Codes()
	if len(codes) == 0 {
		return errors.New("the contract has no error table, so its errors have no code")
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

// nameLike returns the operation's name in the form of a pattern: its name, its path, or its method
// and path.
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

// otherExample suggests another example in place of an unknown one.
func otherExample(name string, names []string) string {
	if len(names) == 0 {
		return "it has none there"
	}
	return suggest.DidYouMeanOr(name, names, "the responses in the document list them")
}

// exampleNames returns the sorted names of the examples of several operations.
func exampleNames(operations []*operation, status int) []string {
	var names []string
	for _, op := range operations {
		names = append(names, op.exampleNames(status)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// exampleNames returns the sorted names of an operation's examples, all of them or those of a
// status.
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
