package contracttest_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/apicontract/apicontract/contracttest"
)

// BenchmarkTransport compares the check of one exchange with the bare transport. Both respond from
// memory, so that only the work of the transport is measured.
func BenchmarkTransport(b *testing.B) {
	for _, c := range []struct {
		name   string
		answer stub
	}{
		{"success", answer(200, success)},
		{"error", answer(404, envelope("video_not_found"))},
	} {
		b.Run(c.name+"/bare", func(b *testing.B) { exchanges(b, c.answer) })
		b.Run(c.name+"/checked", func(b *testing.B) {
			exchanges(b, contracttest.NewTransport(b, contracttest.Config{Transport: c.answer}))
		})
	}
}

func exchanges(b *testing.B, rt http.RoundTripper) {
	b.Helper()
	req, err := http.NewRequest(http.MethodGet, host+"/v3/videos/v1", nil)
	if err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, 4096)
	b.ReportAllocs()
	for b.Loop() {
		resp, err := rt.RoundTrip(req)
		if err != nil {
			b.Fatal(err)
		}
		for err == nil {
			_, err = resp.Body.Read(buf)
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
		_ = resp.Body.Close()
	}
}

func BenchmarkNewTransport(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		contracttest.NewTransport(quiet{b}, contracttest.Config{})
	}
}

// quiet is a test that never ends.
type quiet struct{ testing.TB }

func (quiet) Cleanup(func()) {}

// BenchmarkLeavingAReport compares the end of a test with and without a report.
func BenchmarkLeavingAReport(b *testing.B) {
	for name, dir := range map[string]string{"without": "", "with": b.TempDir()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := &recorder{name: "TestX"}
				rt := contracttest.NewTransport(r, contracttest.Config{ReportDir: dir, Transport: answer(200, success)})
				fetch(b, rt, videoURL)
				r.end()
			}
		})
	}
}

func BenchmarkHandler(b *testing.B) {
	next := answering(404, envelope("video_not_found"))
	serve := func(b *testing.B, h http.Handler) {
		b.Helper()
		req := httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil)
		b.ReportAllocs()
		for b.Loop() {
			h.ServeHTTP(httptest.NewRecorder(), req)
		}
	}
	b.Run("bare", func(b *testing.B) { serve(b, next) })
	b.Run("checked", func(b *testing.B) { serve(b, contracttest.NewHandler(b, next, contracttest.Config{})) })
}
