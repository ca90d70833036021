#!/usr/bin/env python3
"""Checks Vitrine seals, from docs/formats/seal.md alone.

verify_seal.py tree FILE                     a tree with its domain key: recomputes salts, leaves, root and proofs
verify_seal.py file PROOF ROOT [CONTENT]     one disclosed file against a root
Exit code 0: all holds; 1: something does not, and it is said."""
import base64, hashlib, hmac, json, re, sys

MODES = {"100644", "100755", "120000", "160000"}
MEMBERS = {"format", "path", "mode", "size", "sha256", "salt", "index", "files", "proof"}


class Wrong(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Wrong(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def written(path):  # the one written form of a path's bytes
    shown = path.decode("utf-8", "surrogateescape")
    return "".join("\\\\" if c == "\\" else "\\x%02X" % (ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in shown)


def path_bytes(text):
    plain = lambda found: b"\\" if found[1] == b"\\" else bytes.fromhex(found[1][1:].decode())
    path = re.sub(rb"\\(\\|x[0-9A-F]{2})", plain, text.encode("utf-8", "surrogatepass"))
    need(written(path) == text, "the path is not in its written form")
    return path


def salt_of(key, path, mode, digest):
    return hmac.new(key, path_bytes(path) + b"\0" + mode.encode() + digest, hashlib.sha256).digest()


def leaf_hash(salt, mode, size, digest, path):
    leaf = b"vitrine-seal-leaf-v1\0" + salt + mode.encode() + size.to_bytes(8, "big") + digest + path_bytes(path)
    return sha256(b"\0" + leaf)


def tree_hash(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + tree_hash(leaves[:split]) + tree_hash(leaves[split:]))


def included(leaf, index, size, path, root):  # RFC 9162, 2.1.3.2
    need(index < size and len(path) <= 64, "the index or the proof's length is out of range")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        need(sn != 0, "the proof is too long")
        if fn & 1 or fn == sn:
            r = sha256(b"\1" + p + r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1" + r + p)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0 and r == root, "the proof does not lead to the root")


def unhex(text):
    need(isinstance(text, str) and len(text) == 64 and set(text) <= set("0123456789abcdef"), "a hash is not 64 lower-case hexadecimal digits")
    return bytes.fromhex(text)


def once(pairs):
    need(len(pairs) == len(dict(pairs)), "a member is there twice")
    return dict(pairs)


def check_file(proof, root, content=None):
    need(set(proof) == MEMBERS and proof["format"] == "vitrine-disclosed-file-v1", "the members or the format are wrong")
    need(proof["mode"] in MODES and type(proof["size"]) is int and proof["size"] >= 0, "the mode or the size is wrong")
    digest = unhex(proof["sha256"])
    if content is not None:
        need(len(content) == proof["size"] and sha256(content) == digest, "the content is not the file's")
    leaf = leaf_hash(unhex(proof["salt"]), proof["mode"], proof["size"], digest, proof["path"])
    included(leaf, proof["index"], proof["files"], [unhex(h) for h in proof["proof"]], root)


def check_tree(tree):
    key, rows = bytes.fromhex(tree["domainKey"]), []
    for file in tree["files"]:
        content = base64.b64decode(file["content"])
        salt = salt_of(key, file["path"], file["mode"], sha256(content))
        need(salt.hex() == file["salt"], "the salt of " + file["path"])
        rows.append((salt, leaf_hash(salt, file["mode"], len(content), sha256(content), file["path"])))
        need(rows[-1][1].hex() == file["leafHash"], "the leaf of " + file["path"])
    root = tree_hash([leaf for _, leaf in sorted(rows)])
    need(root.hex() == tree["root"], "the root")
    for proof in tree["proofs"]:
        content = next(file["content"] for file in tree["files"] if file["path"] == proof["path"])
        check_file(proof, root, base64.b64decode(content))


if __name__ == "__main__":
    read = lambda name: json.loads(open(name, "rb").read(), object_pairs_hook=once)
    try:
        if sys.argv[1:2] == ["tree"]:
            check_tree(read(sys.argv[2]))
        else:
            check_file(read(sys.argv[2]), unhex(sys.argv[3]), open(sys.argv[4], "rb").read() if sys.argv[4:] else None)
    except Wrong as wrong:
        sys.exit(f"wrong: {wrong}")
