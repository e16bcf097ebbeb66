//go:build race

package validate_test

// The race detector makes pools forget, so that memory is counted without it.
const raceDetector = true
