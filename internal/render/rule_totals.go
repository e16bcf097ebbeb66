package render

import (
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A ruleTotal counts the findings of one rule and level.
type ruleTotal struct {
	rule            validate.RuleID
	level           validate.Level
	findings, times int
}

// ruleTotals counts findings by rule, in the order of their first finding, which is that of
// levels.
func ruleTotals(findings []validate.Finding) []ruleTotal {
	var totals []ruleTotal
	for i := range findings {
		f := &findings[i]
		at := slices.IndexFunc(totals, func(t ruleTotal) bool { return t.rule == f.Rule && t.level == f.Level })
		if at < 0 {
			at = len(totals)
			totals = append(totals, ruleTotal{rule: f.Rule, level: f.Level})
		}
		totals[at].findings++
		totals[at].times += f.Count
	}
	return totals
}

// writeRuleTotals prints the totals of each rule, which a terminal shows last.
func (p *textPage) writeRuleTotals(findings []validate.Finding) {
	totals := ruleTotals(findings)
	width := 0
	for _, t := range totals {
		width = max(width, len(t.label()))
	}
	for _, t := range totals {
		text := countOf(t.findings, "finding")
		if t.times > t.findings {
			text += fmt.Sprintf(", seen %d times", t.times)
		}
		p.printf("  %s %s\n", p.style.levelText(t.level, fmt.Sprintf("%-*s", width, t.label())), text)
	}
}

func (t *ruleTotal) label() string { return string(t.level) + "[" + string(t.rule) + "]" }
