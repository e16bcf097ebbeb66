package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

var errNoID = errors.New("api: an ID in the path is empty, or dots")

// wholePath refuses a request whose path lost a part: no operation's path ends
// in a slash, but with an empty ID it does, and GET /v3/videos/ lists what
// nobody asked for. So it is with the IDs "." and "..", which URLs resolve.
func wholePath(_ context.Context, req *http.Request) error {
	if path := req.URL.Path; strings.HasSuffix(path, "/") || strings.Contains(path, "//") {
		return errNoID
	}
	return nil
}
