package validate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A causeKey is what makes two violations one cause.
type causeKey struct {
	rule               RuleID
	method, path, code string
	status             int
	instance           string // array indexes folded
	file, keyword      string // of the document
}

func keyOf(v *Violation) causeKey {
	key := causeKey{
		rule: v.Rule, method: v.Method, path: v.PathTemplate, status: v.Status, code: v.Code,
		instance: foldIndexes(v.InstanceLocation),
		file:     v.DocumentLocation.File, keyword: v.DocumentLocation.Pointer,
	}
	if v.Operation == "" && v.Rule == OperationUndocumented {
		key.path = foldIDs(v.PathTemplate)
	}
	return key
}

// fingerprint names a cause across runs and edits of the document: neither
// message nor line is part of it.
func (k causeKey) fingerprint() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{
		string(k.rule), k.method, k.path, strconv.Itoa(k.status), k.code, k.instance, k.file, k.keyword}))
	return hex.EncodeToString(sum[:8])
}

// foldIndexes makes /data/3/id and /data/7/id one place.
func foldIndexes(pointer string) string {
	return mapTokens(pointer, func(token string) string {
		if token != "" && digits(token) {
			return "*"
		}
		return token
	})
}

// foldIDs makes paths one cause that differ in what looks like an identifier:
// nobody documented them, so there is no template to do it by.
func foldIDs(path string) string {
	return mapTokens(path, func(segment string) string {
		if strings.ContainsAny(segment, "0123456789") && (len(segment) >= 8 || digits(segment)) {
			return "*"
		}
		return segment
	})
}

func mapTokens(path string, f func(string) string) string {
	if !strings.ContainsAny(path, "0123456789") {
		return path
	}
	tokens := strings.Split(path, "/")
	for i, t := range tokens {
		tokens[i] = f(t)
	}
	return strings.Join(tokens, "/")
}

// compareCauses orders causes: heaviest first, then by rule, by operation, and
// by what else tells them apart.
func compareCauses(a, b Cause) int {
	return cmp.Or(
		b.Level.weight()-a.Level.weight(),
		ruleIndex(a.Rule)-ruleIndex(b.Rule),
		strings.Compare(a.PathTemplate, b.PathTemplate),
		strings.Compare(a.Method, b.Method),
		a.Status-b.Status,
		strings.Compare(a.Code, b.Code),
		strings.Compare(a.InstanceLocation, b.InstanceLocation),
		strings.Compare(a.DocumentLocation.Pointer, b.DocumentLocation.Pointer),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}

func ruleIndex(id RuleID) int {
	return slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
}
