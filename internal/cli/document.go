package cli

import (
	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract"
)

// newDocument returns the command that prints the built-in document, which findings point to.
func newDocument(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "document",
		Short: "Print the built-in OpenAPI document",
		Long: `Print the built-in OpenAPI document with its error table. Findings refer to it as openapi.yaml.
It is also an example of an error table.`,
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
