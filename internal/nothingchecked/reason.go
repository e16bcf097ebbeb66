// Package nothingchecked says why a run checked nothing, because such a run must not look like one
// without findings. Each front end words what to do.
package nothingchecked

import (
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A Reason says why nothing was checked.
type Reason int

// The reasons. The zero value means that something was checked.
const (
	None        Reason = iota
	NoEntries          // there was no exchange
	OtherHosts         // every exchange went to a host that is not a server of the contract
	AllSkipped         // every exchange was skipped, not only because of its host
	NoOperation        // the host is a server of the contract, but no exchange matched an operation
)

// ReasonOf returns the reason according to a summary.
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
