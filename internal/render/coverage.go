package render

import (
	"math"
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A Coverage says how much of a contract was exercised, by operation. It is plain
// data; its JSON form is the output of `apicontract coverage --output json`.
type Coverage struct {
	SchemaVersion int               `json:"schemaVersion"`
	Tool          validate.ToolInfo `json:"tool"`
	Contract      CoverageContract  `json:"contract"`
	Reports       int               `json:"reports"`
	Entries       int               `json:"entries"`
	Checked       int               `json:"checked"`
	Totals        CoverageTotals    `json:"totals"`
	// NeverSeen are the codes of the error table that never came with a status
	// of their own.
	NeverSeen  []validate.CodeInfo `json:"codesNeverSeen"`
	Operations []OperationCoverage `json:"operations"`
}

// CoverageContract names the document.
type CoverageContract struct {
	Title   string `json:"title"`
	Version string `json:"version"`
	Source  string `json:"source"`
}

// CoverageTotals are the shares of what is documented that were seen.
type CoverageTotals struct {
	Operations Share `json:"operations"`
	Statuses   Share `json:"statuses"` // of each operation
	Codes      Share `json:"codes"`    // of the error table, with any operation
	Outcomes   Share `json:"outcomes"` // an operation, with a status, with a code
	// Undocumented counts the outcomes that were seen and are not documented.
	Undocumented int `json:"undocumented"`
}

// A Share is a part of a whole.
type Share struct {
	Seen int `json:"seen"`
	Of   int `json:"of"`
	// Percent has one decimal, rounded down: only all of it is 100.
	Percent float64 `json:"percent"`
}

// Reaches reports whether the share is at least so many percent.
func (s Share) Reaches(percent float64) bool {
	return float64(s.Seen)*100 >= percent*float64(s.Of)
}

func newShare(seen, of int) Share {
	s := Share{Seen: seen, Of: of}
	if of > 0 {
		s.Percent = math.Floor(float64(seen)*1000/float64(of)) / 10
	}
	return s
}

// OperationCoverage is what was seen of one operation.
type OperationCoverage struct {
	Operation    string           `json:"operation"`
	Method       string           `json:"method"`
	PathTemplate string           `json:"pathTemplate"`
	Count        int              `json:"count"`            // of exchanges
	Unread       int              `json:"unread,omitempty"` // of those, with a body that was not looked at
	Outcomes     Share            `json:"outcomes"`         // documented ones
	Statuses     []StatusCoverage `json:"statuses"`
}

// StatusCoverage is what was seen of one status of an operation.
type StatusCoverage struct {
	Status     int            `json:"status"`             // 0: no status of Response was seen
	Response   string         `json:"response,omitempty"` // "4XX" or "default", if that documents it
	Documented bool           `json:"documented"`
	Count      int            `json:"count"`
	Codes      []CodeCoverage `json:"codes"`
}

// CodeCoverage is what was seen of one code with a status. Without a code there
// is one row: for what has none, or none that the error table knows.
type CodeCoverage struct {
	Code       string `json:"code"`
	Documented bool   `json:"documented"`
	Count      int    `json:"count"`
	Conforming int    `json:"conforming"`
}

// NewCoverage takes the coverage from a report that was merged of so many.
func NewCoverage(r *validate.Report, reports int) *Coverage {
	c := &Coverage{
		SchemaVersion: validate.SchemaVersion, Tool: r.Tool, Reports: reports,
		Contract:  CoverageContract{r.Contract.Title, r.Contract.Version, r.Contract.Source},
		Entries:   r.Summary.Entries,
		Checked:   r.Summary.Checked,
		NeverSeen: unseenCodes(r),
	}
	c.Operations = groupByOperation(r.Coverage)
	c.sumTotals(r)
	return c
}

func (c *Coverage) sumTotals(r *validate.Report) {
	t := &c.Totals
	var operations, statuses, outcomes Share
	for i := range c.Operations {
		op := &c.Operations[i]
		operations.addSeen(op.Count > op.Unread)
		for _, s := range op.Statuses {
			if s.Documented {
				statuses.addSeen(s.Count > 0)
			}
			for _, code := range s.Codes {
				if code.Documented {
					op.Outcomes.addSeen(code.Count > 0)
				} else {
					t.Undocumented++
				}
			}
		}
		outcomes.Seen += op.Outcomes.Seen
		outcomes.Of += op.Outcomes.Of
		op.Outcomes = newShare(op.Outcomes.Seen, op.Outcomes.Of)
	}
	t.Operations = newShare(operations.Seen, operations.Of)
	t.Statuses = newShare(statuses.Seen, statuses.Of)
	t.Outcomes = newShare(outcomes.Seen, outcomes.Of)
	t.Codes = newShare(len(r.Contract.Codes)-len(c.NeverSeen), len(r.Contract.Codes))
}

func (s *Share) addSeen(seen bool) {
	s.Of++
	if seen {
		s.Seen++
	}
}

// groupByOperation groups rows, which a report has in order.
func groupByOperation(rows []validate.Coverage) []OperationCoverage {
	all := []OperationCoverage{}
	for _, row := range rows {
		if n := len(all); n == 0 || all[n-1].Method != row.Method || all[n-1].PathTemplate != row.PathTemplate {
			all = append(all, OperationCoverage{Operation: row.Operation, Method: row.Method, PathTemplate: row.PathTemplate})
		}
		all[len(all)-1].addRow(row)
	}
	return all
}

func (o *OperationCoverage) addRow(row validate.Coverage) {
	o.Count += row.Count
	o.Unread += row.Unread
	n := len(o.Statuses)
	if n == 0 || o.Statuses[n-1].Status != row.Status || o.Statuses[n-1].Response != row.Response {
		o.Statuses = append(o.Statuses, StatusCoverage{Status: row.Status, Response: row.Response})
	}
	s := &o.Statuses[len(o.Statuses)-1]
	s.Count += row.Count
	s.Documented = s.Documented || row.Documented
	s.Codes = append(s.Codes, CodeCoverage{row.Code, row.Documented, row.Count, row.Conforming})
}

// unseenCodes are the codes that were not seen with their own status; one that came
// with another does not show that its own works.
func unseenCodes(r *validate.Report) []validate.CodeInfo {
	seen := map[validate.CodeInfo]bool{}
	for _, row := range r.Coverage {
		if row.Count > 0 {
			seen[validate.CodeInfo{Code: row.Code, Status: row.Status}] = true
			seen[validate.CodeInfo{Code: row.Code}] = true
		}
	}
	return slices.DeleteFunc(append([]validate.CodeInfo{}, r.Contract.Codes...), func(c validate.CodeInfo) bool {
		return seen[validate.CodeInfo{Code: c.Code, Status: c.Status}]
	})
}

// filterMissing returns c, or if missing, a copy that lists only what was never seen; the
// totals stay.
func (c *Coverage) filterMissing(missing bool) *Coverage {
	if !missing {
		return c
	}
	only := *c
	only.Operations = []OperationCoverage{}
	for _, op := range c.Operations {
		if op.Statuses = unseenStatuses(op.Statuses); len(op.Statuses) > 0 {
			only.Operations = append(only.Operations, op)
		}
	}
	return &only
}

func unseenStatuses(statuses []StatusCoverage) (never []StatusCoverage) {
	for _, s := range statuses {
		s.Codes = slices.DeleteFunc(slices.Clone(s.Codes), func(c CodeCoverage) bool { return c.Count > 0 })
		if len(s.Codes) > 0 {
			never = append(never, s)
		}
	}
	return never
}
