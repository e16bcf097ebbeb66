package redact_test

import (
	"testing"

	"github.com/apicontract/apicontract/internal/redact"
)

func BenchmarkLine(b *testing.B) {
	for _, text := range []string{"video_not_found", "https://developers.heygen.com/docs/error-codes#video-not-found", "The video 0f8fad5bd9cb469fa16570867728950e was not found in this workspace.", "GET", "no user for Authorization: Bearer abcdefgh"} {
		b.Run(text[:min(len(text), 20)], func(b *testing.B) {
			for b.Loop() {
				redact.Line(text, 240)
			}
		})
	}
}
