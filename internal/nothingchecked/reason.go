// Package nothingchecked says why a run did not test the contract: such a run must not
// look like one without findings. Each front end adds in its own words what to do.
package nothingchecked

import (
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A Reason says why nothing was checked.
type Reason int

// The reasons. Without any, something was checked.
const (
	None        Reason = iota
	NoEntries          // there was no exchange
	OtherHosts         // every exchange went to a host that is not the contract's
	AllSkipped         // every exchange was skipped, and not because of its host alone
	NoOperation        // the host is the contract's, but no exchange matched an operation
)

// ReasonOf returns the reason that a summary shows.
func ReasonOf(s *validate.Summary) Reason {
	switch {
	case s.Entries == 0:
		return NoEntries
	case s.Checked == 0 && len(s.Hosts) > 0 && !slices.ContainsFunc(s.Hosts, isContractHost):
		return OtherHosts
	case s.Checked == 0:
		return AllSkipped
	case s.Matched == 0:
		return NoOperation
	}
	return None
}

func isContractHost(h validate.HostSummary) bool { return h.Contract }
