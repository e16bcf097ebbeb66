package accept

import "github.com/apicontract/apicontract/internal/lookup"

// obj moves behind the object whose first member, or end, is at p.
func (r *Runner) obj(rule *objectRule, p int) int {
	var seen memberSet
	from, count, base, parts := p-1, 0, len(r.names), len(r.parts)
	before := rule.hint // which hint is that of the member before
	p = blank(r.b, p)
	if p < len(r.b) && r.b[p] == '}' {
		end := rule.end(&seen, 0, p+1)
		if end < 0 && r.any != nil {
			end = r.lacking(rule, 0, from, p+1)
		}
		return end
	}
	for {
		if p >= len(r.b) || r.b[p] != '"' {
			return -1
		}
		name := p + 1
		i := int(r.hints[before])
		at := r.expected(rule, i, name)
		if at < 0 {
			if i, at = r.member(rule, base, name); at < 0 {
				return -1
			}
		}
		n := rule.further
		if i < len(rule.members) {
			if seen.has(i) {
				return -1
			}
			seen.set(i)
			n = rule.members[i].node
			r.hints[before] = uint8(i)
			before = rule.hint + 1 + i
		}
		p = blank(r.b, at)
		at = p
		switch {
		case i == len(rule.members) && rule.closed:
			if p = r.further(rule, p); p < 0 {
				return -1
			}
		case !n.never && !n.applies && r.depth < maxDepth && p < len(r.b) && r.b[p] == '"':
			p = r.str(n, p) // what value would come to
		default:
			p = r.value(n, p)
		}
		if p < 0 {
			if p = r.partly(n, at); p < 0 {
				return -1
			}
		}
		if len(r.parts) > parts {
			parts = r.inMember(parts, name)
		}
		count++
		p = blank(r.b, p)
		if p >= len(r.b) {
			return -1
		}
		switch r.b[p] {
		case '}':
			r.names = r.names[:base]
			end := rule.end(&seen, count, p+1)
			if end < 0 && r.any != nil {
				end = r.lacking(rule, count, from, p+1)
			}
			return end
		case ',':
			p = blank(r.b, p+1)
		default:
			return -1
		}
	}
}

// end returns p if the object has neither too few nor too many members.
func (rule *objectRule) end(seen *memberSet, count, p int) int {
	if !seen.holds(&rule.required) || count < rule.min || rule.max >= 0 && count > rule.max {
		return -1
	}
	return p
}

// expected returns the place behind the colon if the name at p is that of the
// member i, as it was last time; else -1.
func (r *Runner) expected(rule *objectRule, i, p int) int {
	if i >= len(rule.members) {
		return -1
	}
	quoted := rule.members[i].quoted
	if end := p + len(quoted); quoted != "" && end <= len(r.b) && string(r.b[p:end]) == quoted {
		return end
	}
	return -1
}

// member reads the name at p and its colon. It returns the member's index, or
// the number of members for a further one, and the place behind the colon; -1 if
// the name is no JSON, stands for a second time, or holds an escape.
func (r *Runner) member(rule *objectRule, base, p int) (i, at int) {
	end, plain := text(r.b, p)
	if end < 0 || !plain {
		return 0, -1
	}
	at = blank(r.b, end+1)
	if at >= len(r.b) || r.b[at] != ':' {
		return 0, -1
	}
	if i = rule.names.Find(r.b[p:end]); i >= 0 {
		return i, at + 1
	}
	if !r.add(base, p, end) {
		return 0, -1
	}
	return len(rule.members), at + 1
}

// add notes a text, unless it is among those that were noted from base on, or
// those are too many to compare with.
func (r *Runner) add(base, from, to int) bool {
	if len(r.names)-base >= maxFurther {
		return false
	}
	n := name{span{from, to}, lookup.Tag(r.b[from:to])}
	for _, other := range r.names[base:] {
		if other.tag == n.tag && string(r.b[other.from:other.to]) == string(r.b[from:to]) {
			return false
		}
	}
	r.names = append(r.names, n)
	return true
}
