package contracttest

import (
	"reflect"
	"testing"
)

// refuseFuzz ends a test that is a [*testing.F], or a helper made from one. Its methods panic inside
// f.Fuzz, and net/http recovers a panic of a handler, so that findings would be lost.
func refuseFuzz(tb testing.TB, caller string) {
	tb.Helper()
	if isFuzzTest(reflect.ValueOf(tb)) {
		tb.Fatalf("contracttest: %s cannot report to a *testing.F, whose methods panic inside f.Fuzz: call it in the function that f.Fuzz gets, with that function's *testing.T", caller)
	}
}

var fuzzType = reflect.TypeFor[*testing.F]()

// isFuzzTest reports whether v is a [*testing.F] or embeds one. Every other implementation of
// [testing.TB] must embed one of package testing's, because the interface has an unexported method.
func isFuzzTest(v reflect.Value) bool {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		if v.Type() == fuzzType {
			return true
		}
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || v.Type().PkgPath() == "testing" {
		return false
	}
	for i := range v.NumField() {
		if v.Type().Field(i).Anonymous && isFuzzTest(v.Field(i)) {
			return true
		}
	}
	return false
}
