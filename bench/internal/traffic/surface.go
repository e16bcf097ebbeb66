// Package traffic generates exchanges like those in a browser's capture of HeyGen traffic from the
// contract, each with the expected result of a check.
package traffic

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/instance"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// An apiSurface holds the contract in the form that the generator needs.
type apiSurface struct {
	pages, singles []apiOperation       // by what their success contains: a list, or one object
	codes          []validate.ErrorCode // codes that every operation may send
	byName         map[string]validate.ErrorCode
}

type apiOperation struct {
	method, template string
	status           int // of the success
	schema           *instance.Schema
	// ownError means that the success documents a member called error that is not an error
	// envelope.
	ownError bool
}

func loadSurface() (*apiSurface, error) {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	if err != nil {
		return nil, err
	}
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		return nil, err
	}
	s := &apiSurface{byName: make(map[string]validate.ErrorCode)}
	for _, code := range contract.Codes() {
		s.byName[code.Name] = code
		if len(code.Operations) == 0 {
			s.codes = append(s.codes, code)
		}
	}
	previews, err := previewOperations()
	if err != nil {
		return nil, err
	}
	for _, op := range contract.Operations() {
		if previews[op.Method+" "+op.PathTemplate] {
			continue // each of its exchanges has a finding
		}
		if err := s.addOperation(op, document); err != nil {
			return nil, fmt.Errorf("%s %s: %w", op.Method, op.PathTemplate, err)
		}
	}
	return s, nil
}

// previewOperations returns the operations that the contract marks as previews, by method and path
// template.
func previewOperations() (map[string]bool, error) {
	document, err := spec.Load(spec.SingleFile(apicontract.DocumentName, apicontract.Document()), apicontract.DocumentName)
	if err != nil {
		return nil, err
	}
	calls, err := document.Calls()
	if err != nil {
		return nil, err
	}
	previews := make(map[string]bool)
	for _, preview := range calls.Previews {
		previews[preview.Operation.Method+" "+preview.Operation.PathTemplate] = true
	}
	return previews, nil
}

// addOperation adds an operation by its success response.
func (s *apiSurface) addOperation(op validate.Operation, document *openapi3.T) error {
	responses := document.Paths.Value(op.PathTemplate).GetOperation(op.Method).Responses
	for status := http.StatusOK; status < http.StatusMultipleChoices; status++ {
		response := responses.Value(strconv.Itoa(status))
		if response == nil {
			continue
		}
		media := response.Value.Content.Get("application/json")
		if media == nil {
			continue
		}
		schema, err := instance.Compile(media.Schema)
		if err != nil {
			return err
		}
		made := apiOperation{op.Method, op.PathTemplate, status, schema, media.Schema.Value.Properties["error"] != nil}
		if isPage(media.Schema.Value) {
			s.pages = append(s.pages, made)
		} else {
			s.singles = append(s.singles, made)
		}
	}
	return nil
}

func isPage(s *openapi3.Schema) bool {
	data := s.Properties["data"]
	return data != nil && data.Value.Type.Is("array")
}
