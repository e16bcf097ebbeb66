package render

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// sarifFormat is SARIF 2.1.0 (OASIS), within what GitHub code scanning accepts. A result is
// at its place in the document, with the captures as related locations.
var sarifFormat = Format{
	Name: "sarif", Description: "SARIF 2.1.0, for code scanning",
	Report: writeSARIF, Problems: writeProblemsSARIF,
}

// Bounds of what GitHub code scanning shows: it takes the first 5,000 results of a run.
// A few related locations show a pattern.
const (
	maxSARIFResults = 5_000
	maxSARIFRelated = 10
)

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string         `json:"id"`
	ShortDescription sarifText      `json:"shortDescription"`
	FullDescription  sarifText      `json:"fullDescription"`
	Help             sarifText      `json:"help"`
	Defaults         sarifDefaults  `json:"defaultConfiguration"`
	Properties       sarifRuleHints `json:"properties"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifDefaults struct {
	Level string `json:"level"`
}

// sarifRuleHints are what GitHub sorts and filters by.
type sarifRuleHints struct {
	Tags            []string `json:"tags"`
	Precision       string   `json:"precision"`
	ProblemSeverity string   `json:"problem.severity"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool                `json:"executionSuccessful"`
	Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level   string    `json:"level"`
	Message sarifText `json:"message"`
}

type sarifResult struct {
	RuleID           string            `json:"ruleId"`
	RuleIndex        int               `json:"ruleIndex"`
	Level            string            `json:"level"`
	Message          sarifText         `json:"message"`
	Locations        []sarifLocation   `json:"locations"`
	RelatedLocations []sarifLocation   `json:"relatedLocations,omitempty"`
	Fingerprints     map[string]string `json:"partialFingerprints"`
	Occurrences      int               `json:"occurrenceCount,omitempty"`
	BaselineState    string            `json:"baselineState,omitempty"`
	// Suppressions is nil if the run has none; otherwise every result has a list.
	Suppressions []sarifSuppression `json:"suppressions,omitzero"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

type sarifLocation struct {
	ID       int                    `json:"id,omitempty"`
	Physical *sarifPhysicalLocation `json:"physicalLocation,omitempty"`
	Logical  []sarifLogicalLocation `json:"logicalLocations,omitempty"`
	Message  *sarifText             `json:"message,omitempty"`
}

type sarifPhysicalLocation struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

type sarifLogicalLocation struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
	Kind               string `json:"kind"`
}

func writeSARIF(w io.Writer, r *validate.Report, o Options) error {
	findings := activeFirst(r.Findings)
	findings = findings[:min(len(findings), maxSARIFResults)]
	used := make(map[validate.RuleID]bool)
	for i := range findings {
		used[findings[i].Rule] = true
	}
	run := newSARIFRun(r.Tool, used, &o)
	indexes := run.ruleIndexes()
	for i := range findings {
		run.Results = append(run.Results, sarifFinding(r, &findings[i], indexes))
	}
	run.noteLeftOut(len(r.Findings), "finding")
	if r.Baseline != nil {
		run.notify("note", baselineText(r))
	}
	for _, warning := range SuppressionWarnings(r) {
		run.notify("warning", warning)
	}
	for i := range r.Captures {
		if c := &r.Captures[i]; c.Error != nil {
			run.fail(shortPrintable(c.Name) + ": " + readProblem(*c) + errorText(c.Error))
		}
	}
	if r.Summary.Checked == 0 || r.Summary.Matched == 0 {
		run.fail("nothing was checked, or no entry matched an operation")
	}
	if !r.Summary.ReachesMinChecked(o.MinChecked) {
		run.fail(strings.Join(UncheckedLines(&r.Summary), "; "))
	}
	return run.write(w)
}

// newSARIFRun returns a run without results that has the rules used.
func newSARIFRun(tool validate.ToolInfo, used map[validate.RuleID]bool, o *Options) *sarifRun {
	run := &sarifRun{Invocations: []sarifInvocation{{ExecutionSuccessful: true}}, ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "apicontract", Version: tool.Version, Rules: []sarifRule{}}
	for _, rule := range validate.Rules() {
		if used[rule.ID] {
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, newSARIFRule(&rule, o))
		}
	}
	return run
}

func newSARIFRule(r *validate.Rule, o *Options) sarifRule {
	fix := o.fixFor(r.ID)
	severity, tag := string(r.Level), "api-contract"
	if r.Level == validate.LevelNote || r.Level == validate.LevelOff {
		severity = "recommendation"
	}
	level := string(r.Level)
	if r.Level == validate.LevelOff {
		level = "none"
	}
	if r.Document {
		tag = "openapi"
	}
	return sarifRule{
		ID:               string(r.ID),
		ShortDescription: sarifText{Text: "Broken when: " + r.Summary},
		FullDescription:  sarifText{Text: r.Help},
		Help: sarifText{
			Text: r.Help + "\n\nExample\n\n" + r.Example + "\n\nHow to fix\n\n" + fix + "\n\nSource\n\n" + r.Source,
			Markdown: r.Help + "\n\n**Example**\n\n```\n" + r.Example + "\n```\n\n**How to fix**\n\n" + fix +
				"\n\n**Source**\n\n" + r.Source,
		},
		Defaults:   sarifDefaults{level},
		Properties: sarifRuleHints{Tags: []string{tag}, Precision: "very-high", ProblemSeverity: severity},
	}
}

func (run *sarifRun) ruleIndexes() map[validate.RuleID]int {
	indexes := make(map[validate.RuleID]int)
	for i := range run.Tool.Driver.Rules {
		indexes[validate.RuleID(run.Tool.Driver.Rules[i].ID)] = i
	}
	return indexes
}

func sarifFinding(r *validate.Report, f *validate.Finding, indexes map[validate.RuleID]int) sarifResult {
	text := sarifEscape(exchangeText(f.Violation)+": "+findingDetails(f)) + ". " +
		seenText(f, func(o validate.Occurrence) string { return "[" + sarifEscape(occurrenceText(o)) + "](1)" })
	result := sarifResult{
		RuleID: string(f.Rule), RuleIndex: indexes[f.Rule], Level: string(f.Level), Message: sarifText{Text: text},
		Locations:        []sarifLocation{sarifDocumentLocation(r, f)},
		RelatedLocations: sarifCaptureLocations(f),
		Fingerprints:     map[string]string{"apicontract/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint + ":1"},
		Occurrences:      f.Count,
		BaselineState:    string(f.Baseline),
		Suppressions:     sarifSuppressions(r, f),
	}
	return result
}

func sarifSuppressions(r *validate.Report, f *validate.Finding) []sarifSuppression {
	switch {
	case f.Suppressed != nil:
		return []sarifSuppression{{"external", "accepted", shortPrintable(f.Suppressed.Reason)}}
	case r.Suppressions != nil:
		return []sarifSuppression{}
	}
	return nil
}

// sarifDocumentLocation is the place in the document, with the exchange as the logical
// location. The built-in document is no file of the user's: then it is the capture.
func sarifDocumentLocation(r *validate.Report, f *validate.Finding) sarifLocation {
	path, line := sourcePlace(r, f)
	region := &sarifRegion{StartLine: line}
	if !r.Contract.BuiltIn {
		region.StartColumn = f.DocumentLocation.Column
	}
	l := sarifLocation{Physical: &sarifPhysicalLocation{sarifArtifact{sarifURI(path)}, region}}
	l.Logical = []sarifLogicalLocation{{exchangeText(f.Violation), "function"}}
	if pointer := f.DocumentLocation.Pointer; pointer != "" {
		l.Logical = append(l.Logical, sarifLogicalLocation{shortPrintable(pointer), "member"})
	}
	return l
}

// sarifCaptureLocations are the first occurrence in each capture.
func sarifCaptureLocations(f *validate.Finding) []sarifLocation {
	var related []sarifLocation
	seen := make(map[string]bool)
	for _, o := range f.Occurrences {
		if seen[o.Capture] || len(related) == maxSARIFRelated {
			continue
		}
		seen[o.Capture] = true
		text := occurrenceText(o)
		if f.InstanceLocation != "" {
			text += ", at " + shortPrintable(f.InstanceLocation)
		}
		related = append(related, sarifLocation{ID: len(related) + 1, Message: &sarifText{Text: text},
			Physical: &sarifPhysicalLocation{Artifact: sarifArtifact{sarifURI(capturePath(o.Capture))}}})
	}
	return related
}

func writeProblemsSARIF(w io.Writer, p *ProblemList, o Options) error {
	problems := p.Problems[:min(len(p.Problems), maxSARIFResults)]
	used := make(map[validate.RuleID]bool)
	for i := range problems {
		used[problems[i].Rule] = true
	}
	run := newSARIFRun(p.Tool, used, &o)
	indexes := run.ruleIndexes()
	for i := range problems {
		found := &problems[i]
		fingerprint := problemFingerprint(found)
		run.Results = append(run.Results, sarifResult{
			RuleID: string(found.Rule), RuleIndex: indexes[found.Rule], Level: string(found.Level),
			Message: sarifText{Text: sarifEscape(problemSentence(found))},
			Locations: []sarifLocation{{
				Physical: &sarifPhysicalLocation{sarifArtifact{sarifURI(shortPrintable(found.Location.File))}, &sarifRegion{max(found.Location.Line, 1), found.Location.Column}},
				Logical:  []sarifLogicalLocation{{shortPrintable(found.Location.Pointer), "member"}},
			}},
			Fingerprints: map[string]string{"apicontract/v1": fingerprint, "primaryLocationLineHash": fingerprint + ":1"},
		})
	}
	run.noteLeftOut(len(p.Problems), "problem")
	return run.write(w)
}

// noteLeftOut says how many results are beyond what GitHub shows.
func (run *sarifRun) noteLeftOut(all int, noun string) {
	if all > maxSARIFResults {
		run.notify("note", countOf(all-maxSARIFResults, "further "+noun)+" left out: code scanning shows 5,000 of a run")
	}
}

// fail says that the run could not do all of its work.
func (run *sarifRun) fail(text string) {
	run.Invocations[0].ExecutionSuccessful = false
	run.notify("error", text)
}

func (run *sarifRun) notify(level, text string) {
	i := &run.Invocations[0]
	i.Notifications = append(i.Notifications, sarifNotification{level, sarifText{Text: text}})
}

func (run *sarifRun) write(w io.Writer) error {
	return WriteJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{*run}})
}

// sarifEscape keeps text of the traffic from being a link (SARIF 2.1.0, section 3.11.6).
func sarifEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}

// sarifURI is a path as a URI: relative to the repository unless it is absolute.
func sarifURI(path string) string {
	path = filepath.ToSlash(path)
	u := url.URL{Path: strings.TrimPrefix(path, "./")}
	if filepath.IsAbs(path) || strings.HasPrefix(path, "/") {
		u.Scheme, u.Path = "file", "/"+strings.TrimPrefix(path, "/")
	}
	return u.String()
}
