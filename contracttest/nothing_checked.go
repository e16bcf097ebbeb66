package contracttest

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/nothingchecked"
	"github.com/apicontract/apicontract/validate"
)

// nothingChecked says why nothing was checked, and is empty if something was. empty says
// what it means that there was no exchange.
func nothingChecked(empty string, s *validate.Summary, contract *validate.Contract) string {
	return nothingchecked.Message(s, contract, wordsFor(empty))
}

// tooLittleChecked says that no response could be checked, or less than a share from 0 to 1
// of them; empty if it was enough.
func tooLittleChecked(s *validate.Summary, share float64) string {
	words := wordsFor("")
	if text := nothingchecked.NoneChecked(s, words); text != "" {
		return text
	}
	return nothingchecked.TooLittle(s, 100*share, words)
}

func wordsFor(empty string) nothingchecked.Words {
	return nothingchecked.Words{
		NoEntries:   empty,
		AddServer:   func(url string) string { return fmt.Sprintf("add validate.WithBaseURL(%q) to Options", url) },
		NotRecorded: "look for a client that closes bodies unread, or a server that breaks off",
		Excluded:    "change validate.WithInclude and validate.WithExclude so that they keep some exchanges",
		NoResponse:  "make exchanges that have responses",
		Exclude:     "leave out the operations that have such bodies with validate.WithExclude",
		Minimum:     "Config.MinChecked",
	}
}
