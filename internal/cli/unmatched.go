package cli

import (
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/validate"
)

// warnUnmatched writes a warning for each flag that matched nothing, and one if several
// hosts are taken for the API's.
func (c *checkCommand) warnUnmatched(v *validate.Validator, r *validate.Report) {
	warnings := unmatchedPatterns(v)
	if r.Summary.Entries > 0 {
		warnings = append(warnings, c.unmatchedServers(&r.Summary)...)
	}
	if w := c.severalHosts(v, &r.Summary); w != "" {
		warnings = append(warnings, w)
	}
	for _, w := range warnings {
		_, _ = fmt.Fprintf(c.err, "apicontract: warning: %s\n", render.Printable(w))
	}
}

// unmatchedPatterns names the patterns that match no operation and no entry.
func unmatchedPatterns(v *validate.Validator) []string {
	var warnings []string
	include, exclude := enginehook.UnusedPatterns(v)
	for _, flag := range []struct {
		name     string
		patterns []string
	}{{"--include", include}, {"--exclude", exclude}} {
		for _, p := range flag.patterns {
			advice := "patterns are paths (/v3/videos/**), operationIds (list*), or methods and paths (GET /v3/**)"
			if near := enginehook.SuggestPattern(v, p); near != "" {
				advice = "did you mean " + near + "?"
			}
			warnings = append(warnings, fmt.Sprintf("%s %q matches no operation of the contract and no entry; %s", flag.name, p, advice))
		}
	}
	return warnings
}

// unmatchedServers names the values of --base-url for whose host there is no entry.
func (c *checkCommand) unmatchedServers(s *validate.Summary) []string {
	var warnings []string
	for _, url := range c.baseURLs {
		host := route.SplitURI(url).Host
		if slices.ContainsFunc(s.Hosts, func(h validate.HostSummary) bool { return h.Name == host }) {
			continue
		}
		seen := "no entry has a host"
		if len(s.Hosts) > 0 {
			seen = "hosts seen: " + nothingchecked.HostList(s.Hosts)
		}
		warnings = append(warnings, fmt.Sprintf("--base-url %s matches no entry; %s", url, seen))
	}
	return warnings
}

// severalHosts says that the document does not say which of several hosts is the API.
func (c *checkCommand) severalHosts(v *validate.Validator, s *validate.Summary) string {
	if c.anyHost || len(c.baseURLs) > 0 || !enginehook.AcceptsAnyHost(v) {
		return ""
	}
	matched := slices.DeleteFunc(slices.Clone(s.Hosts), func(h validate.HostSummary) bool { return h.Matched == 0 })
	if len(matched) < 2 {
		return ""
	}
	return fmt.Sprintf("the document names no host, and entries for %d hosts match its operations: %s; name the API's with --base-url, or take all with --any-host",
		len(matched), nothingchecked.HostList(matched))
}
