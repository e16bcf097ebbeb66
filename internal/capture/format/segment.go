package format

import "github.com/apicontract/apicontract/validate"

// maxResults bounds the results of one segment: entries of real captures are longer than
// segmentSize / maxResults, which is 128 bytes.
const maxResults = segmentSize / 128

// A segment is text of a capture that begins with an entry and should end where
// another begins.
type segment struct {
	text       []byte
	verdicts   []validate.Verdict
	read       int  // how far whole entries go
	afterEntry bool // read is the end of an entry; otherwise one should begin there
	done       chan struct{}
}

// check checks the entries of a segment, up to the first that is not sound, and at most
// maxResults.
func (s *segment) check(c *DecoderChecker, d Decoder) {
	for s.read < len(s.text) && len(s.verdicts) < maxResults {
		x, length := d.Decode(s.text[s.read:])
		if length == 0 {
			return
		}
		s.verdicts = append(s.verdicts, c.check(x))
		s.read, s.afterEntry = s.read+length, true
		next, ok := d.NextEntry(s.text, s.read)
		if !ok {
			return
		}
		s.read, s.afterEntry = next, false
	}
}

// isSound reports whether the segment is read up to its end, where an entry begins.
func (s *segment) isSound() bool { return s.read == len(s.text) && !s.afterEntry }

// deliver hands on the results, up to the first error.
func (s *segment) deliver(deliver func(*validate.Verdict) error) error {
	for i := range s.verdicts {
		if err := deliver(&s.verdicts[i]); err != nil {
			return err
		}
	}
	return nil
}
