// Package spec reads an OpenAPI document once and gives the other packages its
// parts: operations, parameters, responses, servers, security schemes, and the
// error table, each with its position in the text.
//
// A document is a tree of [Node] values with byte offsets, read from JSON and
// YAML alike. References are followed when they are needed, and never leave the
// document's file system. No type of another OpenAPI library appears here.
//
// A [Document] and its nodes are immutable for callers and safe for concurrent
// use.
package spec
