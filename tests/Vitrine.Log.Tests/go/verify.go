// Verifies a log of ours with golang.org/x/mod/sumdb, as Debian ships it (golang-golang-x-mod-dev).
//
//	verify VKEY FOLDER PROOFS.json
//
// The checkpoint is opened with note.Open, inclusion proofs are checked with tlog.CheckRecord, consistency proofs with
// tlog.CheckTree; the tiles are read through tlog.TileHashReader, which authenticates each against the root, and the entries of
// every bundle are compared with them. Prints a line of counts. Any refusal ends it with status 1.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proofs struct {
	Inclusion []struct {
		Index, Size int64
		Root, Entry []byte
		Path        [][]byte
	}
	Consistency []struct {
		From, To         int64
		FromRoot, ToRoot []byte
		Path             [][]byte
	}
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: verify VKEY FOLDER PROOFS.json")
	}
	tree := openCheckpoint(os.Args[1], os.Args[2])

	var p proofs
	if err := json.Unmarshal(read(os.Args[3]), &p); err != nil {
		log.Fatal(err)
	}
	for _, i := range p.Inclusion {
		leaf := tlog.RecordHash(i.Entry)
		if err := tlog.CheckRecord(hashes(i.Path), i.Size, hash(i.Root), i.Index, leaf); err != nil {
			log.Fatalf("inclusion of %d in %d: %v", i.Index, i.Size, err)
		}
		leaf[0] ^= 1
		if tlog.CheckRecord(hashes(i.Path), i.Size, hash(i.Root), i.Index, leaf) == nil {
			log.Fatalf("inclusion of %d in %d holds for another leaf", i.Index, i.Size)
		}
	}
	for _, c := range p.Consistency {
		if err := tlog.CheckTree(hashes(c.Path), c.To, hash(c.ToRoot), c.From, hash(c.FromRoot)); err != nil {
			log.Fatalf("consistency from %d to %d: %v", c.From, c.To, err)
		}
		wrong := hash(c.FromRoot)
		wrong[31] ^= 1
		if tlog.CheckTree(hashes(c.Path), c.To, hash(c.ToRoot), c.From, wrong) == nil {
			log.Fatalf("consistency from %d to %d holds for another root", c.From, c.To)
		}
	}

	reader := tlog.TileHashReader(tree, &folder{path: os.Args[2]})
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil || root != tree.Hash {
		log.Fatalf("the tiles make the root %v (%v), the checkpoint says %v", root, err, tree.Hash)
	}
	for i := int64(0); i < tree.N; i += 256 {
		checkBundle(os.Args[2], reader, i, tree.N)
	}
	fmt.Printf("checkpoint of %d, %d inclusion, %d consistency, %d entries\n", tree.N, len(p.Inclusion), len(p.Consistency), tree.N)
}

func openCheckpoint(vkey, path string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		log.Fatal(err)
	}
	n, err := note.Open(read(filepath.Join(path, "checkpoint")), note.VerifierList(verifier))
	if err != nil {
		log.Fatal(err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		log.Fatalf("the checkpoint's text is %q", n.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		log.Fatal(err)
	}
	return tlog.Tree{N: size, Hash: hash(root)}
}

func checkBundle(path string, reader tlog.HashReader, first, size int64) {
	width := size - first
	if width > 256 {
		width = 256
	}
	indexes := make([]int64, width)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
	}
	leaves, err := reader.ReadHashes(indexes)
	if err != nil {
		log.Fatal(err)
	}
	bundle := read(filepath.Join(path, name("entries", first/256, int(width))))
	for i, leaf := range leaves {
		if len(bundle) < 2 {
			log.Fatalf("the bundle at %d ends before entry %d", first, i)
		}
		length := int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < 2+length || tlog.RecordHash(bundle[2:2+length]) != leaf {
			log.Fatalf("entry %d is not the one in the tiles", first+int64(i))
		}
		bundle = bundle[2+length:]
	}
	if len(bundle) != 0 {
		log.Fatalf("the bundle at %d holds more than %d entries", first, width)
	}
}

// folder reads tiles by the names of C2SP tlog-tiles; Tile.Path of this library makes older ones.
type folder struct{ path string }

func (f *folder) Height() int { return 8 }

func (f *folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		data[i] = read(filepath.Join(f.path, name(strconv.Itoa(t.L), t.N, t.W)))
		if len(data[i]) != 32*t.W {
			return nil, fmt.Errorf("tile %v has %d bytes", t, len(data[i]))
		}
	}
	return data, nil
}

func (f *folder) SaveTiles([]tlog.Tile, [][]byte) {}

func name(level string, n int64, width int) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	if width < 256 {
		text += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + text
}

func hash(b []byte) (h tlog.Hash) {
	if copy(h[:], b) != 32 || len(b) != 32 {
		log.Fatalf("a hash has %d bytes", len(b))
	}
	return h
}

func hashes(list [][]byte) []tlog.Hash {
	var all []tlog.Hash
	for _, b := range list {
		all = append(all, hash(b))
	}
	return all
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	return data
}
