package spec

// nodesPerBlock makes a block of nodes fill whole pages of memory.
const nodesPerBlock = 1024

// nodeBlocks cuts the children of containers from blocks, which saves most allocations of
// a tree. The zero value is ready to use.
type nodeBlocks struct{ rest []Node }

// take returns n empty nodes.
func (b *nodeBlocks) take(n int) []Node {
	if n > nodesPerBlock/4 {
		return make([]Node, n)
	}
	if n > len(b.rest) {
		b.rest = make([]Node, nodesPerBlock)
	}
	taken := b.rest[:n:n]
	b.rest = b.rest[n:]
	return taken
}

// takeCopy returns a copy of nodes.
func (b *nodeBlocks) takeCopy(nodes []Node) []Node {
	taken := b.take(len(nodes))
	copy(taken, nodes)
	return taken
}
