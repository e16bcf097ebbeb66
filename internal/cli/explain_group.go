package cli

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// explainRetryClass explains a retry class and lists its codes.
func explainRetryClass(class validate.RetryClass, codes []validate.ErrorCode) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (retry class)\n\nWhat a client should do: %s.\n", class, render.RetryMeaning(class))
	writeGroup(&b, codes, func(c *validate.ErrorCode) bool { return c.Retry == class })
	return b.String()
}

// parseStatus reads a name as a status code.
func parseStatus(name string) (status int, ok bool) {
	status, err := strconv.Atoi(name)
	return status, err == nil && len(name) == 3 && status >= 100 && status <= 599
}

// explainStatus explains a status code: its name, the number of operations that document it, and
// its error codes.
func explainStatus(status int, contract *validate.Contract) string {
	var b strings.Builder
	fmt.Fprintln(&b, strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status))))
	operations := contract.Operations()
	documented := 0
	for i := range operations {
		if slices.Contains(operations[i].Statuses, strconv.Itoa(status)) {
			documented++
		}
	}
	fmt.Fprintf(&b, "\nDocumented for %d of %d operations of %s.\n", documented, len(operations), render.Printable(contract.Title()))
	writeGroup(&b, contract.Codes(), func(c *validate.ErrorCode) bool { return slices.Contains(c.Statuses, status) })
	return b.String()
}

// writeGroup lists the codes of a group, or says that there are none.
func writeGroup(b *strings.Builder, codes []validate.ErrorCode, belongs func(*validate.ErrorCode) bool) {
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	count := 0
	for i := range codes {
		c := &codes[i]
		if !belongs(c) {
			continue
		}
		if count == 0 {
			_, _ = fmt.Fprint(t, "\nCODE\tSTATUS\tRETRY\n")
		}
		count++
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\n", render.Printable(c.Name), statusText(*c), c.Retry)
	}
	_ = t.Flush() // a strings.Builder returns no error
	if count == 0 {
		b.WriteString("\nThe error table has no code for it.\n")
	}
}
