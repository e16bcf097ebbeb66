package nothingchecked

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// Words are the parts of a message that a front end words itself.
type Words struct {
	NoEntries   string                  // why there was no exchange: "the captures have no entries"
	AddServer   func(url string) string // how to add a server to the contract: "add --base-url URL"
	OtherAPI    string                  // what to do if another API is meant; may be empty
	NotRecorded string                  // what to do if bodies were not recorded
	Excluded    string                  // what to do if everything was excluded
	Exclude     string                  // how to exclude operations whose bodies cannot be read
	Minimum     string                  // where the minimum share is set: "--min-checked"
	NoResponse  string                  // what to do if there was no response
}

// Message returns why nothing was checked and what to do; empty if something was checked.
func Message(s *validate.Summary, c *validate.Contract, w Words) string {
	switch ReasonOf(s) {
	case NoEntries:
		return "nothing was checked: " + w.NoEntries
	case OtherHosts:
		return fmt.Sprintf("nothing was checked: no exchange is for a server of the contract (%s); hosts seen: %s; if one of them serves this API, %s%s",
			serverList(c), HostList(s.Hosts), w.AddServer(suggestedURL(s.Hosts)+basePath(c)), w.otherAPI())
	case AllSkipped:
		return fmt.Sprintf("nothing was checked: every exchange was skipped (%s); %s", render.ReasonCounts(s.Skipped), w.skippedFix(s.Skipped))
	case NoOperation:
		own := slices.DeleteFunc(slices.Clone(s.Hosts), func(h validate.HostSummary) bool { return !h.Contract })
		return fmt.Sprintf("no operation matched: the exchanges are for a server of the contract (%s), but for none of its paths; hosts seen: %s; if the API has another base path, %s",
			serverList(c), HostList(s.Hosts), w.AddServer(suggestedURL(own[:min(1, len(own))])+"/base/path"))
	}
	return ""
}

func (w *Words) otherAPI() string {
	if w.OtherAPI == "" {
		return ""
	}
	return "; " + w.OtherAPI
}

// skippedFix returns what to do if every exchange was skipped.
func (w *Words) skippedFix(skipped map[validate.SkipReason]int) string {
	switch {
	case skipped[validate.SkipExcluded] > 0:
		return w.Excluded
	case skipped[validate.SkipUnusable] > 0:
		return "correct the problems of the document, which `apicontract lint` lists"
	}
	return w.NoResponse
}

// suggestedURL returns the URL of the only host in the capture, so that the line can be copied, or
// a placeholder if there are several hosts.
func suggestedURL(hosts []validate.HostSummary) string {
	if len(hosts) != 1 {
		return "https://staging.example.com"
	}
	host := render.Printable(hosts[0].Name)
	name, _, _ := strings.Cut(host, ":")
	if name == "localhost" || strings.HasPrefix(name, "127.") || strings.HasPrefix(name, "[") {
		return "http://" + host
	}
	return "https://" + host
}

// basePath returns the path of the contract's first server, because a base URL replaces the
// complete URL of a server.
func basePath(c *validate.Contract) string {
	for _, server := range c.Servers() {
		if u, err := url.Parse(server); err == nil {
			return strings.TrimRight(u.Path, "/")
		}
	}
	return ""
}
