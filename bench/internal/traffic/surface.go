// Package traffic makes exchanges as a browser's capture of HeyGen traffic has
// them, from the contract itself, and says of each what a right verdict is.
package traffic

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/instance"
	"github.com/apicontract/apicontract/validate"
)

// An apiSurface is what the contract says, in the form that making traffic needs.
type apiSurface struct {
	pages, singles []apiOperation       // by what their success is: a list, or one thing
	codes          []validate.ErrorCode // those that any operation may send
	byName         map[string]validate.ErrorCode
}

type apiOperation struct {
	method, template string
	status           int // of the success
	schema           *instance.Schema
	// ownError says that the success documents a member called error, which
	// is no error envelope.
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
	for _, op := range contract.Operations() {
		if err := s.addOperation(op, document); err != nil {
			return nil, fmt.Errorf("%s %s: %w", op.Method, op.PathTemplate, err)
		}
	}
	return s, nil
}

// addOperation reads an operation's success response.
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
