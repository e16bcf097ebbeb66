package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apicontract/apicontract/internal/render"
)

// maxStepSummary is how many bytes GitHub takes of a step's summary.
const maxStepSummary = 1 << 20

// writeActions writes annotations and the step's summary where GitHub Actions runs the
// command. The user did not ask for them, so a failure is reported and the exit code stays.
func (s *outputWriter) writeActions(write renderFunc) {
	if os.Getenv("GITHUB_ACTIONS") != "true" || !s.annotates {
		return
	}
	if err := s.annotate(write); err != nil {
		_, _ = fmt.Fprintf(s.err, "apicontract: the annotations cannot be written: %v\n", systemError(err))
	}
	if path := os.Getenv("GITHUB_STEP_SUMMARY"); path != "" {
		if err := s.summarize(path, write); err != nil {
			_, _ = fmt.Fprintf(s.err, "apicontract: the step's summary cannot be written: %v\n", systemError(err))
		}
	}
}

// annotate writes annotations to standard output, which the runner reads, or to standard
// error if a program reads standard output.
func (s *outputWriter) annotate(write renderFunc) error {
	format, ok := render.FindFormat("github", s.kind)
	switch stdout, used := s.stdoutFormat(); {
	case !ok || stdout.Name == format.Name:
		return nil
	case used && !stdout.ForPeople:
		return write(format, s.err, s.options)
	}
	return write(format, s.out, s.options)
}

// summarize appends Markdown to the file that GitHub shows as the step's summary, with as
// many rows as there is room for.
func (s *outputWriter) summarize(path string, write renderFunc) error {
	format, _ := render.FindFormat("markdown", s.kind) // every result has it
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	text, err := s.fitting(format, maxStepSummary-info.Size(), write)
	if err == nil {
		_, err = f.Write(text)
	}
	return errors.Join(err, f.Close())
}

// fitting renders Markdown with at most so many bytes.
func (s *outputWriter) fitting(format render.Format, room int64, write renderFunc) ([]byte, error) {
	options := s.options
	options.Verbose = false
	for _, options.MaxRows = range []int{200, 50, 10, 1} {
		var text bytes.Buffer
		if err := write(format, &text, options); err != nil {
			return nil, err
		}
		if int64(text.Len()) <= room {
			return text.Bytes(), nil
		}
	}
	return nil, errors.New("it is full")
}

// stdoutFormat is the format that went to standard output; false if there was none.
func (s *outputWriter) stdoutFormat() (render.Format, bool) {
	for _, o := range s.outputs {
		if o.Path == "" {
			return o.Format, true
		}
	}
	return render.Format{}, false
}

// A renderFunc renders what a command shows in a format.
type renderFunc func(render.Format, io.Writer, render.Options) error
