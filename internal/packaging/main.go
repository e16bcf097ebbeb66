// Command packaging writes what a package of apicontract holds beside the binary: a manual page
// for each command, and the completion scripts of the shells.
//
//	go run ./internal/packaging DIRECTORY
//
// The date of the pages is SOURCE_DATE_EPOCH, or today.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/apicontract/apicontract/internal/cli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: packaging DIRECTORY")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "packaging: %v\n", err)
		os.Exit(1)
	}
}

// write writes the pages to man, and the scripts to completions, in a directory that it makes.
func write(dir string) error {
	root := cli.Command()
	pages, scripts := filepath.Join(dir, "man"), filepath.Join(dir, "completions")
	for _, d := range []string{pages, scripts} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	writeAsMarkdown(root)
	header := &doc.GenManHeader{Section: "1", Source: "apicontract", Manual: "User Commands"}
	if err := doc.GenManTree(root, header, pages); err != nil {
		return err
	}
	return writeScripts(root, scripts)
}

// writeScripts names each script as its shell looks for it.
func writeScripts(root *cobra.Command, dir string) error {
	for name, script := range map[string]func(string) error{
		"apicontract.bash": func(file string) error { return root.GenBashCompletionFileV2(file, true) },
		"_apicontract":     root.GenZshCompletionFile,
		"apicontract.fish": func(file string) error { return root.GenFishCompletionFile(file, true) },
		"apicontract.ps1":  root.GenPowerShellCompletionFileWithDesc,
	} {
		if err := script(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
