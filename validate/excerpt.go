package validate

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of excerpts. A document without line breaks has lines of any length.
const (
	maxExcerpts     = 1000
	linesBefore     = 2
	linesAfter      = 4
	maxExcerptLine  = 200 // bytes
	bytesBeforeLine = 60  // of a longer line, before the column
)

// An excerptPlace is what an [Excerpt] is found by.
type excerptPlace struct {
	file string
	line int
}

// addExcerpts adds the excerpts that find returns for the places that findings name, those of the
// first findings if there are many. They are in the order of the document.
func (r *Report) addExcerpts(find func(DocumentLocation) (Excerpt, bool)) {
	seen := make(map[excerptPlace]bool)
	add := func(findings []Finding) {
		for i := range findings {
			at := findings[i].DocumentLocation
			place := excerptPlace{at.File, at.Line}
			if at.Line == 0 || seen[place] || len(r.Excerpts) == maxExcerpts {
				continue
			}
			seen[place] = true
			if e, found := find(at); found {
				r.Excerpts = append(r.Excerpts, e)
			}
		}
	}
	add(r.Findings)
	for i := range r.Summary.Hosts {
		add(r.Summary.Hosts[i].Undocumented) // which merging may turn into findings
	}
	slices.SortFunc(r.Excerpts, func(a, b Excerpt) int { return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line) })
}

// excerptFinder returns a function that finds the lines of a document. It splits each file once.
func (c *Contract) excerptFinder() func(DocumentLocation) (Excerpt, bool) {
	files := make(map[string][][]byte)
	return func(at DocumentLocation) (Excerpt, bool) {
		lines, known := files[at.File]
		if !known {
			if text, err := c.doc.FileText(at.File); err == nil {
				lines = bytes.Split(text, []byte("\n"))
			}
			files[at.File] = lines
		}
		if at.Line > len(lines) {
			return Excerpt{}, false
		}
		e := Excerpt{File: at.File, Line: at.Line, First: max(1, at.Line-linesBefore)}
		for _, line := range lines[e.First-1 : min(len(lines), at.Line+linesAfter)] {
			e.Lines = append(e.Lines, cutLine(line, at.Column))
		}
		return e, true
	}
}

// cutLine returns a line, or the part of a long one that is around a column.
func cutLine(line []byte, column int) string {
	line = bytes.TrimRight(line, "\r")
	if len(line) <= maxExcerptLine {
		return strings.ToValidUTF8(string(line), "\uFFFD")
	}
	start := min(max(0, column-1-bytesBeforeLine), len(line)-maxExcerptLine)
	end := start + maxExcerptLine
	for start > 0 && !utf8.RuneStart(line[start]) {
		start--
	}
	for end < len(line) && !utf8.RuneStart(line[end]) {
		end++
	}
	text := strings.ToValidUTF8(string(line[start:end]), "\uFFFD")
	if start > 0 {
		text = "…" + text
	}
	if end < len(line) {
		text += "…"
	}
	return text
}

// mergeExcerpts adds the excerpts of several reports. Of two at one place, the first is taken.
func (r *Report) mergeExcerpts(reports []*Report) {
	known := make(map[excerptPlace]Excerpt)
	for _, from := range reports {
		for _, e := range from.Excerpts {
			place := excerptPlace{e.File, e.Line}
			if _, twice := known[place]; !twice {
				known[place] = e
			}
		}
	}
	r.addExcerpts(func(at DocumentLocation) (Excerpt, bool) {
		e, found := known[excerptPlace{at.File, at.Line}]
		return e, found
	})
}
