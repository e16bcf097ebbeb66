package har

import (
	"bytes"
	"slices"

	"github.com/apicontract/apicontract/internal/capture/format"
)

const (
	maxPrefixes = 4   // different beginnings of entries in a log
	maxPrefix   = 128 // bytes of a beginning
)

// entryPrefixes are the beginnings of a log's first entries: a brace and a name each. After an
// entry with damaged brackets, reading continues at the next occurrence.
type entryPrefixes struct {
	texts  [][]byte
	nested [][]byte // prefixes that also occur inside an entry, so that they are useless
	seen   int      // number of entries that were looked at
}

// addEntry takes the prefix of a well-formed entry. It uses only the entries that are always read
// in one goroutine, so that the result does not depend on the number of goroutines.
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

// entryPrefix returns the brace and first name of an entry, nil if they are too long.
func entryPrefix(entry []byte) []byte {
	colon := bytes.IndexByte(entry[:min(len(entry), maxPrefix)], ':')
	if colon < 0 {
		return nil
	}
	return entry[:colon]
}

// resync records an error within the entries as damage, and moves to the next apparent entry. If
// there is none, it reports false and keeps the error. entry says whether an entry was lost.
func (r *captureReader) resync(entry bool) bool {
	damage, ok := r.failure.(*format.Error)
	if !ok || damage.Unwrap() != nil || len(r.prefixes.texts) == 0 || r.splitter.entryPerLine {
		return false // endLine handles a damaged line
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
