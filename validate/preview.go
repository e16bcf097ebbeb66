package validate

import "github.com/apicontract/apicontract/internal/spec"

// previewLocations returns, for each operation that the document marks as a preview,
// where it does so. A table with mistakes is refused before.
func previewLocations(doc *spec.Document) map[*spec.Operation]*spec.Location {
	calls, err := doc.Calls()
	if err != nil || calls == nil {
		return nil
	}
	all := make(map[*spec.Operation]*spec.Location, len(calls.Previews))
	for i := range calls.Previews {
		all[calls.Previews[i].Operation] = &calls.Previews[i].Location
	}
	return all
}
