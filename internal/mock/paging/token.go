package paging

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// pageToken returns the token of the page that starts at an item. It is opaque, so that
// clients do not compute it, and valid for this list only.
func (p *Pager) pageToken(start int) string {
	hash := sha256.Sum256([]byte(p.operation))
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(hash[:5:5], uint32(start))) //nolint:gosec // the collection is small
}

// parseToken returns the item of a token, and false for a token that this list did
// not issue.
func (p *Pager) parseToken(token string) (int, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 9 {
		return 0, false
	}
	start := int(binary.BigEndian.Uint32(raw[5:]))
	return start, p.pageToken(start) == token
}

// idOf returns the ID of an item, empty if it has none.
func idOf(item any) string {
	object, _ := item.(map[string]any)
	id, ok := object["id"]
	if !ok || id == nil {
		return ""
	}
	if text, ok := id.(string); ok {
		return text
	}
	return string(jsonvalue.Encode(id))
}

// indexOf returns the index of the item with an ID, -1 if there is none.
func indexOf(id string, total int, item func(int) any) int {
	for i := range total {
		if idOf(item(i)) == id {
			return i
		}
	}
	return -1
}
