package api

import "strconv"

// GoString returns the text of [Error.Error], quoted, so that %#v shows no header and no
// body.
func (e Error) GoString() string { return strconv.Quote(e.Error()) }

// GoString returns the text of [DecodeError.Error], quoted, so that %#v shows no header and
// no body.
func (e DecodeError) GoString() string { return strconv.Quote(e.Error()) }

// GoString returns the text of [VideoError.Error], quoted, so that %#v shows no member of
// the video but its ID.
func (e VideoError) GoString() string { return strconv.Quote(e.Error()) }
