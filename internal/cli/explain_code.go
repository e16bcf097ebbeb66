package cli

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// codeIndent is where the text behind a label starts.
const codeIndent = "               "

func explainCode(c validate.ErrorCode) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n", render.Printable(c.Name), statusText(c))
	if c.Undocumented {
		b.WriteString("Known to occur, although the API does not document it.\n\n")
	}
	if c.Meaning != "" {
		fmt.Fprintf(&b, "%s\n\n", wrapText(c.Meaning, ""))
	}
	for _, row := range [][2]string{
		{"what to do", render.JoinFacts(c.Fixes, " ")},
		{"retry", retryText(c.Retry)},
		{"Retry-After", presenceText(c.RetryAfter)},
		{"param", presenceText(c.Param)},
		{"message", requirementsText(c.Message)},
		{"read more", c.DocURL},
	} {
		if row[1] != "" {
			fmt.Fprintf(&b, "  %-12s %s\n", row[0], wrapText(row[1], codeIndent))
		}
	}
	return b.String()
}

// wrapText is a text of the document, which need not be ours.
func wrapText(s, indent string) string {
	return render.WrapText(render.Printable(strings.Join(strings.Fields(s), " ")), indent)
}

func statusText(c validate.ErrorCode) string {
	if len(c.Statuses) == 0 || len(c.StatusByOperation) > 0 {
		return render.Statuses(c)
	}
	words := make([]string, len(c.Statuses))
	for i, s := range c.Statuses {
		words[i] = strings.TrimSpace(fmt.Sprintf("%d %s", s, http.StatusText(s)))
	}
	return strings.Join(words, ", ")
}

// retryText explains a retry class and names it.
func retryText(r validate.RetryClass) string {
	meaning := render.RetryMeaning(r)
	if meaning == "" {
		return string(r)
	}
	return meaning + " (" + string(r) + ")"
}

func presenceText(p validate.Presence) string {
	switch p {
	case validate.Required:
		return "always sent"
	case validate.Optional:
		return "may be sent"
	case validate.Forbidden:
		return "not sent"
	}
	return "" // nothing is promised
}

func requirementsText(p validate.MessageRequirements) string {
	var parts []string
	if p.Numbers > 0 {
		parts = append(parts, fmt.Sprintf("at least %s", numberCount(p.Numbers)))
	}
	if p.URL {
		parts = append(parts, "a URL")
	}
	if p.Param {
		parts = append(parts, "the field that param names")
	}
	if parts == nil {
		return ""
	}
	return "contains " + strings.Join(parts, " and ")
}

func numberCount(n int) string {
	if n == 1 {
		return "1 number"
	}
	return fmt.Sprintf("%d numbers", n)
}
