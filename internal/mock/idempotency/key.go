package idempotency

import (
	"crypto/sha256"
	"encoding/binary"
)

// A Key is a hash of everything that identifies repeated requests.
type Key [sha256.Size]byte

// NewKey returns the key of a request from its parts, in order: the operation, each path parameter,
// the caller's credentials, and the value of Idempotency-Key. The body is not a part: the same key
// replays the same response, whatever the body. The schema of the header in the document decides
// whether its value is valid.
func NewKey(parts ...string) Key {
	hash := sha256.New()
	var length [8]byte
	for _, part := range parts {
		// The length separates the parts: otherwise ("a", "bc") and ("ab", "c") would have the same
		// hash.
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		hash.Write(length[:])
		hash.Write([]byte(part))
	}
	return Key(hash.Sum(nil))
}
