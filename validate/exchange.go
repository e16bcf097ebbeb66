package validate

// An Exchange is one HTTP request and the response to it, as a capture or a
// live transport saw them. The zero value is an exchange without a response.
//
// An Exchange is read only while a Validator checks it; nothing of it is kept
// afterwards, so a reader may reuse one Exchange and its buffers.
type Exchange struct {
	Request  Request
	Response Response

	// Skip says that the exchange cannot be checked, and why. It is set by
	// the reader of the exchange. Empty: check it.
	Skip SkipReason

	// Started is when the request was sent (RFC 3339, date-time). Empty, or anything else:
	// not known.
	Started string
}

// A Request is the half of an exchange that the client sent.
type Request struct {
	// Method is the request method (RFC 9110, section 9), in any case.
	Method string
	// URL is the target URI: absolute, or without a host if none is known.
	URL string
	// Header are the request's header fields. Nil: they were not recorded.
	Header Header
}

// A Response is the half of an exchange that the server sent.
type Response struct {
	// Status is the status code (RFC 9110, section 15); below 100, there was
	// no response.
	Status int
	// Header are the response's header fields. Nil: they were not recorded,
	// so that a missing field proves nothing.
	Header Header
	// MediaType is what the capture says of the content's type, with or
	// without parameters. It decides where there is no Content-Type field.
	MediaType string
	// Body is the content after all codings are removed (RFC 9110,
	// section 6.4). Empty: the response had none.
	Body []byte
	// BodyMissing says why the capture does not have the body. Empty: Body is
	// the whole of it.
	BodyMissing UncheckedReason
}

// A HeaderLine is one header field line (RFC 9110, section 5.1).
type HeaderLine struct{ Name, Value string }

// hasName compares a field's name without case. It is ASCII (RFC 9110, section 5.1), so
// that another length is another name.
func (f *HeaderLine) hasName(name string) bool {
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

// Header are header field lines in the order they were received; names may be
// repeated and are compared without case.
type Header []HeaderLine

// Values returns the values of the fields called name, nil if there is none.
func (fs Header) Values(name string) []string {
	var values []string
	for i := range fs {
		if fs[i].hasName(name) {
			values = append(values, fs[i].Value)
		}
	}
	return values
}

// Has reports whether a field called name is present.
func (fs Header) Has(name string) bool {
	_, ok := fs.firstValue(name)
	return ok
}

func (fs Header) firstValue(name string) (string, bool) {
	for i := range fs {
		if fs[i].hasName(name) {
			return fs[i].Value, true
		}
	}
	return "", false
}
