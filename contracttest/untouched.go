package contracttest

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// maxHosts is how many hosts a message names.
const maxHosts = 8

// untouched says why the contract was not put to the test, empty if it was: a
// test that judges nothing must not look like one that finds nothing. empty is what
// to say if there was no exchange.
func untouched(empty string, s *validate.Summary, contract *validate.Contract) string {
	switch {
	case s.Entries == 0:
		return "nothing was judged: " + empty
	case s.Checked == 0 && !knowsOne(s.Hosts):
		return fmt.Sprintf("nothing was judged: no exchange went to a server of the contract (%s); seen were %s; if one of them is yours, name it with validate.WithBaseURL in Options",
			servers(contract), hostList(s.Hosts))
	case s.Checked == 0:
		return fmt.Sprintf("nothing was judged: every exchange was skipped (%s)%s", render.Reasons(s.Skipped), cure(s.Skipped))
	case s.Matched == 0:
		return fmt.Sprintf("no exchange matched an operation of the contract: is the base path right (%s)? Another one is named with validate.WithBaseURL in Options",
			servers(contract))
	}
	return ""
}

func knowsOne(hosts []validate.Host) bool {
	for _, h := range hosts {
		if h.Contract {
			return true
		}
	}
	return false
}

func cure(skipped map[validate.SkipReason]int) string {
	if skipped[validate.SkipNotRecorded] > 0 {
		return "; none had a body that came to its end: look for a client that closes them unread, or a server that breaks off"
	}
	return ""
}

func servers(contract *validate.Contract) string {
	if list := contract.Servers(); len(list) > 0 {
		return strings.Join(list, ", ")
	}
	return "it names none"
}

func hostList(hosts []validate.Host) string {
	if len(hosts) == 0 {
		return "none"
	}
	var parts []string
	for _, h := range hosts[:min(len(hosts), maxHosts)] {
		parts = append(parts, fmt.Sprintf("%s (%d)", render.Printable(h.Name), h.Entries))
	}
	if len(hosts) > len(parts) {
		parts = append(parts, "and others")
	}
	return strings.Join(parts, ", ")
}
