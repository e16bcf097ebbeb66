package contracttest

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/validate"
)

// nothingChecked returns the reason why nothing was checked, empty if something was. noExchange is
// the reason if there was no exchange at all.
func nothingChecked(noExchange string, s *validate.Summary, contract *validate.Contract) string {
	return nothingchecked.Message(s, contract, nothingchecked.Words{
		NoEntries:   noExchange,
		AddServer:   func(url string) string { return fmt.Sprintf("add validate.WithBaseURL(%q) to Options", url) },
		NotRecorded: "look for a client that closes bodies unread, or a server that breaks off",
		Excluded:    "change validate.WithInclude and validate.WithExclude so that they keep some exchanges",
		NoResponse:  "make exchanges that have responses",
	})
}
