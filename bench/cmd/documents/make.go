//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

const (
	pathCount  = 40_000
	valueCount = 300_000
)

var documentNames = []string{"paths.json", "paths.yaml", "enum.json", "enum.yaml"}

// writeDocument writes one of the documents, as generators lay them out.
func writeDocument(name string, to io.Writer) error {
	out := bufio.NewWriter(to)
	kind, format, _ := strings.Cut(name, ".")
	write := map[string]func(io.Writer, bool){"paths": writePaths, "enum": writeEnum}[kind]
	if write == nil {
		return fmt.Errorf("no document is called %s", name)
	}
	write(out, format == "json")
	return out.Flush()
}

func writePaths(out io.Writer, asJSON bool) {
	if !asJSON {
		fmt.Fprint(out, "openapi: 3.0.3\ninfo: {title: paths, version: '1'}\nservers:\n- url: https://x.example\npaths:\n")
		for i := range pathCount {
			fmt.Fprintf(out, yamlPath, i, i)
		}
		return
	}
	fmt.Fprint(out, `{"openapi":"3.0.3","info":{"title":"paths","version":"1"},"servers":[{"url":"https://x.example"}],"paths":{`)
	for i := range pathCount {
		fmt.Fprintf(out, jsonPath, separator(i), i, i)
	}
	fmt.Fprint(out, "}}\n")
}

func writeEnum(out io.Writer, asJSON bool) {
	if !asJSON {
		fmt.Fprint(out, "openapi: 3.0.3\ninfo: {title: enum, version: '1'}\nservers:\n- url: https://x.example\npaths:\n  /p:\n    get:\n      responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              schema:\n                type: string\n                enum:\n")
		for i := range valueCount {
			fmt.Fprintf(out, "                - value_%d\n", i)
		}
		return
	}
	fmt.Fprint(out, `{"openapi":"3.0.3","info":{"title":"enum","version":"1"},"servers":[{"url":"https://x.example"}],"paths":{"/p":{"get":{"responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"string","enum":[`)
	for i := range valueCount {
		fmt.Fprintf(out, "%s\n\"value_%d\"", separator(i), i)
	}
	fmt.Fprint(out, "]}}}}}}}}}\n")
}

func separator(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

const yamlPath = `  /p%d/{id}:
    get:
      operationId: get%d
      parameters:
      - name: id
        in: path
        required: true
        schema:
          type: string
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required:
                - id
                properties:
                  id:
                    type: string
                  name:
                    type: string
                    maxLength: 20
`

const jsonPath = `%s
"/p%d/{id}":{"get":{"operationId":"get%d","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],"responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"name":{"type":"string","maxLength":20}}}}}}}}}`
