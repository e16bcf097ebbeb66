package validate

// An Exchange is one HTTP request and the response to it, as a capture or a
// live transport saw them. The zero value is an exchange without a response.
//
// An Exchange is read only while a Validator judges it; nothing of it is kept
// afterwards, so a reader may reuse one Exchange and its buffers.
type Exchange struct {
	Request  Request
	Response Response

	// Skip says that the exchange cannot be judged, and why. It is set by
	// whoever read the exchange. Empty: judge it.
	Skip SkipReason
}

// A Request is the half of an exchange that the client sent.
type Request struct {
	// Method is the request method (RFC 9110, section 9), in any case.
	Method string
	// URL is the target URI: absolute, or without a host if none is known.
	URL string
	// Fields are the request's header fields. Nil: they were not recorded.
	Fields Fields
}

// A Response is the half of an exchange that the server sent.
type Response struct {
	// Status is the status code (RFC 9110, section 15); below 100, there was
	// no response.
	Status int
	// Fields are the response's header fields. Nil: they were not recorded,
	// so that a missing field proves nothing.
	Fields Fields
	// MediaType is what the capture says of the content's type, with or
	// without parameters. It decides where there is no Content-Type field.
	MediaType string
	// Content is the content after all codings are removed (RFC 9110,
	// section 6.4). Empty: the response had none.
	Content []byte
	// Absent says why the capture does not have the content. Empty: Content
	// is the whole of it.
	Absent SkipReason
}

// A Field is one header field line (RFC 9110, section 5.1).
type Field struct{ Name, Value string }

// is compares a field's name without case. It is ASCII (RFC 9110, section 5.1), so
// that another length is another name.
func (f *Field) is(name string) bool {
	if len(f.Name) != len(name) {
		return false
	}
	for i := range len(name) {
		if a, b := f.Name[i], name[i]; a != b && (a|0x20 != b|0x20 || a|0x20 < 'a' || 'z' < a|0x20) {
			return false
		}
	}
	return true
}

// Fields are header field lines in the order they were received; names may be
// repeated and are compared without case.
type Fields []Field

// Values returns the values of the fields called name, nil if there is none.
func (fs Fields) Values(name string) []string {
	var values []string
	for i := range fs {
		if fs[i].is(name) {
			values = append(values, fs[i].Value)
		}
	}
	return values
}

// Has reports whether a field called name is present.
func (fs Fields) Has(name string) bool {
	_, ok := fs.first(name)
	return ok
}

func (fs Fields) first(name string) (string, bool) {
	for i := range fs {
		if fs[i].is(name) {
			return fs[i].Value, true
		}
	}
	return "", false
}
