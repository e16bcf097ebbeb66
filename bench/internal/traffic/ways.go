package traffic

import (
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A way is one fault of one operation's responses, which a report counts as one
// finding.
type way struct {
	fault   *Fault
	surface *surface // with one operation and one code
}

// steady are faults that are one finding for an operation and a code.
var steady = []string{
	"code-unknown", "message-empty", "message-numbers", "message-url", "doc-url-missing",
	"param-unexpected", "retry-after-missing", "retry-after-text", "envelope-member", "body-duplicate",
}

// ways returns n of them, over all operations.
func (s *surface) ways(n int) ([]way, error) {
	operations := slices.Concat(s.singles, s.pages)
	if most := len(steady) * len(operations); n > most {
		return nil, fmt.Errorf("no more than %d findings can be told apart", most)
	}
	ways := make([]way, n)
	for i := range ways {
		op := operations[i/len(steady):][:1]
		ways[i] = way{fault(steady[i%len(steady)]), &surface{
			pages: op, singles: op, codes: []validate.Code{s.byName["forbidden"]}, byName: s.byName,
		}}
	}
	return ways, nil
}

func fault(name string) *Fault {
	return &Faults[slices.IndexFunc(Faults, func(f Fault) bool { return f.Name == name })]
}
