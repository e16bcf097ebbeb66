package rewrite

import "testing"

// SetLimits sets the limits on what is held in memory for a test.
func SetLimits(t *testing.T, piece, text int) {
	oldPiece, oldString := maxPiece, maxString
	t.Cleanup(func() { maxPiece, maxString = oldPiece, oldString })
	maxPiece, maxString = piece, text
}
