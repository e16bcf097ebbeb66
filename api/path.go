package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

var errNoID = errors.New("api: an ID in the path is empty, or dots")

// checkPath refuses a request whose path lost a segment. No operation's path ends in
// a slash, but with an empty ID it does, and GET /v3/videos/ would list all videos.
// The IDs "." and ".." have the same effect, because URLs resolve them.
func checkPath(_ context.Context, req *http.Request) error {
	if path := req.URL.Path; strings.HasSuffix(path, "/") || strings.Contains(path, "//") {
		return errNoID
	}
	return nil
}
