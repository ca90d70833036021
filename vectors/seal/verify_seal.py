#!/usr/bin/env python3
"""Checks Vitrine seals, from docs/formats/seal.md alone.

verify_seal.py tree FILE                     a tree with its domain key: recomputes salts, leaves, root and proofs
verify_seal.py file PROOF ROOT [CONTENT]     one disclosed file against a root
Exit code 0: all holds; 1: something does not, and it is said."""
import base64, hashlib, hmac, json, re, sys

LONGEST = 524288
MODES = {"100644", "100755", "120000", "160000"}
MEMBERS = {"format", "path", "mode", "size", "sha256", "salt", "index", "files", "proof"}

class Wrong(Exception): pass
def need(holds, what):
    if not holds: raise Wrong(what)

def sha256(data): return hashlib.sha256(data).digest()
def written(path):  # the one written form of a path's bytes
    shown = path.decode("utf-8", "surrogateescape")
    return "".join("\\\\" if c == "\\" else "\\x%02X" % (ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in shown)

def path_bytes(text):
    need(isinstance(text, str), "the path is no text")
    plain = lambda found: b"\\" if found[1] == b"\\" else bytes.fromhex(found[1][1:].decode())
    path = re.sub(rb"\\(\\|x[0-9A-F]{2})", plain, text.encode("utf-8", "surrogatepass"))
    need(written(path) == text, "the path is not in its written form")
    need(not any(name in (b"", b".", b"..") or b"\0" in name for name in path.split(b"/")), "no tree holds such a path")
    return path

def leaf_hash(salt, mode, size, digest, path):
    leaf = b"vitrine-seal-leaf-v1\0" + salt + mode.encode() + size.to_bytes(8, "big") + digest + path_bytes(path)
    return sha256(b"\0" + leaf)

def tree_hash(leaves):
    if len(leaves) == 1: return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + tree_hash(leaves[:split]) + tree_hash(leaves[split:]))

def included(leaf, index, size, path, root):  # RFC 9162, 2.1.3.2
    need(type(index) is int and type(size) is int and 0 <= index < size < 1 << 64 and len(path) <= 64, "the index or the proof's length is out of range")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        need(sn != 0, "the proof is too long")
        if fn & 1 or fn == sn:
            r = sha256(b"\1" + p + r)
            while not fn & 1 and fn != 0: fn, sn = fn >> 1, sn >> 1
        else: r = sha256(b"\1" + r + p)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0 and r == root, "the proof does not lead to the root")

def unhex(text):
    need(isinstance(text, str) and len(text) == 64 and set(text) <= set("0123456789abcdef"), "a hash is not 64 lower-case hexadecimal digits")
    return bytes.fromhex(text)

def unsigned(text):
    need(not text.startswith("-"), "a number has a sign")
    return int(text)

def once(pairs):
    need(len(pairs) == len(dict(pairs)), "a member is there twice")
    return dict(pairs)

def check_file(proof, root, content=None):
    need(isinstance(proof, dict) and set(proof) == MEMBERS and proof["format"] == "vitrine-disclosed-file-v1", "the members or the format are wrong")
    need(isinstance(proof["mode"], str) and proof["mode"] in MODES, "the mode is wrong")
    need(type(proof["size"]) is int and 0 <= proof["size"] < 1 << 63 and isinstance(proof["proof"], list), "the size or the proof is wrong")
    digest = unhex(proof["sha256"])
    if content is not None:
        need(len(content) == proof["size"] and sha256(content) == digest, "the content is not the file's")
    leaf = leaf_hash(unhex(proof["salt"]), proof["mode"], proof["size"], digest, proof["path"])
    included(leaf, proof["index"], proof["files"], [unhex(h) for h in proof["proof"]], root)

def check_tree(tree):
    key, rows = bytes.fromhex(tree["domainKey"]), []
    for file in tree["files"]:
        content = base64.b64decode(file["content"])
        salt = hmac.new(key, path_bytes(file["path"]) + b"\0" + file["mode"].encode() + sha256(content), hashlib.sha256).digest()
        need(salt.hex() == file["salt"], "the salt of " + file["path"])
        rows.append((salt, leaf_hash(salt, file["mode"], len(content), sha256(content), file["path"])))
        need(rows[-1][1].hex() == file["leafHash"], "the leaf of " + file["path"])
    root = tree_hash([leaf for _, leaf in sorted(rows)])
    need(root.hex() == tree["root"], "the root")
    for proof in tree["proofs"]:
        content = next(file["content"] for file in tree["files"] if file["path"] == proof["path"])
        check_file(proof, root, base64.b64decode(content))

if __name__ == "__main__":
    try:
        if len(sys.argv) == 3 and sys.argv[1] == "tree":
            check_tree(json.loads(open(sys.argv[2], "rb").read(), object_pairs_hook=once))
        elif len(sys.argv) in (4, 5) and sys.argv[1] == "file":
            text = open(sys.argv[2], "rb").read(LONGEST + 1)
            need(len(text) <= LONGEST, "the proof is too long")
            proof = json.loads(text.decode("utf-8"), object_pairs_hook=once, parse_int=unsigned)
            check_file(proof, unhex(sys.argv[3]), open(sys.argv[4], "rb").read() if sys.argv[4:] else None)
        else: sys.exit(__doc__)
    except (Wrong, OSError) as wrong: sys.exit(f"wrong: {wrong}")
    except (ValueError, RecursionError) as malformed:
        sys.exit(f"wrong: it is not JSON in UTF-8: {malformed}")
