package nothingchecked

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// TooLittle returns a message if less than the given percentage of the contract's responses could
// be checked: the reasons, and what to do. Otherwise it returns an empty text.
func TooLittle(s *validate.Summary, percent float64, w Words) string {
	if s.ReachesMinChecked(percent) {
		return ""
	}
	return fmt.Sprintf("only %s %% of the responses of the contract could be checked, %d of %d, and %s requires %s %%; not checked: %s; %s, or lower %s",
		percentText(s.CheckedPercent()), s.Checkable-s.MissedCount(), s.Checkable, w.Minimum, percentText(percent),
		render.ReasonCounts(s.Missed), w.missedFixes(s.Missed), w.Minimum)
}

// NoneChecked returns a message if none of the contract's responses could be checked: the reasons,
// and what to do. It is empty if some were checked, or if there were none.
func NoneChecked(s *validate.Summary, w Words) string {
	if s.Checkable == 0 || s.MissedCount() < s.Checkable {
		return ""
	}
	none := fmt.Sprintf("none of the %d responses of the contract could be checked", s.Checkable)
	if s.Checkable == 1 {
		none = "the only response of the contract could not be checked"
	}
	return none + ": " + render.ReasonCounts(s.Missed) + "; " + w.missedFixes(s.Missed)
}

// percentText formats a percentage with at most one decimal. It rounds down, so that it never shows
// a threshold that was not reached.
func percentText(percent float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", math.Floor(percent*10)/10), ".0")
}

// maxFixes is the number of fixes in a message, for the most frequent reasons.
const maxFixes = 2

// missedFixes returns what to do about responses that could not be checked.
func (w *Words) missedFixes(missed map[string]int) string {
	reasons := slices.SortedFunc(maps.Keys(missed), func(a, b string) int {
		return cmp.Or(missed[b]-missed[a], strings.Compare(a, b))
	})
	var fixes []string
	for _, reason := range reasons {
		if fix := w.missedFix(reason); len(fixes) < maxFixes && !slices.Contains(fixes, fix) {
			fixes = append(fixes, fix)
		}
	}
	return strings.Join(fixes, "; ")
}

func (w *Words) missedFix(reason string) string {
	switch reason {
	case string(validate.UncheckedNotRecorded):
		return w.NotRecorded
	case string(validate.UncheckedUndecodable):
		return "look for a recorder or a proxy that damages encoded bodies"
	case string(validate.SkipMalformed):
		return "look at what wrote the entries: their method, URL or status cannot be read"
	case string(validate.SkipUnusable), string(validate.UncheckedReference):
		return "correct the problems of the document, which `apicontract lint` lists"
	}
	return w.Exclude
}
