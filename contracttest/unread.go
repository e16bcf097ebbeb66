package contracttest

import (
	"fmt"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/live"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// unreadBodies counts the responses whose bodies could not be checked because the client did not
// read them. It is safe for concurrent use.
type unreadBodies struct {
	allowed bool // they do not fail the test

	mu    sync.Mutex
	count int
	first string // the first exchange: GET /v3/videos/{video_id} (getVideoV3) answered 200
	open  int    // bodies that were neither read to their end nor closed
}

// addExchange counts an exchange whose body the client left unread, if something of it was left
// unchecked for this reason. A complete JSON value is checked although its client stops behind it.
func (u *unreadBodies) addExchange(x *live.Exchange, v *validate.Result) {
	if !x.Unread || !slices.Contains(v.Unchecked, validate.UncheckedNotRecorded) {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.count++; u.count == 1 {
		u.first = describeResult(v)
	}
}

func (u *unreadBodies) setOpen(n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.open = n
}

// failureText returns the text that fails the test, empty if no body was left unread.
func (u *unreadBodies) failureText() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.allowed || u.count == 0 {
		return ""
	}
	what := "a response body was not checked, because the client did not read it"
	if u.count > 1 {
		what = fmt.Sprintf("%d response bodies were not checked, because the client did not read them", u.count)
	}
	return what + ": " + u.first + "; " + string(validate.UncheckedNotRecorded) + ": read bodies to their end, or set Config.AllowUnread"
}

// openText returns the text about bodies that the client never closed, empty if there are none.
func (u *unreadBodies) openText() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch u.open {
	case 0:
		return ""
	case 1:
		return "1 response body was neither read to its end nor closed"
	}
	return fmt.Sprintf("%d response bodies were neither read to their end nor closed", u.open)
}

// isAllowed reports whether unread bodies are the only reason that responses were not checked, and
// are allowed.
func (u *unreadBodies) isAllowed(s *validate.Summary) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.allowed && u.count > 0 && u.count == s.MissedCount()
}

// describeResult names an exchange: GET /v3/videos/{video_id} (getVideoV3) answered 200.
func describeResult(v *validate.Result) string {
	about := validate.Violation{Status: v.Status, Code: v.Code}
	if v.Operation != nil {
		about.Method, about.PathTemplate, about.Operation = v.Operation.Method, v.Operation.PathTemplate, v.Operation.ID
	}
	return render.Exchange(about)
}
