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
	words := c.wordsFor(r.Captures)
	if c.spec.path != "" {
		words.OtherAPI = ""
	}
	return nothingchecked.Message(&r.Summary, contract, words)
}

// tooLittleChecked says that less was checked than --min-checked requires, and is empty if
// it was enough.
func (c *checkCommand) tooLittleChecked(r *validate.Report) string {
	return nothingchecked.TooLittle(&r.Summary, c.minChecked.percent, c.wordsFor(r.Captures))
}

// wordsFor returns the command line's words, with advice for the recorders of the captures.
func (c *checkCommand) wordsFor(captures []validate.Capture) nothingchecked.Words {
	return nothingchecked.Words{
		NoEntries:   "the captures have no entries; record some traffic first",
		AddServer:   func(url string) string { return "add --base-url " + url },
		OtherAPI:    "for another API, add --spec FILE",
		NotRecorded: recordingAdvice(captures),
		Excluded:    "change --include and --exclude so that they keep some entries",
		NoResponse:  "record traffic that has responses",
		Exclude:     "leave out the operations that have such bodies with --exclude",
		Minimum:     "--min-checked",
	}
}
