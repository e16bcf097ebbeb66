package validate

import "slices"

// heeded are the response header fields that verdicts depend on.
type heeded struct {
	names   []string
	lengths uint64 // a bit for each length of a name
	all     bool   // it is not known which
}

// heed collects the fields of a contract.
func (c *Contract) heed() heeded {
	h := heeded{names: []string{"Content-Type", retryAfter, "Access-Control-Allow-Methods"}}
	for _, op := range c.operations {
		for _, r := range op.responses {
			h.all = h.all || r.sealed
			for _, header := range r.headers {
				if !slices.Contains(h.names, header.name) {
					h.names = append(h.names, header.name)
				}
			}
		}
	}
	for _, name := range h.names {
		h.lengths |= lengthBit(name)
	}
	return h
}

func lengthBit(name string) uint64 { return 1 << (len(name) & 63) }

// usesResponseHeader reports whether a result may depend on the response header of that
// name, in any case: captures need not be read for others. It keeps nothing of the name.
// Whether a response has headers at all always matters.
func (v *Validator) usesResponseHeader(name string) bool {
	if v.heeded.all {
		return true
	}
	if v.heeded.lengths&lengthBit(name) == 0 {
		return false
	}
	f := Field{Name: name}
	return slices.ContainsFunc(v.heeded.names, f.is)
}
