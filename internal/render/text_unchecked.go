package render

import (
	"fmt"
	"maps"

	"github.com/apicontract/apicontract/validate"
)

// UncheckedLines says which responses of the contract were not checked, or only in part,
// and which were skipped, a line each; none if all were checked.
func UncheckedLines(s *validate.Summary) []string {
	var lines []string
	if missed := s.MissedCount(); missed > 0 {
		lines = append(lines, fmt.Sprintf("%d of %s of the contract could not be checked: %s", missed, countOf(s.Checkable, "response"), ReasonCounts(s.Missed)))
	}
	if partly := partlyUnchecked(s); len(partly) > 0 {
		lines = append(lines, "not everything could be checked in some responses: "+ReasonCounts(partly))
	}
	if skipped := skippedOfContract(s); len(skipped) > 0 {
		lines = append(lines, "skipped on servers of the contract: "+ReasonCounts(skipped))
	}
	return lines
}

// partlyUnchecked are the unchecked entries without those that were missed as a whole.
func partlyUnchecked(s *validate.Summary) map[validate.UncheckedReason]int {
	partly := maps.Clone(s.Unchecked)
	for reason, n := range partly {
		if n -= s.Missed[string(reason)]; n > 0 {
			partly[reason] = n
		} else {
			delete(partly, reason)
		}
	}
	return partly
}

// skippedOfContract are the reasons for which entries for servers of the contract were
// skipped, beside those that were missed.
func skippedOfContract(s *validate.Summary) map[validate.SkipReason]int {
	skipped := make(map[validate.SkipReason]int)
	for reason, n := range s.Skipped {
		switch reason {
		case validate.SkipOtherHost, validate.SkipNotHTTP, validate.SkipWebSocket, validate.SkipMalformed, validate.SkipUnusable:
		default:
			skipped[reason] = n
		}
	}
	return skipped
}

// writeUnchecked writes first what the summary must not hide.
func (p *textPage) writeUnchecked(s *validate.Summary) {
	for i, line := range UncheckedLines(s) {
		level := validate.LevelWarning
		if i > 0 || s.MissedCount() == 0 {
			level = validate.LevelNote
		}
		p.printf("%s\n", p.style.levelText(level, line))
	}
}
