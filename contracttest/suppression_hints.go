package contracttest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/internal/suggest"
	"github.com/apicontract/apicontract/validate"
)

// nearMiss returns the name of the only field in which a suppression differs from a violation, and
// the violation's value of it. ok is false if none or several differ.
func (k Suppression) nearMiss(v *validate.Violation) (field, value string, ok bool) {
	misses := 0
	miss := func(differs bool, name, actual string) {
		if differs {
			field, value = name, actual
			misses++
		}
	}
	set := 0
	for _, isSet := range []bool{k.Rule != "", k.Operation != "", k.Status != 0, k.Code != ""} {
		if isSet {
			set++
		}
	}
	miss(k.Rule != "" && k.Rule != v.Rule, "Rule", string(v.Rule))
	miss(!k.matchesOperation(v), "Operation", v.Operation)
	miss(k.Status != 0 && k.Status != v.Status, "Status", strconv.Itoa(v.Status))
	miss(k.Code != "" && k.Code != v.Code, "Code", v.Code)
	return field, value, misses == 1 && set > 1 && value != ""
}

// nearMissText says which suppression nearly matches a violation; empty if none does.
func (l *suppressionList) nearMissText(v *validate.Violation) string {
	for i := range l.list {
		if field, value, ok := l.list[i].nearMiss(v); ok {
			return fmt.Sprintf("item %d of Suppressions, %s, would match with the %s %s", i, l.list[i], field, render.Printable(value))
		}
	}
	return ""
}

// unknownNames says which operation or code of a suppression the contract does not have, with the
// names that may be meant; empty if it has them. Such a suppression is no mistake in itself, because
// a violation can have a code or a path that the contract lacks.
func (k Suppression) unknownNames(contract *validate.Contract) string {
	var parts []string
	if k.Operation != "" {
		if err := checkOperationPattern(contract, k.Operation); err != nil {
			parts = append(parts, err.Error())
		}
	}
	if _, known := contract.LookupCode(k.Code); k.Code != "" && !known {
		var names []string
		for _, c := range contract.Codes() {
			names = append(names, c.Name)
		}
		text := fmt.Sprintf("the contract has no code %q", k.Code)
		if guess := suggest.DidYouMean(k.Code, names, ""); guess != "" {
			text += "; " + guess
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// matchesOperation reports whether the operation of a suppression includes that of a violation.
func (k Suppression) matchesOperation(v *validate.Violation) bool {
	return k.Operation == "" || k.Operation == v.Operation || k.Operation == v.Method+" "+v.PathTemplate || pattern.Matches(k.Operation, operationOf(v))
}
