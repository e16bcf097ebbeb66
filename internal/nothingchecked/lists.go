package nothingchecked

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// maxHosts is the number of hosts in a message; captures of a browser have dozens.
const maxHosts = 8

// serverList lists the servers of a contract.
func serverList(c *validate.Contract) string {
	if list := c.Servers(); len(list) > 0 {
		return strings.Join(list, ", ")
	}
	return "it names none"
}

// HostList lists the hosts of a capture, with the number of entries of each.
func HostList(seen []validate.HostSummary) string {
	var parts []string
	for _, h := range seen[:min(len(seen), maxHosts)] {
		parts = append(parts, fmt.Sprintf("%s (%d)", render.Printable(h.Name), h.Entries))
	}
	if len(seen) > len(parts) {
		parts = append(parts, "and others") // the report does not keep all hosts, so their number is unknown
	}
	return strings.Join(parts, ", ")
}
