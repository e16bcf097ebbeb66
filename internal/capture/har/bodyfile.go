package har

import (
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// readBodyFile returns the body that a recorder wrote to a file beside the HAR, as
// Playwright does with content: "attach". A name that leads out of that folder is no body.
func (d *entryDecoder) readBodyFile() ([]byte, validate.UncheckedReason) {
	if d.bodies == nil || !d.needsBody() {
		return nil, validate.UncheckedNotRecorded
	}
	name := path.Clean(strings.ReplaceAll(string(d.arena[d.content.file.from:d.content.file.to]), `\`, "/"))
	info, err := fs.Stat(d.bodies, name)
	switch {
	case err != nil || !info.Mode().IsRegular():
		return nil, validate.UncheckedNotRecorded
	case info.Size() > int64(d.maxBody):
		return nil, validate.UncheckedTooLarge
	}
	f, err := d.bodies.Open(name)
	if err != nil {
		return nil, validate.UncheckedNotRecorded
	}
	defer func() { _ = f.Close() }() // it was only read
	d.file.Reset()
	if _, err := d.file.ReadFrom(io.LimitReader(f, int64(d.maxBody)+1)); err != nil {
		return nil, validate.UncheckedUndecodable
	}
	body, ok := d.codings.Decode(d.file.Bytes(), d.contentCodings(d.file.Bytes()), d.maxBody)
	switch {
	case !ok:
		return nil, validate.UncheckedUndecodable
	case len(body) > d.maxBody:
		return nil, validate.UncheckedTooLarge
	}
	return body, ""
}
