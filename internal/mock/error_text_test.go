package mock_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// text returns a string unchanged, and any other value as JSON.
func text(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	b, _ := json.Marshal(value)
	return string(b)
}

// An envelope is the error envelope of HeyGen.
type envelope struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Param   string `json:"param"`
}

// errorOf returns the error of a response; the zero value if it has none.
func errorOf(t *testing.T, w *httptest.ResponseRecorder) envelope {
	t.Helper()
	var body struct {
		Error envelope `json:"error"`
	}
	if w.Code >= 400 {
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body), "%s", w.Body)
	}
	return body.Error
}
