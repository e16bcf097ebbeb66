package contracttest

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/validate"
)

// nothingChecked returns the reason why nothing was checked, empty if something was. noExchange is
// the reason if there was no exchange at all.
func nothingChecked(noExchange string, s *validate.Summary, contract *validate.Contract) string {
	return nothingchecked.Message(s, contract, wordsFor(noExchange))
}

// tooLittleChecked returns a message if no response could be checked, unless that is allowed, or
// less than a share from 0 to 1 of them; empty if it was enough.
func tooLittleChecked(s *validate.Summary, share float64, allowNone bool) string {
	words := wordsFor("")
	if text := nothingchecked.NoneChecked(s, words); text != "" && !allowNone {
		return text
	}
	return nothingchecked.TooLittle(s, 100*share, words)
}

func wordsFor(noExchange string) nothingchecked.Words {
	return nothingchecked.Words{
		NoEntries:   noExchange,
		AddServer:   func(url string) string { return fmt.Sprintf("add validate.WithBaseURL(%q) to Options", url) },
		NotRecorded: "look for a client that closes bodies unread, or a server that breaks off",
		Excluded:    "change validate.WithInclude and validate.WithExclude so that they keep some exchanges",
		NoResponse:  "make exchanges that have responses",
		Exclude:     "leave out the operations that have such bodies with validate.WithExclude",
		Minimum:     "Config.MinChecked",
	}
}
