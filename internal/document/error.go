package document

import (
	"cmp"
	"errors"
	"reflect"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/spec"
)

// locatedError adds a position to an error of the loader. It runs the loader again with origins,
// which are off by default.
func locatedError(d *spec.Document, err error) error {
	if own, ok := errors.AsType[*spec.Error](err); ok && own.Line > 0 {
		return own
	}
	if _, again := runLoader(d, true); again != nil && loaderMessage(again) == loaderMessage(err) {
		err = again // JSON that is not YAML has a different error
	}
	e := &spec.Error{File: d.Name(), Line: 1, Column: 1, Message: loaderMessage(err), Err: err}
	key, pointer := errorOrigin(err), errorScope(err)
	switch {
	case key != nil && key.Line > 0 && readsOwnText(d, cmp.Or(key.File, d.Name())):
		e.Line, e.Column = key.Line, key.Column
		if key.File != "" {
			e.File = key.File
		}
	case pointer != "":
		e.Line, e.Column = d.Position(spec.Location{File: d.Name(), Pointer: pointer})
	default:
		findPosition(d, e)
	}
	if extra, ok := errors.AsType[*openapi3.ExtraSiblingFieldsError](err); ok && len(extra.Fields) > 0 {
		findExtra(d, e, extra.Fields[0])
	}
	return e
}

// readsOwnText reports whether the loader reads the text of a file unchanged, so that its line
// numbers are those of the file.
func readsOwnText(d *spec.Document, file string) bool {
	_, isOwn, err := d.PlainText(file)
	return err == nil && isOwn
}

// loaderMessage removes the parts of an error that are about the loader and not about the document.
func loaderMessage(err error) string {
	s := err.Error()
	if _, after, ok := strings.Cut(s, "yaml error: "); ok {
		s = after
	}
	for _, prefix := range []string{"error converting YAML to JSON: ", "error unmarshaling JSON: ", "while decoding JSON: ", "yaml: ", "unmarshal errors:\n  "} {
		s = strings.TrimPrefix(s, prefix)
	}
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// errorOrigin looks through an error chain for the innermost place in the text. The
// loader's error types keep it in a field Origin but share no method for it.
func errorOrigin(err error) *openapi3.Location {
	var found *openapi3.Location
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Kind() != reflect.Struct {
			continue
		}
		field := v.FieldByName("Origin")
		if !field.IsValid() || !field.CanInterface() {
			continue
		}
		if o, ok := reflect.TypeAssert[*openapi3.Origin](field); ok && o != nil && o.Key != nil {
			found = o.Key
		}
	}
	return found
}

// errorScope returns the JSON Pointer of the part of the document in which an error without an
// origin was found.
func errorScope(err error) string {
	var (
		section   *openapi3.SectionValidationError
		component *openapi3.ComponentValidationError
		inPath    *openapi3.PathValidationError
		operation *openapi3.OperationValidationError
	)
	switch {
	case errors.As(err, &inPath) && errors.As(err, &operation):
		return spec.JoinPointer("paths", inPath.Path, strings.ToLower(operation.Method))
	case inPath != nil:
		return spec.JoinPointer("paths", inPath.Path)
	case errors.As(err, &component):
		return spec.JoinPointer("components", componentKey(component.Section), component.Name)
	case errors.As(err, &section):
		return spec.JoinPointer(section.Section)
	}
	return ""
}

// componentKey returns the key of a section: "securitySchemes" for "security scheme".
func componentKey(section string) string {
	first, second, two := strings.Cut(section, " ")
	if two {
		first += strings.ToUpper(second[:1]) + second[1:]
	}
	return strings.TrimSuffix(first, "y") + map[bool]string{true: "ies", false: "s"}[strings.HasSuffix(first, "y")]
}
