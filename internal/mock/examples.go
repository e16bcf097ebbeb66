package mock

import "github.com/apicontract/apicontract/internal/spec"

// documentedExamples returns the values of a response's examples, exactly as in the document and in
// its order: the one called name, or all if name is empty.
func (m *Model) documentedExamples(op *operation, status int, mediaType, name string) (values []any) {
	media := op.documentedMedia(status, mediaType)
	if media == nil {
		return nil
	}
	if example := media.Node.Member("example"); example != nil && name == "" {
		values = append(values, example.Value())
	}
	for key, node := range media.Node.Member("examples").Members() {
		if value := m.doc.Spec.Follow(node).Member("value"); value != nil && (name == "" || name == key) {
			values = append(values, value.Value())
		}
	}
	return values
}

// documentedMedia returns a media type of a response, nil if the document has none of this name.
func (op *operation) documentedMedia(status int, mediaType string) *spec.MediaType {
	r := op.spec.Response(status)
	if r == nil {
		return nil
	}
	for _, media := range r.Media {
		if media.Name == mediaType {
			return media
		}
	}
	return nil
}
