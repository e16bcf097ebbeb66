//go:build unix

package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/validate"
)

var expression = regexp.MustCompile(`\{[^{}]*\}`)

// writeCapture writes a HAR file of one response, to the last GET operation of the document
// that documents the status 200. Its body is null, which most schemas refuse.
func writeCapture(file string, out io.Writer) error {
	contract, err := validate.Load(os.DirFS(filepath.Dir(file)), filepath.Base(file))
	if err != nil {
		return err
	}
	all := contract.Operations()
	for _, op := range slices.Backward(all) {
		if op.Method != "GET" || !slices.Contains(op.Statuses, "200") {
			continue
		}
		server := "http://localhost"
		if servers := contract.Servers(); len(servers) > 0 && strings.Contains(servers[0], "://") {
			server = servers[0]
		}
		url := strings.TrimSuffix(server, "/") + expression.ReplaceAllString(op.PathTemplate, "1")
		_, err := fmt.Fprintf(out, `{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"entries":[{"request":{"method":"GET","url":%q,"headers":[]},"response":{"status":200,"headers":[{"name":"Content-Type","value":"application/json"}],"content":{"mimeType":"application/json","size":4,"text":"null"}}}]}}`, expression.ReplaceAllString(url, "1"))
		return err
	}
	return errors.New("the document has no GET operation with status 200")
}

// checkWithKin loads the document with kin-openapi and checks the same body by the schema of
// the same kind of operation.
func checkWithKin(file string) error {
	document, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return err
	}
	paths := document.Paths.Map()
	templates := make([]string, 0, len(paths))
	for template := range paths {
		templates = append(templates, template)
	}
	slices.Sort(templates)
	for _, template := range slices.Backward(templates) {
		op := paths[template].Get
		if op == nil || op.Responses.Status(200) == nil {
			continue
		}
		var value any
		if err := json.Unmarshal([]byte("null"), &value); err != nil {
			return err
		}
		media := op.Responses.Status(200).Value.Content.Get("application/json")
		if media != nil && media.Schema != nil {
			err = media.Schema.Value.VisitJSON(value)
		}
		fmt.Println(cmp.Or(err, errors.New("conforms")))
		return nil
	}
	return errors.New("the document has no GET operation with status 200")
}
