package contracttest

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// nothingChecked says why nothing was checked, and is empty if something was. empty is
// what to say if there was no exchange.
func nothingChecked(empty string, s *validate.Summary, contract *validate.Contract) string {
	switch nothingchecked.ReasonOf(s) {
	case nothingchecked.NoEntries:
		return "nothing was judged: " + empty
	case nothingchecked.OtherHosts:
		return fmt.Sprintf("nothing was judged: no exchange went to a server of the contract (%s); seen were %s; if one of them is yours, name it with validate.WithBaseURL in Options",
			nothingchecked.ListServers(contract), nothingchecked.ListHosts(s.Hosts))
	case nothingchecked.AllSkipped:
		return fmt.Sprintf("nothing was judged: every exchange was skipped (%s)%s", render.ReasonCounts(s.Skipped), skippedFix(s.Skipped))
	case nothingchecked.NoOperation:
		return fmt.Sprintf("no exchange matched an operation of the contract: is the base path right (%s)? Another one is named with validate.WithBaseURL in Options",
			nothingchecked.ListServers(contract))
	}
	return ""
}

// skippedFix says what to do where every exchange was skipped.
func skippedFix(skipped map[validate.SkipReason]int) string {
	if skipped[validate.SkipNotRecorded] > 0 {
		return "; none had a body that came to its end: look for a client that closes them unread, or a server that breaks off"
	}
	if skipped[validate.SkipUnusable] > 0 {
		return "; correct the problems of the document, which `apicontract lint` lists"
	}
	return ""
}
