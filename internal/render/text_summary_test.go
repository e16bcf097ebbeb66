package render

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// A code is counted once, whatever the number of statuses that it may have.
func TestExercisedCodes(t *testing.T) {
	r := &validate.Report{
		Contract: validate.ContractInfo{Codes: []validate.CodeInfo{{Code: "gone", Status: 404}, {Code: "gone", Status: 410}, {Code: "slow", Status: 429}, {Code: "any"}}},
		Coverage: []validate.Coverage{{Operation: "a", Method: "GET", PathTemplate: "/a", Status: 410, Code: "gone", Count: 1}, {Operation: "a", Method: "GET", PathTemplate: "/a", Status: 429, Code: "slow"}},
	}
	assert.Equal(t, "exercised 1 of 1 operation, 1 of 3 error codes; 1 code may have any of several statuses, so that code-status checks little: give each code its `status` in the error table", exercisedText(r))
	r.Contract.Codes = r.Contract.Codes[1:]
	assert.Equal(t, "exercised 1 of 1 operation, 1 of 3 error codes", exercisedText(r))
}

// An entry that has a fault twice is named once.
func TestAlsoNamesEntriesOnce(t *testing.T) {
	at := func(entries ...int) validate.Finding {
		c := validate.Finding{Count: len(entries)}
		for _, e := range entries {
			if n := len(c.Occurrences); n > 0 && c.Occurrences[n-1].Entry == e {
				c.Occurrences[n-1].Times = max(2, 1+c.Occurrences[n-1].Times)
				continue
			}
			c.Occurrences = append(c.Occurrences, validate.Occurrence{Capture: "a.har", Entry: e})
		}
		return c
	}
	for want, c := range map[string]validate.Finding{
		"also 9 (2 times)":           at(8, 8, 8, 9, 9),
		"also 9 (2 times), 10":       at(8, 9, 9, 10),
		"3 times":                    at(8, 8, 8),
		"also 2, 3, 4, 5 and 3 more": at(1, 2, 3, 4, 5, 6, 6, 7),
		"also 2, 3, 4, 5 (2 times)":  at(1, 1, 2, 3, 4, 5, 5),
	} {
		assert.Equal(t, want, furtherOccurrences("a.har", c))
	}
	long := at(8, 8, 8)
	long.Count = 1_500 // the others are counted, and not kept
	assert.Equal(t, "1500 times", furtherOccurrences("a.har", long))
}
