// golang.org/x/mod/sumdb/tlog, as Debian ships it, beside ours on the same tree: it judges our proofs and makes its own.
//
//	agree SIZE
//
// The tree has SIZE leaves, the hashes of their indexes as eight bytes, big-endian. Read are batches: how many questions (u16), then each: kind ('i'
// inclusion, 'c' consistency); index or older size; size; the leaf, or the older size, whose hash is held against the proof; the size whose root is
// (u64 each); how many hashes (u8), and they. Written for each: 1 or 0; how many hashes its own proof has (u8), and they. Numbers are big-endian.
package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"log"
	"os"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

type store []tlog.Hash

func (s *store) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = (*s)[index]
	}
	return hashes, nil
}

type question struct {
	Kind                   uint8
	At, Size, Hashed, Root int64
	Length                 uint8
}

func main() {
	log.SetFlags(0)
	size, err := strconv.ParseInt(os.Args[1], 10, 64)
	check(err)
	var tree store
	for n := int64(0); n < size; n++ {
		hashes, err := tlog.StoredHashes(n, binary.BigEndian.AppendUint64(nil, uint64(n)), &tree)
		check(err)
		tree = append(tree, hashes...)
	}

	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	for {
		var count uint16
		if err := binary.Read(in, binary.BigEndian, &count); err == io.EOF {
			return
		} else {
			check(err)
		}
		for ; count > 0; count-- {
			answer(in, out, &tree)
		}
		check(out.Flush())
	}
}

func answer(in io.Reader, out *bufio.Writer, tree *store) {
	var q question
	check(binary.Read(in, binary.BigEndian, &q))
	path := make([]tlog.Hash, q.Length)
	check(binary.Read(in, binary.BigEndian, path))
	root, err := tlog.TreeHash(q.Root, tree)
	check(err)

	var refused error
	var own []tlog.Hash
	if q.Kind == 'i' {
		refused = tlog.CheckRecord(path, q.Size, root, q.At, (*tree)[tlog.StoredHashIndex(0, q.Hashed)])
		own, err = tlog.ProveRecord(q.Size, q.At, tree)
	} else {
		older, failed := tlog.TreeHash(q.Hashed, tree)
		check(failed)
		refused = tlog.CheckTree(path, q.Size, root, q.At, older)
		own, err = tlog.ProveTree(q.Size, q.At, tree)
	}
	check(err)

	verdict := byte(1)
	if refused != nil {
		verdict = 0
	}
	check(out.WriteByte(verdict))
	check(out.WriteByte(byte(len(own))))
	for _, hash := range own {
		_, err := out.Write(hash[:])
		check(err)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
