package format

import "github.com/apicontract/apicontract/validate"

// maxResults is the maximum number of results of one segment: entries of real captures are longer
// than segmentSize / maxResults, which is 128 bytes.
const maxResults = segmentSize / 128

// An entrySegment is text of a capture that begins with an entry and should end where
// another begins.
type entrySegment struct {
	text       []byte
	results    []validate.Result
	readLength int  // length of the complete entries
	afterEntry bool // readLength is the end of an entry; otherwise an entry should begin there
	done       chan struct{}
}

// checkEntries checks the entries of a segment, up to the first that is not well-formed, and at
// most maxResults.
func (s *entrySegment) checkEntries(c *DecoderChecker, d Decoder) {
	for s.readLength < len(s.text) && len(s.results) < maxResults {
		x, length := d.Decode(s.text[s.readLength:])
		if length == 0 {
			return
		}
		s.results = append(s.results, c.checkExchange(x))
		s.readLength, s.afterEntry = s.readLength+length, true
		next, ok := d.NextEntry(s.text, s.readLength)
		if !ok {
			return
		}
		s.readLength, s.afterEntry = next, false
	}
}

// isSound reports whether the segment consists of complete entries, and ends where the next one
// begins.
func (s *entrySegment) isSound() bool { return s.readLength == len(s.text) && !s.afterEntry }

// deliverResults delivers the results, up to the first error.
func (s *entrySegment) deliverResults(deliver func(*validate.Result) error) error {
	for i := range s.results {
		if err := deliver(&s.results[i]); err != nil {
			return err
		}
	}
	return nil
}
