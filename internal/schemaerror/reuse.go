package schemaerror

// Bounds of what a [Decoder] keeps.
const (
	maxKeptObjects = 1024
	maxKeptMembers = 64 // of one object: a larger one is slow to clear
)

// A Decoder decodes one value after the other into the same memory. The zero value is ready to use.
// It is not safe for concurrent use.
type Decoder struct {
	objects []map[string]any
	used    int
}

// Decode is [Decode]. The value is valid until Reset.
func (d *Decoder) Decode(content []byte) (any, error) { return decode(content, d) }

// Reset takes back the objects of all values that were decoded. Their strings stay valid.
func (d *Decoder) Reset() {
	for i, object := range d.objects[:d.used] {
		if len(object) > maxKeptMembers {
			d.objects[i] = make(map[string]any)
			continue
		}
		clear(object)
	}
	d.used = 0
}

// newObject returns an empty object.
func (d *Decoder) newObject() map[string]any {
	switch {
	case d == nil:
		return make(map[string]any)
	case d.used < len(d.objects):
		d.used++
		return d.objects[d.used-1]
	}
	object := make(map[string]any)
	if len(d.objects) < maxKeptObjects {
		d.objects = append(d.objects, object)
		d.used++
	}
	return object
}
