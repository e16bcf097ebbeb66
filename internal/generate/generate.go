// Package generate is the main function of the commands that `go generate` runs.
package generate

import (
	"fmt"
	"os"
)

// Main writes what content returns to the file that the command's only argument
// names. It ends the process with 1 if that fails, and with 2 if there is no such
// argument.
func Main(command string, content func() ([]byte, error)) {
	if len(os.Args) != 2 {
		fmt.Fprintf(os.Stderr, "usage: %s FILE\n", command)
		os.Exit(2)
	}
	text, err := content()
	if err == nil {
		err = os.WriteFile(os.Args[1], text, 0o644)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", command, err)
		os.Exit(1)
	}
}
