package spec

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
)

// A stored tree is:
//
//	storedVersion
//	SHA-256 of the document's text and of all that follows
//	strings: their number, their lengths, their bytes
//	nodes: their number, then all of them, each before its children
//
// A node is its kind, the change of its offset from the node before, the index of its
// name if it is a member, and the index of its text or the number of its children.
// Numbers are varints (encoding/binary).
const storedVersion = "apicontract tree 1\n"

// ErrStored is the reason for which a stored tree is not used.
var ErrStored = errors.New("the stored tree is damaged, or was made from another text or by another version: generate it again")

// Store returns the tree of the document's own file in a form that [Restore] reads in much
// less time than parsing the text takes. The error says that the text has problems, which
// the form has no place for; see [Document.SyntaxProblems].
func (d *Document) Store() ([]byte, error) {
	f := d.root.extra.file
	if len(f.syntax.all) > 0 || f.hasMark || f.lines.unicodeBreaks {
		return nil, d.root.Errorf("a document whose text has problems is not stored: correct what `apicontract lint` lists, and save it as UTF-8 without a byte order mark")
	}
	s := treeWriter{indexes: make(map[string]uint64)}
	s.node(d.root)
	var body []byte
	body = binary.AppendUvarint(body, uint64(len(s.strings)))
	for _, text := range s.strings {
		body = binary.AppendUvarint(body, uint64(len(text)))
	}
	for _, text := range s.strings {
		body = append(body, text...)
	}
	body = binary.AppendUvarint(body, s.count)
	return sealTree(f.data, append(body, s.nodes...)), nil
}

// Restore returns the document that [Load] returns for a text in one file, from the tree
// that [Document.Store] wrote for that text. It does not change or copy the text. The
// error is [ErrStored].
func Restore(name string, text []byte, stored string) (*Document, error) {
	body, ok := unsealTree(text, stored)
	if !ok {
		return nil, ErrStored
	}
	f := newFile(name, text)
	if !readTree(&f.root, body, len(text)) {
		return nil, ErrStored
	}
	f.own()
	d := newDocument(SingleFile(name, text), name)
	d.root, d.files[name] = &f.root, loadedFile{parsedFile: f}
	return d, nil
}

// sealTree puts the version and the checksum before the body of a stored tree.
func sealTree(text, body []byte) []byte {
	sum := treeSum(text, string(body))
	return slices.Concat([]byte(storedVersion), sum[:], body)
}

// unsealTree returns the body of a stored tree; false if it is of another version or
// text, or not as it was written.
func unsealTree(text []byte, stored string) (body string, ok bool) {
	const start = len(storedVersion) + sha256.Size
	if len(stored) < start || stored[:len(storedVersion)] != storedVersion {
		return "", false
	}
	body = stored[start:]
	sum := treeSum(text, body)
	return body, stored[len(storedVersion):start] == string(sum[:])
}

func treeSum(text []byte, body string) (sum [sha256.Size]byte) {
	hash := sha256.New()
	_, _ = hash.Write(text)
	_, _ = hash.Write([]byte(body))
	hash.Sum(sum[:0])
	return sum
}

// A treeWriter collects the nodes of a tree, and the strings in them without repetition.
type treeWriter struct {
	strings []string
	indexes map[string]uint64
	nodes   []byte
	count   uint64
	offset  int32 // of the node before
}

func (w *treeWriter) node(n *Node) {
	w.count++
	w.nodes = append(w.nodes, byte(n.kind))
	w.nodes = binary.AppendVarint(w.nodes, int64(n.offset)-int64(w.offset))
	w.offset = n.offset
	if n.parent.Is(Object) {
		w.text(n.name)
	}
	switch n.kind {
	case Bool, Number, String:
		w.text(n.text)
	case Array, Object:
		w.nodes = binary.AppendUvarint(w.nodes, uint64(len(n.children)))
	}
	for child := range n.All() {
		w.node(child)
	}
}

func (w *treeWriter) text(s string) {
	i, known := w.indexes[s]
	if !known {
		i = uint64(len(w.strings))
		w.indexes[s] = i
		w.strings = append(w.strings, s)
	}
	w.nodes = binary.AppendUvarint(w.nodes, i)
}

// readTree fills the root from the body of a stored tree. It returns false, in time and
// memory that are linear in the body, if the body is not one that a treeWriter writes.
func readTree(root *Node, body string, textSize int) bool {
	r := treeReader{rest: body, textSize: int64(textSize)}
	r.readStrings()
	r.nodes = make([]Node, r.count()) // each takes two bytes or more
	if len(r.nodes) == 0 {
		return false
	}
	r.nodes = r.nodes[1:] // the root has its place
	r.node(root, Missing, 0)
	return !r.failed && r.rest == "" && len(r.nodes) == 0
}

// A treeReader reads what a treeWriter wrote. After a failure it returns zeros.
type treeReader struct {
	rest     string
	failed   bool
	strings  []string
	nodes    []Node // not yet part of the tree
	offset   int64  // of the node before
	textSize int64
}

func (r *treeReader) fail() { r.failed, r.rest = true, "" }

func (r *treeReader) byte() byte {
	if r.rest == "" {
		r.fail()
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// uvarint reads what binary.AppendUvarint writes, of at most 35 bits.
func (r *treeReader) uvarint() uint64 {
	var value uint64
	for shift := 0; shift < 32; shift += 7 {
		b := r.byte()
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return value
		}
	}
	r.fail()
	return 0
}

// varint reads what binary.AppendVarint writes.
func (r *treeReader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1) //nolint:gosec // it has at most 35 bits
}

// count reads the number of values that follow, each of which has a byte or more.
func (r *treeReader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n) //nolint:gosec // it is at most the length of a string
}

// text cuts off the next n bytes.
func (r *treeReader) text(n uint64) string {
	if n > uint64(len(r.rest)) {
		r.fail()
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *treeReader) readStrings() {
	lengths := make([]uint64, r.count())
	for i := range lengths {
		lengths[i] = r.uvarint()
	}
	r.strings = make([]string, len(lengths))
	for i, n := range lengths {
		r.strings[i] = r.text(n)
	}
}

// take cuts off the next n nodes.
func (r *treeReader) take(n int) []Node {
	if n > len(r.nodes) {
		r.fail()
		return nil
	}
	taken := r.nodes[:n:n]
	r.nodes = r.nodes[n:]
	return taken
}

func (r *treeReader) node(n *Node, parent Kind, depth int) {
	n.kind = Kind(r.byte())
	r.offset += r.varint()
	if n.kind < Null || n.kind > Object || r.offset < 0 || r.offset > r.textSize || depth > maxDepth {
		r.fail()
		return
	}
	n.offset = toOffset(int(r.offset))
	if parent == Object {
		n.name = r.string()
	}
	switch n.kind {
	case Bool, Number, String:
		n.text = r.string()
	case Array, Object:
		n.children = r.take(r.count())
		for i := range n.children {
			r.node(&n.children[i], n.kind, depth+1)
		}
		n.indexMembers()
	}
}

// string reads the index of a string.
func (r *treeReader) string() string {
	i := r.uvarint()
	if i >= uint64(len(r.strings)) {
		r.fail()
		return ""
	}
	return r.strings[i]
}
