package cli

import (
	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/validate"
)

// nothingChecked returns the reason why nothing was checked, empty if something was.
func (c *checkCommand) nothingChecked(r *validate.Report, contract *validate.Contract) string {
	if r.Summary.Entries == 0 && len(unreadCaptures(r.Captures)) > 0 {
		return "" // other errors say so already
	}
	words := nothingchecked.Words{
		NoEntries:   "the captures have no entries; record some traffic first",
		AddServer:   func(url string) string { return "add --base-url " + url },
		OtherAPI:    "for another API, add --spec FILE",
		NotRecorded: `record again with response bodies (in a browser: "Save all as HAR with content")`,
		Excluded:    "change --include and --exclude so that they keep some entries",
		NoResponse:  "record traffic that has responses",
	}
	if c.spec.path != "" {
		words.OtherAPI = ""
	}
	return nothingchecked.Message(&r.Summary, contract, words)
}
