package validate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
)

const (
	// maxFindings bounds the distinct faults of a report, and of one exchange.
	maxFindings = 10_000
	// minFindings is the number of findings that a rule may have even if the report has
	// maxFindings already.
	minFindings = 100
)

// A findingKey is what makes two violations one cause.
type findingKey struct {
	rule               RuleID
	method, path, code string
	status             int
	instance           string // array indexes folded
	subject            string
	keyword            string // of the document; its file is named as it was given, and does not count
}

// A findingID stands for a [findingKey] in memory, where ten thousand keys would take two megabytes.
type findingID [2]uint64

var idSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func (k findingKey) id() findingID {
	return findingID{maphash.Comparable(idSeeds[0], k), maphash.Comparable(idSeeds[1], k)}
}

// What an undocumented operation is expected to be, with the nearest path template behind it.
const (
	anOperation   = "a documented operation"
	nearOperation = ", such as "
)

func findingKeyOf(v *Violation) findingKey {
	key := findingKey{
		rule: v.Rule, method: v.Method, path: v.PathTemplate, status: v.Status, code: v.Code,
		instance: foldIndexes(v.InstanceLocation),
		subject:  v.Subject,
		keyword:  v.DocumentLocation.Pointer,
	}
	return key
}

// fingerprint names a cause across runs and edits of the document: neither
// message nor line is part of it.
func (k findingKey) fingerprint() string {
	parts := []string{string(k.rule), k.method, k.path, strconv.Itoa(k.status), k.code, k.instance, k.keyword}
	if k.subject != "" {
		parts = append(parts, k.subject)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return hex.EncodeToString(sum[:8])
}

// foldIndexes makes /data/3/id and /data/7/id one place.
func foldIndexes(pointer string) string {
	if !strings.ContainsAny(pointer, "0123456789") {
		return pointer
	}
	return mapTokens(pointer, func(token string) string {
		if token != "" && isDigits(token) {
			return "*"
		}
		return token
	})
}

func mapTokens(path string, f func(string) string) string {
	tokens := strings.Split(path, "/")
	for i, t := range tokens {
		tokens[i] = f(t)
	}
	return strings.Join(tokens, "/")
}

// compareFindings orders causes: heaviest first, then by rule, by operation, and
// by what else tells them apart.
func compareFindings(a, b Finding) int {
	return cmp.Or(
		b.Level.weight()-a.Level.weight(),
		ruleIndex(a.Rule)-ruleIndex(b.Rule),
		strings.Compare(a.PathTemplate, b.PathTemplate),
		strings.Compare(a.Method, b.Method),
		a.Status-b.Status,
		strings.Compare(a.Code, b.Code),
		strings.Compare(a.InstanceLocation, b.InstanceLocation),
		strings.Compare(a.DocumentLocation.Pointer, b.DocumentLocation.Pointer),
		strings.Compare(a.Subject, b.Subject),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}

func ruleIndex(id RuleID) int {
	return slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
}
