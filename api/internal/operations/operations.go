// Package operations says which requests may be repeated, from the contract's information about
// operations whose method is not idempotent.
package operations

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

//go:generate go run ./gen operations.gen.go

// KeyHeader is the request header that makes a request safe to repeat.
const KeyHeader = "Idempotency-Key"

// maxKeyBody is the number of bytes of a request's body that are searched for a key.
const maxKeyBody = 1 << 20

// An operation is an operation whose method is not idempotent.
type operation struct {
	method, template string
	keyed            bool     // it documents the header Idempotency-Key
	idempotent       bool     // repeating it has no further effect, as the contract says
	keyMember        []string // path of the member of its body that is a key
}

// Facts are the properties of a request, besides its method, that make it safe to repeat.
type Facts struct {
	Keyed      bool // it has an effective key
	Idempotent bool // the contract says that its operation may be repeated
}

// Of returns the facts of a request. A key in the header counts if the operation documents the
// header, because others may ignore it. If the contract lacks the path, every key counts, because
// the caller knows better. A key in the body is found only if the request has GetBody.
func Of(req *http.Request) Facts {
	hasKey := HasKey(req)
	if req.URL == nil {
		return Facts{Keyed: hasKey}
	}
	op := findOperation(req)
	if op == nil {
		return Facts{Keyed: hasKey}
	}
	return Facts{
		Keyed:      hasKey && op.keyed || op.keyMember != nil && bodyMember(req, op.keyMember) != "",
		Idempotent: op.idempotent,
	}
}

// HasKey reports whether a request has the header Idempotency-Key with a value, however the name is
// spelt in its map.
func HasKey(req *http.Request) bool {
	for name, values := range req.Header {
		if strings.EqualFold(name, KeyHeader) && len(values) > 0 && values[0] != "" {
			return true
		}
	}
	return false
}

// TakesKey reports whether a request's operation documents the header Idempotency-Key.
func TakesKey(req *http.Request) bool {
	op := findOperation(req)
	return op != nil && op.keyed
}

// findOperation returns the operation of a request, nil if the contract lacks it or its method
// is idempotent.
func findOperation(req *http.Request) *operation {
	path := strings.Split(strings.TrimRight(req.URL.EscapedPath(), "/"), "/")
	for i := range table { // those with fewer parameters first
		if op := &table[i]; op.method == req.Method && op.matchesPath(path) {
			return op
		}
	}
	return nil
}

// matchesPath compares path segments from the end, because the base URL may have a path.
func (op *operation) matchesPath(path []string) bool {
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

// bodyMember returns a string in a request's body, empty if it is absent or the body cannot be
// read.
func bodyMember(req *http.Request, tokens []string) string {
	if req.GetBody == nil {
		return ""
	}
	body, err := req.GetBody()
	if err != nil || body == nil {
		return ""
	}
	defer body.Close()
	text, err := io.ReadAll(io.LimitReader(body, maxKeyBody))
	if err != nil {
		return ""
	}
	value := json.RawMessage(text)
	for _, token := range tokens {
		var object map[string]json.RawMessage
		_ = json.Unmarshal(value, &object) // stays nil for anything but an object
		value = object[token]
	}
	var key string
	_ = json.Unmarshal(value, &key) // stays empty for anything but a string
	return key
}
