package cli

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/validate"
)

// warnOfHosts warns where a document names no host and several hosts matched its paths:
// some of them may be another API.
func (c *checkCommand) warnOfHosts(v *validate.Validator, r *validate.Report) {
	if !v.AcceptsAnyHost() {
		return
	}
	if names := nothingchecked.ContractHosts(&r.Summary); len(names) > 1 {
		_, _ = fmt.Fprintf(c.err, "apicontract: warning: the document names no host, and paths of it matched on %d hosts (%s); add --base-url URL for each host of the API\n",
			len(names), nothingchecked.Limited(names))
	}
}
