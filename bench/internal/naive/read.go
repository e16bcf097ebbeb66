package naive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// eachEntry decodes the entries of a log, one at a time.
func eachEntry(r io.Reader, use func(*harEntry)) error {
	d := json.NewDecoder(r)
	if err := enterMember(d, "log"); err != nil {
		return err
	}
	if err := enterMember(d, "entries"); err != nil {
		return err
	}
	if _, err := d.Token(); err != nil { // the bracket of the array
		return err
	}
	for d.More() {
		var e harEntry
		if err := d.Decode(&e); err != nil {
			return err
		}
		use(&e)
	}
	for { // the rest must be JSON, too
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// enterMember reads an object up to the value of a member.
func enterMember(d *json.Decoder, member string) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if name == member {
			return nil
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return err
		}
	}
	return fmt.Errorf("no member %q", member)
}
