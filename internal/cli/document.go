package cli

import (
	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract"
)

// newDocument prints the text that findings of the built-in contract point to.
func newDocument(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "document",
		Short: "Print the built-in OpenAPI document",
		Long: `Print the OpenAPI document of the built-in contract, with its error table: the file that
findings point to as openapi.yaml, and a pattern for the table of another API.`,
		Example: `  apicontract document > openapi.yaml`,
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			if _, err := s.out.Write(apicontract.Document()); err != nil {
				return usageErrorf("the document cannot be written: %v", systemError(err))
			}
			return nil
		},
	}
}
