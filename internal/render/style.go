package render

import (
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/apicontract/apicontract/validate"
)

// A textStyle paints words for a terminal, or leaves them as they are.
type textStyle struct{ colour bool }

func (s textStyle) paintText(text string, attributes ...color.Attribute) string {
	if !s.colour {
		return text
	}
	c := color.New(attributes...)
	c.EnableColor() // the decision is ours, not that of the package's globals
	return c.Sprint(text)
}

func (s textStyle) levelText(l validate.Level, text string) string {
	switch l {
	case validate.LevelError:
		return s.paintText(text, color.FgRed, color.Bold)
	case validate.LevelWarning:
		return s.paintText(text, color.FgYellow, color.Bold)
	default:
		return s.paintText(text, color.FgCyan, color.Bold)
	}
}

func (s textStyle) boldText(text string) string  { return s.paintText(text, color.Bold) }
func (s textStyle) faintText(text string) string { return s.paintText(text, color.Faint) }

// lineWidth is where long lines break: as wide as most terminals show, and the
// same everywhere, so that output can be compared.
const lineWidth = 100

// WrapText breaks text between words so that no line is wider than 100 characters,
// each line but the first behind indent; the first is taken to start there too.
// Line breaks in text are kept.
func WrapText(text, indent string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = wrapLine(l, indent)
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"+indent), "\n"+indent+"\n", "\n\n")
}

func wrapLine(line, indent string) string {
	var b strings.Builder
	room := lineWidth - utf8.RuneCountInString(indent)
	used := 0
	for i, word := range strings.Fields(line) {
		width := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case used+1+width > room:
			b.WriteString("\n" + indent)
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += width
	}
	return b.String()
}
