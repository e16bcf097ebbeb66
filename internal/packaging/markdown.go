package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// writeAsMarkdown rewrites the help of a command and of those below it as Markdown, which the
// generator of manual pages expects: globs such as /v3/videos/** are no emphasis, and indented
// lines keep their breaks.
func writeAsMarkdown(cmd *cobra.Command) {
	cmd.Long = markdown(cmd.Long)
	cmd.Short = escape(cmd.Short)
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { f.Usage = escape(f.Usage) })
	for _, sub := range cmd.Commands() {
		writeAsMarkdown(sub)
	}
}

func markdown(text string) string {
	var lines []string
	indented := true
	for line := range strings.SplitSeq(text, "\n") {
		before := indented
		indented = strings.HasPrefix(line, "  ")
		switch {
		case indented && !before && lines[len(lines)-1] != "":
			lines = append(lines, "", "    "+line) // without the empty line it is a paragraph's
		case indented:
			lines = append(lines, "    "+line)
		default:
			lines = append(lines, escape(line))
		}
	}
	return strings.Join(lines, "\n")
}

var escape = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`).Replace
