package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apicontract/apicontract/internal/render"
)

// maxStepSummary is the maximum size of a step summary on GitHub, in bytes.
const maxStepSummary = 1 << 20

// writeActions writes annotations and the step summary if the command runs in GitHub Actions. A
// failure is reported, but does not change the exit code, because the user did not ask for these
// outputs.
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

// annotate writes annotations to standard output, which the runner reads, or to standard error if
// another format goes to standard output.
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

// summarize appends Markdown to the step summary of GitHub, with as many rows as fit.
func (s *outputWriter) summarize(path string, write renderFunc) error {
	format, _ := render.FindFormat("markdown", s.kind) // every kind has the format
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	text, err := s.renderFitting(format, maxStepSummary-info.Size(), write)
	if err == nil {
		_, err = f.Write(text)
	}
	return errors.Join(err, f.Close())
}

// renderFitting renders Markdown with at most room bytes.
func (s *outputWriter) renderFitting(format render.Format, room int64, write renderFunc) ([]byte, error) {
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

// stdoutFormat returns the format that went to standard output; false if none did.
func (s *outputWriter) stdoutFormat() (render.Format, bool) {
	for _, o := range s.outputs {
		if o.Path == "" {
			return o.Format, true
		}
	}
	return render.Format{}, false
}

// A renderFunc renders a command's result in a format.
type renderFunc func(render.Format, io.Writer, render.Options) error
