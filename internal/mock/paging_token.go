package mock

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// token is what stands for the page that starts at an item: opaque, so that
// nobody computes it, and of this list alone.
func (p *Pager) token(start int) string {
	mark := sha256.Sum256([]byte(p.name))
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(mark[:5:5], uint32(start))) //nolint:gosec // the collection is small
}

// readToken is the way back; false for what this list did not give.
func (p *Pager) readToken(text string) (int, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 9 {
		return 0, false
	}
	start := int(binary.BigEndian.Uint32(raw[5:]))
	return start, p.token(start) == text
}

// idOf is what an item is known by; empty if by nothing.
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

// indexOf finds the item with an ID; -1 if there is none.
func indexOf(id string, total int, item func(int) any) int {
	for i := range total {
		if idOf(item(i)) == id {
			return i
		}
	}
	return -1
}

// A linker says how to ask for other pages.
type linker struct {
	pager        *Pager
	url          *url.URL
	item         func(int) any
	limit, total int
}

// reaches reports whether a client can get from a page to the next.
func (k *linker) reaches(l *listing) bool {
	if len(k.pager.positions) == 0 {
		return false
	}
	nexts := l.membersOf(nextPage)
	for _, m := range nexts {
		if _, ok := k.value(m, k.limit); !ok {
			return false
		}
	}
	// Without a word from the answer, the client counts, or takes the last item.
	return len(nexts) > 0 || k.pager.positions[len(k.pager.positions)-1].kind != byToken &&
		(k.numbered() || idOf(k.item(0)) != "")
}

func (k *linker) numbered() bool {
	return k.pager.positions[len(k.pager.positions)-1].kind >= byOffset
}

// value is what a member of an answer says of the page that starts at an item;
// false if the member's schema has no room for it.
func (k *linker) value(m member, start int) (any, bool) {
	for _, at := range k.ordered(m.name) {
		for _, v := range k.forms(at, start) {
			if m.isLink() {
				v = k.link(at, v)
			}
			if m.accepts(v) {
				return v, true
			}
		}
	}
	return nil, false
}

// ordered are the positions, first the one that a member's name speaks of.
func (k *linker) ordered(name string) []position {
	name = plainName(name)
	for i, at := range k.pager.positions {
		if at.kind == byOffset && strings.HasSuffix(name, "offset") || at.kind == byPage && strings.HasSuffix(name, "page") {
			return append([]position{at}, append(k.pager.positions[:i:i], k.pager.positions[i+1:]...)...)
		}
	}
	return k.pager.positions
}

// forms are the ways to write a start as the value of a parameter.
func (k *linker) forms(at position, start int) []any {
	number := start + at.first
	switch at.kind {
	case byPage:
		number = start/k.limit + at.first
	case byToken, byItem:
		return []any{k.pager.token(start)}
	case byOffset:
	}
	return []any{float64(number), strconv.Itoa(number)}
}

// link is the request's URL for another page.
func (k *linker) link(at position, value any) any {
	u := *k.url
	u.User = nil
	query := u.Query()
	for _, other := range k.pager.positions {
		query.Del(other.param.Name)
	}
	query.Set(at.param.Name, fmt.Sprint(value))
	u.RawQuery = query.Encode()
	return u.String()
}
