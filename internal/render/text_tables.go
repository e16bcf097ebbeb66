package render

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/apicontract/apicontract/validate"
)

// writeCodesText writes the error table: a line for each code.
func writeCodesText(w io.Writer, codes []validate.ErrorCode, _ Options) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "CODE\tSTATUS\tRETRY\tRETRY-AFTER\tPARAM")
	for _, c := range codes {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", Printable(c.Name), Statuses(c), c.Retry, c.RetryAfter, c.Param)
	}
	_, _ = fmt.Fprintln(t)
	if err := t.Flush(); err != nil { // writes the table
		return err
	}
	return writeRetryLegend(w, codes)
}

// writeRetryLegend explains the retry classes that codes have, one a line.
func writeRetryLegend(w io.Writer, codes []validate.ErrorCode) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, class := range RetryClasses {
		if slices.ContainsFunc(codes, func(c validate.ErrorCode) bool { return c.Retry == class }) {
			_, _ = fmt.Fprintf(t, "%s\t%s\n", class, RetryMeaning(class))
		}
	}
	return t.Flush()
}

// anyStatus names the status of a code that only a range or a default response lists.
const anyStatus = "any"

// Statuses lists the statuses of a code: "404", "409, 410", "any", and those on single
// operations behind: "404 (deleteVideo: 410)".
func Statuses(c validate.ErrorCode) string {
	text := statusList(c.Statuses)
	if len(c.StatusByOperation) == 0 {
		return text
	}
	var own []string
	for _, name := range slices.Sorted(maps.Keys(c.StatusByOperation)) {
		own = append(own, Printable(name)+": "+statusList(c.StatusByOperation[name]))
	}
	return text + " (" + strings.Join(own, "; ") + ")"
}

func statusList(statuses []int) string {
	if len(statuses) == 0 {
		return anyStatus
	}
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = strconv.Itoa(s)
	}
	return strings.Join(words, ", ")
}

// writeRulesText writes a line for each rule: those of exchanges, then those of documents.
func writeRulesText(w io.Writer, rules []validate.Rule, _ Options) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, ofDocuments := range []bool{false, true} {
		_, _ = fmt.Fprint(t, []string{"RULE", "\nRULE OF DOCUMENTS"}[i]+"\tLEVEL\tBROKEN WHEN\n")
		for _, r := range rules {
			if r.Document == ofDocuments {
				_, _ = fmt.Fprintf(t, "%s\t%s\t%s\n", r.ID, r.Level, r.Summary)
			}
		}
	}
	return t.Flush() // writes the table
}
