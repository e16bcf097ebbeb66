package mock

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/spec"
)

// anyValue is the value of a rule that any value of a request matches.
const anyValue = "*"

// checkRequestFields returns an error for a member of the body that is no JSON Pointer.
func (r *Rule) checkRequestFields() error {
	for _, pointer := range slices.Sorted(maps.Keys(r.Member)) {
		if !strings.HasPrefix(pointer, "/") {
			return fmt.Errorf("member: %q is not a JSON Pointer: write for example %q", pointer, "/"+pointer)
		}
	}
	return nil
}

// matchesRequest reports whether a request has the query parameters, headers and members of
// its JSON body that the rule asks for.
func (r *Rule) matchesRequest(c *receivedRequest) bool {
	if len(r.Query) > 0 {
		query := c.URL.Query()
		for name, want := range r.Query {
			if !hasValue(query[name], want) {
				return false
			}
		}
	}
	for name, want := range r.Header {
		if !hasValue(headerValues(c.Request, name), want) {
			return false
		}
	}
	if len(r.Member) == 0 {
		return true
	}
	body, ok := jsonvalue.Decode(c.body)
	for pointer, want := range r.Member {
		if !ok || !hasMember(body, pointer, want) {
			return false
		}
	}
	return true
}

// headerValues returns the lines of a header. net/http keeps Host apart from the others.
func headerValues(r *http.Request, name string) []string {
	if strings.EqualFold(name, "Host") {
		return []string{r.Host}
	}
	return r.Header.Values(name)
}

// hasValue reports whether one of some values is the wanted one.
func hasValue(values []string, want string) bool {
	return slices.Contains(values, want) || want == anyValue && len(values) > 0
}

// hasMember reports whether a body has a value at a JSON Pointer. Values are equal if they are
// the same JSON.
func hasMember(body any, pointer string, want any) bool {
	value, found := spec.ValueAt(body, spec.SplitPointer(pointer))
	if text, isText := want.(string); isText && text == anyValue {
		return found
	}
	return found && bytes.Equal(jsonvalue.Encode(value), jsonvalue.Encode(want))
}
