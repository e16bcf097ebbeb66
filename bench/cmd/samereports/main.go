// Samereports checks captures with two builds of the command and reports whether
// they say the same:
//
//	samereports -before OLD -after NEW [-ignore message,expected] CAPTURE… [-- FLAGS of check]
//
// The order of findings and of their occurrences does not count, nor does the
// version of the tool. The exit code is 1 if a report or an exit code differs.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
)

func main() {
	before := flag.String("before", "", "the one build of apicontract")
	after := flag.String("after", "", "the other build")
	ignore := flag.String("ignore", "", "members of findings that do not count, separated by commas")
	flag.Parse()
	captures, flags := flag.Args(), []string(nil)
	if i := slices.Index(captures, "--"); i >= 0 {
		captures, flags = captures[:i], captures[i+1:]
	}
	if *before == "" || *after == "" || len(captures) == 0 {
		flag.Usage()
		os.Exit(2)
	}
	different := 0
	for _, capture := range captures {
		a, b := runBuild(*before, capture, flags), runBuild(*after, capture, flags)
		if difference := a.compareTo(b, strings.Split(*ignore, ",")); difference != "" {
			different++
			fmt.Printf("%s: %s\n", capture, difference)
		}
	}
	fmt.Printf("%d captures, %d different\n", len(captures), different)
	if different > 0 {
		os.Exit(1)
	}
}

// A buildOutput is the result of one build for one capture.
type buildOutput struct {
	exitCode int
	output   []byte
}

func runBuild(binary, capture string, flags []string) buildOutput {
	args := append([]string{"check", "-o", "json"}, flags...)
	output, err := exec.Command(binary, append(args, capture)...).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return buildOutput{exit.ExitCode(), output}
	}
	if err != nil {
		return buildOutput{-1, []byte(err.Error())}
	}
	return buildOutput{0, output}
}

// compareTo describes a difference; it is empty if there is none. Two builds that did not run to
// their end never agree.
func (o buildOutput) compareTo(other buildOutput, ignore []string) string {
	if o.exitCode < 0 || other.exitCode < 0 {
		return "a build did not start, or a signal ended it"
	}
	if o.exitCode != other.exitCode {
		return fmt.Sprintf("exit codes %d and %d", o.exitCode, other.exitCode)
	}
	a, errA := normalizeReport(o.output, ignore)
	b, errB := normalizeReport(other.output, ignore)
	switch {
	case errA != nil || errB != nil:
		if bytes.Equal(o.output, other.output) {
			return ""
		}
		return fmt.Sprintf("outputs that are not both JSON: %v, %v", errA, errB)
	case reflect.DeepEqual(a, b):
		return ""
	}
	return valueDifference("", a, b)
}

// normalizeReport decodes a report and removes what does not count.
func normalizeReport(report []byte, ignore []string) (map[string]any, error) {
	var r map[string]any
	decoder := json.NewDecoder(bytes.NewReader(report))
	decoder.UseNumber() // float64 would make different large numbers equal
	if err := decoder.Decode(&r); err != nil {
		return nil, err
	}
	delete(r, "tool")
	for _, list := range []string{"violations", "findings"} {
		findings, _ := r[list].([]any)
		for _, f := range findings {
			finding, _ := f.(map[string]any)
			for _, name := range ignore {
				delete(finding, name)
			}
			sortByText(finding["occurrences"])
		}
		slices.SortFunc(findings, func(a, b any) int { return cmp.Compare(fingerprintOf(a), fingerprintOf(b)) })
	}
	return r, nil
}

func fingerprintOf(finding any) string {
	f, _ := finding.(map[string]any)
	text, _ := f["fingerprint"].(string)
	return text
}

func sortByText(list any) {
	items, _ := list.([]any)
	slices.SortFunc(items, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
}

// valueDifference returns the first place at which two values differ.
func valueDifference(at string, a, b any) string {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return memberDifference(at, a, b)
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			for i := range a {
				if d := valueDifference(fmt.Sprintf("%s/%d", at, i), a[i], b[i]); d != "" {
					return d
				}
			}
			return ""
		}
	}
	if reflect.DeepEqual(a, b) {
		return ""
	}
	return fmt.Sprintf("at %s: %.300v and %.300v", at, a, b)
}

func memberDifference(at string, a, b map[string]any) string {
	names := make(map[string]bool)
	for _, m := range []map[string]any{a, b} {
		for name := range m {
			names[name] = true
		}
	}
	for name := range names {
		if d := valueDifference(at+"/"+name, a[name], b[name]); d != "" {
			return d
		}
	}
	return ""
}
