package cli

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// verdict turns a report into the run's outcome. Bad input goes before
// findings: what was not read may hold any number of them.
func (c *check) verdict(r *validate.Report, contract *validate.Contract) error {
	lines := unread(r.Captures)
	if line := c.untouched(r, contract); line != "" {
		lines = append(lines, line)
	}
	switch {
	case len(lines) > 0:
		return &exitError{exitInput, lines}
	case fails(r.Summary.Violations, c.floor()):
		return &exitError{code: exitFindings}
	}
	return nil
}

// fails reports whether a finding weighs as much as floor or more.
func fails(n validate.Levels, floor validate.Level) bool {
	switch floor {
	case validate.LevelError:
		return n.Error > 0
	case validate.LevelWarning:
		return n.Error+n.Warning > 0
	case validate.LevelNote:
		return n.Error+n.Warning+n.Note > 0
	}
	return false
}

// unread names the captures that were not read to their end, a line each.
func unread(captures []validate.Capture) []string {
	var lines []string
	for _, c := range captures {
		switch {
		case c.Error == nil:
		case c.Error.Offset > 0:
			lines = append(lines, fmt.Sprintf("%s: %s (byte %d)", c.Name, c.Error.Message, c.Error.Offset))
		default:
			lines = append(lines, fmt.Sprintf("%s: %s", c.Name, c.Error.Message))
		}
	}
	return lines
}

// untouched says why the contract was not put to the test, empty if it was. A
// run that checks nothing must not look like one that finds nothing.
func (c *check) untouched(r *validate.Report, contract *validate.Contract) string {
	s := r.Summary
	switch {
	case s.Entries == 0 && len(unread(r.Captures)) > 0:
		return "" // that says it all
	case s.Entries == 0:
		return "nothing was checked: no capture has an entry; record some traffic first"
	case s.Checked == 0 && len(s.Hosts) > 0 && !ours(s.Hosts):
		return strangers(s.Hosts, contract) + c.anotherAPI()
	case s.Checked == 0:
		return skippedAll(s)
	case s.Matched == 0:
		return wrongPath(s.Hosts, contract)
	}
	return ""
}

// anotherAPI is what to do where the built-in contract is not meant.
func (c *check) anotherAPI() string {
	if c.spec != "" {
		return ""
	}
	return "; if it is another API, name its document: --spec FILE"
}

func ours(hosts []validate.Host) bool {
	for _, h := range hosts {
		if h.Contract {
			return true
		}
	}
	return false
}

// strangers: every entry went to another host.
func strangers(hosts []validate.Host, contract *validate.Contract) string {
	return fmt.Sprintf("nothing was checked: no entry went to a server of the contract (%s); hosts seen: %s; if one of them is yours, name it: --base-url %s",
		servers(contract), hostList(hosts), suggestedURL(hosts)+basePath(contract))
}

// wrongPath: the host is right, and yet no operation is known.
func wrongPath(hosts []validate.Host, contract *validate.Contract) string {
	mine := slices.DeleteFunc(slices.Clone(hosts), func(h validate.Host) bool { return !h.Contract })
	return fmt.Sprintf("no operation matched: entries went to the contract's host, but not to a path of the contract (%s); hosts seen: %s; if the base path is another one, name it: --base-url %s/base/path",
		servers(contract), hostList(hosts), suggestedURL(mine[:min(1, len(mine))]))
}

// skippedAll: the host is right, but not one entry could be judged.
func skippedAll(s validate.Summary) string {
	return fmt.Sprintf("nothing was checked: every entry was skipped (%s); %s",
		render.Reasons(s.Skipped), cure(s.Skipped))
}

// cure is what to do about the reason that comes first.
func cure(skipped map[validate.SkipReason]int) string {
	switch {
	case skipped[validate.SkipNotRecorded] > 0:
		return "record again with the contents of the responses (in a browser: \"Save all as HAR with content\")"
	case skipped[validate.SkipExcluded] > 0:
		return "let --include and --exclude leave some of it in"
	}
	return "record traffic that has responses"
}

func servers(contract *validate.Contract) string {
	list := contract.Servers()
	if len(list) == 0 {
		return "it names none"
	}
	return strings.Join(list, ", ")
}

// maxHosts is how many hosts a message names; captures of a browser see dozens.
const maxHosts = 8

func hostList(hosts []validate.Host) string {
	var parts []string
	for _, h := range hosts[:min(len(hosts), maxHosts)] {
		parts = append(parts, fmt.Sprintf("%s (%d)", h.Name, h.Entries))
	}
	if len(hosts) > len(parts) {
		parts = append(parts, "and others") // the report does not keep all, so there is no number
	}
	return strings.Join(parts, ", ")
}

// suggestedURL names the host that was seen where there is only one, so that
// the line can be copied; among several it is not for us to guess.
func suggestedURL(hosts []validate.Host) string {
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
