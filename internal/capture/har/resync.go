package har

import (
	"bytes"
	"slices"

	"github.com/apicontract/apicontract/internal/capture/format"
)

const (
	maxPrefixes = 4   // ways in which the entries of a log begin
	maxPrefix   = 128 // bytes of one
)

// entryPrefixes are how the first entries of a log begin: each a brace and a name.
// Behind damage in the brackets of entries, reading goes on there.
type entryPrefixes struct {
	texts  [][]byte
	nested [][]byte // those that also occur inside an entry, which are of no use
	seen   int      // entries that were looked at
}

// addEntry takes a prefix from a sound entry. It looks at no more entries than are always
// read in one goroutine, so that the result does not depend on how many there are.
func (p *entryPrefixes) addEntry(entry []byte) {
	if p.seen == format.WarmUp {
		return
	}
	p.seen++
	prefix := entryPrefix(entry)
	same := func(text []byte) bool { return bytes.Equal(text, prefix) }
	switch {
	case prefix == nil || slices.ContainsFunc(p.nested, same):
	case bytes.Contains(entry[1:], prefix):
		p.nested = append(p.nested, bytes.Clone(prefix))
		p.texts = slices.DeleteFunc(p.texts, same)
	case len(p.texts) < maxPrefixes && !slices.ContainsFunc(p.texts, same):
		p.texts = append(p.texts, bytes.Clone(prefix))
	}
}

// entryPrefix returns an entry's brace and first name, nil if they are long.
func entryPrefix(entry []byte) []byte {
	colon := bytes.IndexByte(entry[:min(len(entry), maxPrefix)], ':')
	if colon < 0 {
		return nil
	}
	return entry[:colon]
}

// resync makes an error within the entries a notice, and moves to where an entry
// seems to begin. It reports false, and the error stays, where none does. entry
// says whether one was lost.
func (r *captureReader) resync(entry bool) bool {
	damage, ok := r.failure.(*format.Error)
	if !ok || damage.Unwrap() != nil || len(r.prefixes.texts) == 0 || r.splitter.entryPerLine {
		return false // a line that is damaged costs itself, see line
	}
	r.failure = nil
	if !r.SeekText(r.prefixes.texts) {
		if r.failure = r.Context().Err(); r.failure == nil {
			r.failure = damage
		}
		return false
	}
	r.noteDamage(damage.Offset, damage.Message)
	if entry {
		r.deliverExchange(r.entry.malformedExchange())
	}
	return true
}
