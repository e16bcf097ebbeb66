package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// junitFormat is JUnit XML as Jenkins and GitLab read it: a suite for each capture and a
// case for each operation that was checked in it. A case fails for what makes the run
// fail; lighter findings are its output.
var junitFormat = Format{
	Name: "junit", Description: "JUnit XML, for Jenkins and GitLab",
	Report: writeJUnit, Problems: writeProblemsJUnit,
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string           `xml:"name,attr"`
	Tests      int              `xml:"tests,attr"`
	Failures   int              `xml:"failures,attr"`
	Errors     int              `xml:"errors,attr"`
	Skipped    int              `xml:"skipped,attr"`
	Properties *junitProperties `xml:"properties"` // nil: none
	Cases      []junitCase      `xml:"testcase"`
}

type junitProperties struct {
	List []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name      string       `xml:"name,attr"`
	ClassName string       `xml:"classname,attr"`
	Skipped   *junitResult `xml:"skipped"`
	Error     *junitResult `xml:"error"`
	Failure   *junitResult `xml:"failure"`
	Output    *junitOutput `xml:"system-out"`
}

type junitOutput struct {
	Text string `xml:",cdata"`
}

type junitResult struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr,omitempty"`
	Text    string `xml:",cdata"`
}

func writeJUnit(w io.Writer, r *validate.Report, o Options) error {
	suites := junitSuites{Name: "apicontract check"}
	byCapture := findingsByCapture(r)
	for i := range r.Captures {
		suites.add(captureSuite(&r.Captures[i], byCapture[r.Captures[i].Name], &o))
	}
	suites.addBaseline(r, &o)
	if r.Summary.Checked == 0 || r.Summary.Matched == 0 {
		c := junitCase{Name: "something was checked", ClassName: "apicontract"}
		c.Error = &junitResult{Type: "nothing-checked", Message: "nothing was checked, or no entry matched an operation"}
		suites.add(junitSuite{Name: "apicontract", Cases: []junitCase{c}})
	}
	if !r.Summary.ReachesMinChecked(o.MinChecked) {
		c := junitCase{Name: "enough responses are checked", ClassName: "apicontract"}
		c.Error = &junitResult{Type: "too-little-checked", Message: strings.Join(UncheckedLines(&r.Summary), "; ")}
		suites.add(junitSuite{Name: "apicontract", Cases: []junitCase{c}})
	}
	return suites.write(w)
}

// An operationKey tells the operations of a capture apart; its zero value is that of
// entries that matched none.
type operationKey struct{ method, path string }

// A findingPart is a finding with its occurrences in one capture.
type findingPart struct {
	validate.Finding
	isBounded bool // the report does not keep all occurrences, so that there may be more
}

// captureFindings are the findings of a capture by operation.
type captureFindings struct {
	parts map[operationKey][]findingPart
	// hidden are the operations with findings that are not accepted and whose occurrences the
	// report does not keep; nil: any may have some.
	hidden map[operationKey]bool
}

// unlisted returns the violations of an operation that no part accounts for.
func (c *captureFindings) unlisted(op *validate.CaptureOperation) validate.LevelCounts {
	key := operationKey{op.Method, op.PathTemplate}
	if c.hidden != nil && !c.hidden[key] {
		return validate.LevelCounts{}
	}
	left := op.Violations
	for i := range c.parts[key] {
		switch f := &c.parts[key][i]; f.Level {
		case validate.LevelError:
			left.Error -= f.Count
		case validate.LevelWarning:
			left.Warning -= f.Count
		case validate.LevelNote:
			left.Note -= f.Count
		}
	}
	return left
}

// findingsByCapture has the findings of each capture.
func findingsByCapture(r *validate.Report) map[string]*captureFindings {
	documented := make(map[operationKey]bool)
	for i := range r.Coverage {
		documented[operationKey{r.Coverage[i].Method, r.Coverage[i].PathTemplate}] = true
	}
	all := make(map[string]*captureFindings)
	hidden := make(map[operationKey]bool)
	for i := range r.Findings {
		f := &r.Findings[i]
		key := operationKey{f.Method, f.PathTemplate}
		if !documented[key] {
			key = operationKey{}
		}
		for capture, occurrences := range occurrencesByCapture(f) {
			if all[capture] == nil {
				all[capture] = &captureFindings{make(map[operationKey][]findingPart), hidden}
			}
			part := findingPart{*f, f.Count > countTimes(f.Occurrences)}
			part.Occurrences, part.Count = occurrences, countTimes(occurrences)
			all[capture].parts[key] = append(all[capture].parts[key], part)
			hidden[key] = hidden[key] || part.isBounded && !f.Accepted()
		}
	}
	for i := range r.Captures {
		c := all[r.Captures[i].Name]
		if c == nil {
			c = &captureFindings{hidden: hidden}
			all[r.Captures[i].Name] = c
		}
		if r.Summary.Overflow > 0 {
			c.hidden = nil
		}
	}
	return all
}

// countTimes is how often a finding was seen in entries.
func countTimes(occurrences []validate.Occurrence) int {
	n := 0
	for _, o := range occurrences {
		n += timesIn(o)
	}
	return n
}

func occurrencesByCapture(f *validate.Finding) map[string][]validate.Occurrence {
	all := make(map[string][]validate.Occurrence)
	for _, o := range f.Occurrences {
		all[o.Capture] = append(all[o.Capture], o)
	}
	return all
}

// captureSuite has a case for each operation, and one that fails if the capture was not
// read to its end.
func captureSuite(c *validate.Capture, findings *captureFindings, o *Options) junitSuite {
	name := shortPrintable(c.Name)
	s := junitSuite{Name: name, Properties: captureProperties(c)}
	if c.Error != nil {
		s.Cases = append(s.Cases, junitCase{Name: "the capture is read to its end", ClassName: name,
			Error: &junitResult{Type: "capture-unreadable", Message: readProblem(*c) + errorText(c.Error)}})
	}
	for i := range c.Operations {
		op := &c.Operations[i]
		s.Cases = append(s.Cases, operationCase(name, op, findings, o))
	}
	if c.Error == nil && c.Entries > 0 && c.Checked == 0 {
		s.Cases = append(s.Cases, junitCase{Name: "entries are checked", ClassName: name,
			Skipped: &junitResult{Text: "every entry was skipped: " + ReasonCounts(c.Skipped)}})
	}
	return s
}

func captureProperties(c *validate.Capture) *junitProperties {
	properties := []junitProperty{
		{"entries", strconv.Itoa(c.Entries)},
		{"checked", strconv.Itoa(c.Checked)},
		{"skipped", strings.TrimSpace(fmt.Sprintf("%d %s", c.Entries-c.Checked, ReasonCounts(c.Skipped)))},
	}
	if c.Format != "" {
		properties = append(properties, junitProperty{"format", shortPrintable(c.Format)})
	}
	if c.Creator != "" {
		properties = append(properties, junitProperty{"creator", shortPrintable(c.Creator)})
	}
	return &junitProperties{properties}
}

func operationCase(capture string, op *validate.CaptureOperation, all *captureFindings, o *Options) junitCase {
	c := junitCase{Name: operationName(op), ClassName: capture}
	findings := all.parts[operationKey{op.Method, op.PathTemplate}]
	var failing, others []string
	var first *findingPart
	for i := range findings {
		f := &findings[i]
		block := f.block(o)
		if !o.fails(&f.Finding) {
			others = append(others, block)
			continue
		}
		if first == nil {
			first = f
		}
		failing = append(failing, block)
	}
	switch {
	case first != nil:
		message, _, _ := strings.Cut(failing[0], "\n")
		if len(failing) > 1 {
			message += fmt.Sprintf(" (and %s)", countOf(len(failing)-1, "further finding"))
		}
		c.Failure = &junitResult{Type: string(first.Rule), Message: message, Text: junitText(failing)}
	case o.anyReaches(all.unlisted(op)):
		c.Failure = &junitResult{Type: "findings-beyond-limit", Message: "violations that the report counts and does not list"}
	}
	c.Output = newJUnitOutput(others)
	return c
}

// block is the finding as the text format prints it.
func (f *findingPart) block(o *Options) string {
	block := FindingBlock(f.Finding, o.fixFor(f.Rule))
	if f.isBounded {
		block += "\n  at least so many times: the report keeps the first places of a finding"
	}
	return block
}

func operationName(op *validate.CaptureOperation) string {
	if op.PathTemplate == "" {
		return "requests that match no operation"
	}
	name := shortPrintable(op.Method) + " " + shortPrintable(op.PathTemplate)
	if op.Operation != "" {
		name += " (" + shortPrintable(op.Operation) + ")"
	}
	return name
}

func newJUnitOutput(blocks []string) *junitOutput {
	if len(blocks) == 0 {
		return nil
	}
	return &junitOutput{junitText(blocks)}
}

// junitText is the text of blocks, which have only characters that XML allows.
func junitText(blocks []string) string {
	if len(blocks) == 0 {
		return ""
	}
	return "\n" + strings.Join(blocks, "\n\n") + "\n"
}

// writeProblemsJUnit writes a suite with a case for each rule that the document breaks.
func writeProblemsJUnit(w io.Writer, p *ProblemList, o Options) error {
	suites := junitSuites{Name: "apicontract lint"}
	name := shortPrintable(p.Contract.Source)
	s := junitSuite{Name: name}
	seen := make(map[validate.RuleID]bool)
	for i := range p.Problems {
		if rule := p.Problems[i].Rule; !seen[rule] {
			seen[rule] = true
			s.Cases = append(s.Cases, ruleCase(name, rule, p.Problems, &o))
		}
	}
	if len(s.Cases) == 0 {
		s.Cases = append(s.Cases, junitCase{Name: "the document has no problems", ClassName: name})
	}
	suites.add(s)
	return suites.write(w)
}

func ruleCase(document string, rule validate.RuleID, problems []validate.Problem, o *Options) junitCase {
	c := junitCase{Name: string(rule), ClassName: document}
	var failing, others []string
	for i := range problems {
		found := &problems[i]
		switch {
		case found.Rule != rule:
		case o.reachesFailLevel(found.Level):
			failing = append(failing, problemBlock(found))
		default:
			others = append(others, problemBlock(found))
		}
	}
	if len(failing) > 0 {
		first, _, _ := strings.Cut(failing[0], "\n")
		if len(failing) > 1 {
			first += fmt.Sprintf(" (and %s)", countOf(len(failing)-1, "further problem"))
		}
		c.Failure = &junitResult{Type: string(rule), Message: first, Text: junitText(failing)}
	}
	c.Output = newJUnitOutput(others)
	return c
}

// problemBlock is the block of one problem as the text format prints it.
func problemBlock(found *validate.Problem) string {
	return strings.TrimRight(renderSingle(func(p *textPage) { p.writeProblem(found, true) }), "\n")
}

// add counts a suite's cases and adds it.
func (s *junitSuites) add(suite junitSuite) {
	for i := range suite.Cases {
		c := &suite.Cases[i]
		suite.Tests++
		switch {
		case c.Error != nil:
			suite.Errors++
		case c.Failure != nil:
			suite.Failures++
		case c.Skipped != nil:
			suite.Skipped++
		}
	}
	s.Tests += suite.Tests
	s.Failures += suite.Failures
	s.Errors += suite.Errors
	s.Suites = append(s.Suites, suite)
}

func (s *junitSuites) write(w io.Writer) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// addBaseline adds a case that fails if findings of the baseline vanished and the run is
// strict about it, and one that lists suppressions without an effect, which passes.
func (s *junitSuites) addBaseline(r *validate.Report, o *Options) {
	suite := junitSuite{Name: "baseline"}
	if r.Baseline != nil {
		c := junitCase{Name: "the baseline is current", ClassName: shortPrintable(r.Baseline.Source)}
		text := strings.TrimSuffix(renderSingle(func(p *textPage) { p.writeBaseline(r) }), "\n")
		if o.StrictBaseline && len(r.Baseline.Absent) > 0 {
			c.Failure = &junitResult{Type: "baseline-outdated", Message: baselineText(r), Text: junitText([]string{text})}
		} else {
			c.Output = newJUnitOutput([]string{text})
		}
		suite.Cases = append(suite.Cases, c)
	}
	if warnings := SuppressionWarnings(r); warnings != nil {
		suite.Cases = append(suite.Cases, junitCase{Name: "suppressions have an effect", ClassName: "apicontract", Output: newJUnitOutput(warnings)})
	}
	if suite.Cases != nil {
		s.add(suite)
	}
}
