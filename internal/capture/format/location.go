package format

import "strconv"

// Location is the place of an entry in its capture.
type Location struct {
	// Document is the index of the JSON text, or of the line, in a capture that has several.
	Document int
	// Parent is the JSON Pointer (RFC 6901) of the array that holds the entry, within its document:
	// "/log/entries" in a HAR.
	Parent string
	// Index is the index of the entry in that array, or -1 if Parent is the entry itself. After
	// damage that may have hidden entries, it counts the delivered ones.
	Index int
}

// Pointer returns the JSON Pointer of the entry within its document, such as "/log/entries/3". It
// is empty if the document is the entry.
func (l Location) Pointer() string {
	if l.Index < 0 {
		return l.Parent
	}
	return l.Parent + "/" + strconv.Itoa(l.Index)
}
