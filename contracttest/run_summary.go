package contracttest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
)

// finishRun summarises the run, and fails the test if the run as a whole falls short.
func (r *conformanceRun) finishRun(t parentTest) {
	t.Helper()
	report := r.collector.Report()
	c := r.countCoverage()
	t.Logf("conformance run: %s", c)
	account := report.Captures[len(report.Captures)-1]
	account.Name = r.test
	t.Logf("%s; %d conform", render.CaptureSummary(account), report.Summary.Conforming)
	if list := r.missingOutcomes(); list != "" {
		t.Logf("not provoked:\n%s", list)
	}
	r.reportUntried(t)
	r.logSuppressed(t)
	switch {
	case report.Summary.Checked == 0 && c.untried == c.documented:
		t.Skipf("contracttest: -run or -skip left out every outcome")
	case report.Summary.Checked == 0, report.Summary.Matched == 0:
		t.Errorf("contracttest: %s", nothingChecked("the run made no exchange", &report.Summary, r.contract))
	case tooLittleChecked(&report.Summary, r.config.MinChecked, false) != "":
		t.Errorf("contracttest: %s", tooLittleChecked(&report.Summary, r.config.MinChecked, false))
	case c.untried > 0:
		t.Logf("-run or -skip left out %d outcomes, so MinCoverage and Suppressions are not checked", c.untried)
	default:
		r.checkThresholds(t, c)
	}
	if dir := r.config.reportDir(); dir != "" && r.entries > 0 {
		if err := writeReport(dir, r.contract, report); err != nil {
			t.Errorf("contracttest: the report for `apicontract coverage` cannot be written: %v", err)
		}
	}
}

// reportUntried reports the results of outcomes whose own subtests were left out.
func (r *conformanceRun) reportUntried(t parentTest) {
	t.Helper()
	for _, op := range r.operations {
		for _, o := range op.outcomes {
			if o.exercised && !o.tried {
				r.reportToSubtest(t, o.result, o.at)
			}
		}
	}
}

// checkThresholds fails the test if too few outcomes occurred.
func (r *conformanceRun) checkThresholds(t parentTest, c runCoverage) {
	t.Helper()
	if float64(c.exercised) < r.config.MinCoverage*float64(c.documented)-1e-9 {
		t.Errorf("contracttest: coverage is %s, below MinCoverage of %s; not exercised:\n%s", formatPercent(c.exercisedShare()), formatPercent(r.config.MinCoverage), r.missingOutcomes())
	}
	if !t.Failed() {
		r.failUnused(t)
	}
}

// A runCoverage counts the documented outcomes and those that occurred.
type runCoverage struct {
	operations, called    int
	documented, exercised int
	untried               int // outcomes that were not tried
	excluded              int // operations that options exclude
}

func (r *conformanceRun) countCoverage() runCoverage {
	c := runCoverage{operations: len(r.operations), excluded: r.excluded}
	for _, op := range r.operations {
		driven := 0
		for _, o := range op.outcomes {
			c.documented++
			if o.exercised {
				c.exercised++
				driven = 1
			}
			if !o.tried {
				c.untried++
			}
		}
		c.called += driven
	}
	return c
}

func (c runCoverage) exercisedShare() float64 {
	if c.documented == 0 {
		return 0
	}
	return float64(c.exercised) / float64(c.documented)
}

// formatPercent rounds down, so that 100 % always means all.
func formatPercent(share float64) string {
	return fmt.Sprintf("%.1f %%", float64(int(share*1000+1e-6))/10)
}

func (c runCoverage) String() string {
	s := fmt.Sprintf("%d of %d documented outcomes exercised (%s), of %d of %d operations",
		c.exercised, c.documented, formatPercent(c.exercisedShare()), c.called, c.operations)
	if c.excluded > 0 {
		s += fmt.Sprintf("; %d operations excluded", c.excluded)
	}
	return s
}

// maxNamed is the number of operations that are named for one missing outcome.
const maxNamed = 3

// missingOutcomes lists the outcomes that did not occur by reason, with one line for an outcome
// that many operations lack.
func (r *conformanceRun) missingOutcomes() string {
	lacks := make(map[string]map[string][]string) // reason → outcome → operations
	for _, op := range r.operations {
		for _, o := range op.outcomes {
			if o.exercised || !o.tried {
				continue
			}
			why := o.reasonText()
			if lacks[why] == nil {
				lacks[why] = make(map[string][]string)
			}
			lacks[why][o.displayName()] = append(lacks[why][o.displayName()], op.displayName())
		}
	}
	var b strings.Builder
	for _, why := range slices.Sorted(maps.Keys(lacks)) {
		fmt.Fprintf(&b, "  %s:\n", render.Printable(why))
		for _, label := range slices.Sorted(maps.Keys(lacks[why])) {
			fmt.Fprintf(&b, "    %s of %s\n", render.Printable(label), listNames(lacks[why][label]))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func listNames(operations []string) string {
	if len(operations) <= maxNamed {
		return render.Printable(strings.Join(operations, ", "))
	}
	return render.Printable(strings.Join(operations[:maxNamed], ", ")) + fmt.Sprintf(" and %d more", len(operations)-maxNamed)
}
