package traffic

import (
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A faultWay is a fault in the responses of one operation, which a report counts as one finding.
type faultWay struct {
	fault   *Fault
	surface *apiSurface // with one operation and one code
}

// steadyFaults are faults that are one finding for an operation and a code.
var steadyFaults = []string{
	"code-unknown", "message-empty", "message-numbers", "message-url", "doc-url-missing",
	"param-unexpected", "retry-after-missing", "retry-after-text", "envelope-member", "body-duplicate",
}

// faultWays returns n ways, over all operations.
func (s *apiSurface) faultWays(n int) ([]faultWay, error) {
	operations := slices.Concat(s.singles, s.pages)
	if most := len(steadyFaults) * len(operations); n > most {
		return nil, fmt.Errorf("no more than %d findings can be told apart", most)
	}
	ways := make([]faultWay, n)
	for i := range ways {
		op := operations[i/len(steadyFaults):][:1]
		ways[i] = faultWay{faultByName(steadyFaults[i%len(steadyFaults)]), &apiSurface{
			pages: op, singles: op, codes: []validate.ErrorCode{s.byName["forbidden"]}, byName: s.byName,
		}}
	}
	return ways, nil
}

func faultByName(name string) *Fault {
	return &Faults[slices.IndexFunc(Faults, func(f Fault) bool { return f.Name == name })]
}
