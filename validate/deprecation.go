package validate

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The headers by which a server says that an operation goes away.
const (
	deprecationHeader = "Deprecation" // RFC 9745
	sunsetHeader      = "Sunset"      // RFC 8594
)

// announcesEnd reports whether response headers say that the operation goes away.
func (fs Header) announcesEnd() bool {
	for i := range fs {
		if fs[i].hasName(deprecationHeader) || fs[i].hasName(sunsetHeader) {
			return true
		}
	}
	return false
}

// deprecationDay reads the day of the header Deprecation, a date of structured fields:
// @1688169599. Drafts of the standard had "true" and an HTTP-date.
func deprecationDay(value string) (string, bool) {
	value, _, _ = strings.Cut(value, ";")
	seconds, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(value), "@"), 10, 40)
	if err != nil || !strings.HasPrefix(strings.TrimSpace(value), "@") {
		return sunsetDay(value)
	}
	return time.Unix(seconds, 0).UTC().Format(time.DateOnly), true
}

// sunsetDay reads the day of the header Sunset, an HTTP-date.
func sunsetDay(value string) (string, bool) {
	at, err := http.ParseTime(strings.TrimSpace(value))
	if err != nil {
		return "", false
	}
	return at.UTC().Format(time.DateOnly), true
}

// endAnnouncement says what the headers announce, for people, and lists those that are
// there.
func (fs Header) endAnnouncement() (message, headers string) {
	var parts, names []string
	if value, found := fs.firstValue(deprecationHeader); found {
		part := "is deprecated"
		if day, known := deprecationDay(value); known {
			part += " since " + day
		}
		parts, names = append(parts, part), append(names, deprecationHeader)
	}
	if value, found := fs.firstValue(sunsetHeader); found {
		part := "goes away"
		if day, known := sunsetDay(value); known {
			part += " on " + day
		}
		parts, names = append(parts, part), append(names, sunsetHeader)
	}
	return "the response says that the operation " + strings.Join(parts, " and "), strings.Join(names, " and ")
}
