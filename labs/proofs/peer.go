// Go's golang.org/x/mod/sumdb, as Debian ships it (golang-golang-x-mod-dev), in turns with ours.
//
// Each line read is an operation and how many of it are wanted; each line written is how many nanoseconds they took.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const treeSize = 1_000_000

type store []tlog.Hash

func (s *store) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = (*s)[index]
	}
	return hashes, nil
}

func (s *store) append(from, count int64) {
	entry := make([]byte, 256)
	for n := from; n < from+count; n++ {
		binary.BigEndian.PutUint64(entry, uint64(n))
		hashes, err := tlog.StoredHashes(n, entry, s)
		if err != nil {
			log.Fatal(err)
		}
		*s = append(*s, hashes...)
	}
}

type proven struct {
	index int64
	leaf  tlog.Hash
	path  tlog.RecordProof
}

func main() {
	log.SetFlags(0)
	verifier, err := note.NewVerifier(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	signed, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	verifiers := note.VerifierList(verifier)
	opened, err := note.Open(signed, verifiers)
	if err != nil {
		log.Fatal(err)
	}
	blob, err := base64.StdEncoding.DecodeString(opened.Sigs[0].Base64)
	if err != nil {
		log.Fatal(err)
	}
	signature := blob[4:] // after the key's id

	var tree store
	tree.append(0, treeSize)
	root, err := tlog.TreeHash(treeSize, &tree)
	if err != nil {
		log.Fatal(err)
	}
	if !strings.Contains(string(signed), "\n"+root.String()+"\n") {
		log.Fatalf("the tree's root is %v here, and not in the checkpoint:\n%s", root, signed)
	}
	var proofs []proven
	for i := int64(0); i < 1000; i++ {
		index := i * 999_983 % treeSize
		path, err := tlog.ProveRecord(treeSize, index, &tree)
		if err != nil {
			log.Fatal(err)
		}
		proofs = append(proofs, proven{index, tree[tlog.StoredHashIndex(0, index)], path})
	}
	fmt.Println("ready")

	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var operation string
		var count int64
		if _, err := fmt.Sscanf(lines.Text(), "%s %d", &operation, &count); err != nil {
			log.Fatal(err)
		}
		start := time.Now()
		switch operation {
		case "append":
			var fresh store
			fresh.append(0, count)
		case "include":
			for i := int64(0); i < count; i++ {
				p := &proofs[i%int64(len(proofs))]
				if err := tlog.CheckRecord(p.path, treeSize, root, p.index, p.leaf); err != nil {
					log.Fatal(err)
				}
			}
		case "ed25519":
			for i := int64(0); i < count; i++ {
				if !verifier.Verify([]byte(opened.Text), signature) {
					log.Fatal("what must verify does not")
				}
			}
		case "open":
			for i := int64(0); i < count; i++ {
				if _, err := note.Open(signed, verifiers); err != nil {
					log.Fatal(err)
				}
			}
		default:
			log.Fatalf("no operation %q", operation)
		}
		fmt.Println(time.Since(start).Nanoseconds())
	}
}
