package retry

import (
	"net/http"
	"strings"
)

//go:generate go run ./internal/gen operations.gen.go

// An operation is one whose method is not idempotent.
type operation struct {
	method, template string
	keyed            bool // it documents the field Idempotency-Key
}

// hasKey reports whether a request carries a key that counts. An operation of
// the contract that does not document the field may ignore it; of a path that
// the contract does not have, the caller knows more.
func hasKey(req *http.Request) bool {
	if req.Header.Get(keyHeader) == "" {
		return false
	}
	documented, known := takesKey(req)
	return documented || !known
}

// takesKey reports whether a request's operation documents the field
// Idempotency-Key, and whether the contract has the operation.
func takesKey(req *http.Request) (documented, known bool) {
	path := strings.Split(strings.TrimRight(req.URL.EscapedPath(), "/"), "/")
	for _, op := range operations { // those with fewer parameters first
		if op.method == req.Method && op.matchesPath(path) {
			return op.keyed, true
		}
	}
	return false, false
}

// matchesPath compares from the end: before it, a base URL may have a path.
func (op operation) matchesPath(path []string) bool {
	template := strings.Split(op.template, "/")[1:]
	if len(path) < len(template) {
		return false
	}
	for i, segment := range path[len(path)-len(template):] {
		parameter := template[i][0] == '{'
		if parameter && segment == "" || !parameter && segment != template[i] {
			return false
		}
	}
	return true
}
