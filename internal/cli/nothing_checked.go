package cli

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// nothingChecked says why nothing was checked, and is empty if something was.
func (c *checkCommand) nothingChecked(r *validate.Report, contract *validate.Contract) string {
	s := r.Summary
	switch nothingchecked.ReasonOf(&s) {
	case nothingchecked.NoEntries:
		if len(unreadCaptures(r.Captures)) > 0 {
			return "" // that says it all
		}
		return "nothing was checked: the captures have no entries; record some traffic first"
	case nothingchecked.OtherHosts:
		return otherHosts(s.Hosts, contract) + c.anotherAPI()
	case nothingchecked.AllSkipped:
		return allSkipped(s)
	case nothingchecked.NoOperation:
		return noOperation(s.Hosts, contract)
	}
	return ""
}

// anotherAPI is what to do where the built-in contract is not meant.
func (c *checkCommand) anotherAPI() string {
	if c.spec.path != "" {
		return ""
	}
	return "; for another API, add --spec FILE"
}

// otherHosts: every entry went to another host.
func otherHosts(hosts []validate.HostSummary, contract *validate.Contract) string {
	return fmt.Sprintf("nothing was checked: no entry is for a server of the contract (%s); hosts seen: %s; if one of them serves this API, add --base-url %s",
		nothingchecked.ListServers(contract), nothingchecked.ListHosts(hosts), suggestedURL(hosts)+basePath(contract))
}

// noOperation: the host is right, and yet no operation is known.
func noOperation(hosts []validate.HostSummary, contract *validate.Contract) string {
	mine := slices.DeleteFunc(slices.Clone(hosts), func(h validate.HostSummary) bool { return !h.Contract })
	return fmt.Sprintf("no operation matched: the entries are for a server of the contract, but for none of its paths (%s); hosts seen: %s; if the API has another base path, add --base-url %s/base/path",
		nothingchecked.ListServers(contract), nothingchecked.ListHosts(hosts), suggestedURL(mine[:min(1, len(mine))]))
}

// allSkipped: the host is right, but not one entry could be checked.
func allSkipped(s validate.Summary) string {
	return fmt.Sprintf("nothing was checked: every entry was skipped (%s); %s",
		render.ReasonCounts(s.Skipped), skippedFix(s.Skipped))
}

// skippedFix says what to do about the reason that comes first.
func skippedFix(skipped map[validate.SkipReason]int) string {
	switch {
	case skipped[validate.SkipNotRecorded] > 0:
		return "record again with response bodies (in a browser: \"Save all as HAR with content\")"
	case skipped[validate.SkipExcluded] > 0:
		return "change --include and --exclude so that they keep some entries"
	}
	return "record traffic that has responses"
}

// suggestedURL names the host that was seen where there is only one, so that
// the line can be copied; among several it is not for us to guess.
func suggestedURL(hosts []validate.HostSummary) string {
	if len(hosts) != 1 {
		return "https://staging.example.com"
	}
	name, _, _ := strings.Cut(hosts[0].Name, ":")
	if name == "localhost" || strings.HasPrefix(name, "127.") || strings.HasPrefix(name, "[") {
		return "http://" + hosts[0].Name
	}
	return "https://" + hosts[0].Name
}

// basePath is the path of the contract's first server: a base URL stands for
// the whole of a server's.
func basePath(contract *validate.Contract) string {
	for _, server := range contract.Servers() {
		if u, err := url.Parse(server); err == nil {
			return strings.TrimRight(u.Path, "/")
		}
	}
	return ""
}
