package api

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/apicontract/apicontract/api/internal/body"
)

var (
	errUnionUnset = errors.New("is not set: use one of its From methods")
	errUnionKind  = errors.New("api: the union's discriminator has an unknown value")
)

// unionAs decodes the value of a union, as strictly as the body of a response.
func unionAs[T any](union json.RawMessage) (T, error) {
	var v T
	if len(union) == 0 {
		return v, fmt.Errorf("api: the union %w", errUnionUnset)
	}
	err := body.Decode(union, &v, requiredMembers)
	return v, err
}

// setUnion sets a union to a value. stamp is an object with the discriminator for the type of the
// value; it may be empty.
func setUnion(union *json.RawMessage, v any, stamp string) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if stamp != "" {
		text, err = withMembers(text, stamp)
	}
	*union = text
	return err
}

// withMembers sets the members of one object in another, whose other members are kept.
func withMembers(object []byte, members string) ([]byte, error) {
	var all map[string]json.RawMessage
	for _, text := range []string{string(object), members} {
		if err := json.Unmarshal([]byte(text), &all); err != nil {
			return nil, err
		}
	}
	return json.Marshal(all)
}

// marshalUnion returns the JSON of a union. It returns an error for a union without a value,
// because the API would receive null and respond with an unhelpful error.
func marshalUnion(union json.RawMessage, name string) ([]byte, error) {
	if len(union) == 0 {
		return nil, fmt.Errorf("api: %s %w", name, errUnionUnset)
	}
	return union.MarshalJSON()
}
