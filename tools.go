//go:build tools

// Package tools pins, through go.mod, the program that `go generate` runs.
package tools

import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
