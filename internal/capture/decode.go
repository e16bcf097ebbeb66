package capture

// Decode removes from content the codings that the Content-Encoding fields of a
// response name, as far as the bytes carry them (RFC 9110, section 8.4): gzip,
// deflate, br and zstd. The result has at most one byte more than limit, and may
// share memory with content. False: they cannot be removed.
func Decode(content []byte, codingFields []string, limit int) ([]byte, bool) {
	var c codings
	return c.undo(content, codingFields, limit)
}
