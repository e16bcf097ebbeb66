// Package schema compiles the schemas of an OpenAPI document. It translates OpenAPI 3.0 and 3.1 to
// one model, JSON Schema 2020-12 in evaluated form, which the fast matcher and the slow, thorough
// check share.
//
// Schemas are compiled when they are first used, each once. A mistake of the document is a
// [Problem] and makes the keyword unusable: values that depend on it are unchecked, and never
// violate it.
package schema
