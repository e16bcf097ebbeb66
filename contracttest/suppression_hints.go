package contracttest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/internal/suggest"
	"github.com/apicontract/apicontract/validate"
)

// nearMiss returns the name of the only field in which a suppression differs from a violation, and
// the violation's value of it. ok is false if none or several differ.
func nearMiss(k Suppression, v *validate.Violation) (field, value string, ok bool) {
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
	miss(!Suppression{Operation: k.Operation}.Matches(v, ""), "Operation", v.Operation)
	miss(k.Status != 0 && k.Status != v.Status, "Status", strconv.Itoa(v.Status))
	miss(!Suppression{Code: k.Code}.Matches(v, ""), "Code", v.Code)
	return field, value, misses == 1 && set > 1 && value != ""
}

// nearMissText says which suppression nearly matches a violation, or did before it expired; empty if
// none does.
func (l *suppressionList) nearMissText(v *validate.Violation) string {
	for i, k := range l.list {
		if k.Capture = ""; k.Matches(v, "") && k.IsExpired(l.today) {
			return fmt.Sprintf("item %d of Suppressions, %s, expired on %s", i, l.list[i], k.Until)
		}
		if field, value, ok := nearMiss(l.list[i], v); ok {
			return fmt.Sprintf("item %d of Suppressions, %s, would match with the %s %s", i, l.list[i], field, render.Printable(value))
		}
	}
	return ""
}

// unknownNames says which operation or code of a suppression the contract does not have, with the
// names that may be meant; empty if it has them. Such a suppression is no mistake in itself, because
// a violation can have a code or a path that the contract lacks.
func unknownNames(k Suppression, contract *validate.Contract) string {
	var parts []string
	if k.Operation != "" {
		if err := checkOperationPattern(contract, k.Operation); err != nil {
			parts = append(parts, err.Error())
		}
	}
	if _, known := contract.LookupCode(k.Code); k.Code != "" && !known && !strings.ContainsAny(k.Code, "*?[{") {
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
