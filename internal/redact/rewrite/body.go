package rewrite

import (
	"cmp"
	"encoding/hex"
	"mime"
	"regexp"
	"strings"

	"github.com/apicontract/apicontract/internal/contentcoding"
)

// A recordedBody is a body as a capture has it.
type recordedBody struct {
	contentType string
	encoding    string // of the text, such as base64
	coding      string // the Content-Encoding of the message, which recorders may have left in
	text        string
}

// maxUnpacked is the maximum size of a body without its content coding.
const maxUnpacked = 64 << 20

// recorded returns the text of a body with its secrets replaced.
func (r *rewriter) recorded(at position, b recordedBody) string {
	content, encode := decodeBytes(b.encoding, b.text)
	if encode == nil {
		return r.body(at, b.contentType, b.text)
	}
	if replaced := r.content(at, b, content); replaced != string(content) {
		return encode([]byte(replaced))
	}
	return b.text
}

// content returns the bytes of a body with its secrets replaced. One with a content coding has none
// then if it has secrets: readers accept both.
func (r *rewriter) content(at position, b recordedBody, content []byte) string {
	plain := content
	if coding := cmp.Or(contentcoding.DetectCoding(content), b.coding); coding != "" && !isText(string(content)) {
		decoded, ok := contentcoding.DecodeBody(content, []string{coding}, maxUnpacked)
		if len(decoded) > maxUnpacked {
			r.counts.add(tooLong, InBody)
			return strings.Repeat("A", len(content))
		}
		if ok {
			plain = decoded
		}
	}
	replaced := r.body(at, b.contentType, string(plain))
	if replaced == string(plain) {
		return string(content)
	}
	if len(plain) != len(content) {
		r.counts.add(unpacked, InBody)
	}
	return replaced
}

// hexText matches bytes in hexadecimal digits, as recorders write them in an array.
var hexText = regexp.MustCompile(`^\["[0-9a-fA-F]*"(?:,\s*"[0-9a-fA-F]*")*\]$`)

// decodeBytes decodes the text of a body that is not text itself, and returns what encodes another
// one; nil if it is text.
func decodeBytes(encoding, text string) (content []byte, encode func([]byte) string) {
	switch {
	case strings.HasPrefix(text, `["`) && hexText.MatchString(text):
		chunks := strings.Split(strings.NewReplacer("[", "", "]", "", `"`, "", " ", "").Replace(text), ",")
		if content, encodeChunk := decodeChunks(chunks); encodeChunk != nil {
			return content, func(b []byte) string { return `["` + encodeChunk(b) + `"]` }
		}
	case strings.EqualFold(encoding, "base64"):
		return decodeChunks([]string{text})
	}
	return nil, nil
}

// decodeChunks decodes chunks of hexadecimal digits, or of base64.
func decodeChunks(chunks []string) (content []byte, encode func([]byte) string) {
	if content, err := hex.DecodeString(strings.Join(chunks, "")); err == nil && len(chunks) > 0 {
		return content, hex.EncodeToString
	}
	for _, e := range base64Encodings {
		content = content[:0]
		for _, chunk := range chunks {
			decoded, err := e.DecodeString(strings.TrimSpace(chunk))
			if err != nil {
				encode = nil
				break
			}
			content, encode = append(content, decoded...), e.EncodeToString
		}
		if encode != nil {
			return content, encode
		}
	}
	return nil, nil
}

// body returns a body with its secrets replaced.
func (r *rewriter) body(at position, contentType, text string) string {
	at = at.in(InBody)
	mediaType, _, _ := strings.Cut(contentType, ";")
	mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	switch {
	case isMedia(mediaType) && !isText(text[:min(len(text), 1<<10)]):
		return text
	case mediaType == "application/x-www-form-urlencoded":
		return r.form(at, text, "&")
	case strings.HasPrefix(mediaType, "multipart/"):
		return r.multipart(at, contentType, text)
	case isLines(mediaType):
		return r.lines(at, text)
	case isProgram(mediaType):
		return r.programBody(at, text)
	}
	return r.text(at, text)
}

// isMedia reports whether bodies of a type are images, sounds and so on, which have no text.
func isMedia(mediaType string) bool {
	main, _, _ := strings.Cut(mediaType, "/")
	return main == "image" || main == "font" || main == "audio" || main == "video"
}

// isLines reports whether bodies of a type consist of lines that stand alone.
func isLines(mediaType string) bool {
	return mediaType == "text/event-stream" || strings.HasSuffix(mediaType, "ndjson") || strings.HasSuffix(mediaType, "jsonl") ||
		strings.HasSuffix(mediaType, "json-seq") || strings.HasSuffix(mediaType, "json-lines")
}

// lines replaces the secrets of each line by itself.
func (r *rewriter) lines(at position, body string) string {
	lines := strings.SplitAfter(body, "\n")
	for i, line := range lines {
		lines[i] = r.text(at, line)
	}
	return strings.Join(lines, "")
}

// isProgram reports whether bodies of a type have names of secrets in a meaning of their own.
func isProgram(mediaType string) bool {
	switch main, sub, _ := strings.Cut(mediaType, "/"); {
	case isMedia(mediaType):
		return true
	case main == "text":
		return sub == "html" || sub == "css" || sub == "xml" || strings.HasSuffix(sub, "javascript")
	default:
		return strings.HasSuffix(sub, "javascript") || strings.HasSuffix(sub, "xml")
	}
}

// programBody is program, except for JSON in a call.
func (r *rewriter) programBody(at position, body string) string {
	if i := jsonStart(body); i >= 0 {
		w := jsonWalker{rewriter: r, text: body[i:], at: at.nested()}
		if _ = w.walk(); w.ended && len(w.text)-w.pos < maxCallEnd {
			return body[:i] + w.result()
		}
	}
	return r.program(at, body)
}

// maxCallEnd is the maximum length of what closes a call around JSON.
const maxCallEnd = 16

// multipart replaces the secrets of parts by their names.
func (r *rewriter) multipart(at position, contentType, body string) string {
	boundary := boundaryOf(contentType, body)
	if boundary == "" {
		return r.text(at, body)
	}
	parts := strings.Split(body, boundary)
	for i, part := range parts {
		head, content, ok := cutHead(part)
		if ok {
			parts[i] = r.words(at, head) + r.part(at, head, content)
		}
	}
	return strings.Join(parts, boundary)
}

// boundaryOf returns what separates parts: the boundary of the type, or that of the first line.
func boundaryOf(contentType, body string) string {
	if _, parameters, err := mime.ParseMediaType(contentType); err == nil && parameters["boundary"] != "" {
		return "--" + parameters["boundary"]
	}
	line, _, _ := strings.Cut(body, "\n")
	if line = strings.TrimRight(line, "\r"); len(line) > 2 && strings.HasPrefix(line, "--") {
		return line
	}
	return ""
}

// cutHead cuts a part behind its headers.
func cutHead(part string) (head, content string, ok bool) {
	for _, blank := range []string{"\r\n\r\n", "\n\n"} {
		if i := strings.Index(part, blank); i >= 0 {
			return part[:i+len(blank)], part[i+len(blank):], true
		}
	}
	return "", "", false
}

func (r *rewriter) part(at position, head, content string) string {
	contentType, name := "", ""
	for line := range strings.Lines(head) {
		field, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch {
		case strings.EqualFold(field, "Content-Type"):
			contentType = strings.TrimSpace(value)
		case strings.EqualFold(field, "Content-Disposition"):
			if _, parameters, err := mime.ParseMediaType(value); err == nil {
				name = parameters["name"]
			}
		}
	}
	body := strings.TrimRight(content, "\r\n")
	if kind := r.kindOf(InForm, lastName(name)); kind != "" {
		return r.secretNamed(kind, InForm, name, body) + content[len(body):]
	}
	return r.body(at, contentType, body) + content[len(body):]
}
