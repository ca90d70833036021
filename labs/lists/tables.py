#!/usr/bin/env python3
"""Makes src/Vitrine.Register/Lists/Tables/{fold,pinyin}.tsv from the Unicode Character Database and Unihan.

usage: tables.py UCD_FOLDER   (Debian's unicode-data: /usr/share/unicode)
"""
import bz2
import os
import sys
import unicodedata
from collections import defaultdict

ucd = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
out = os.path.join(here, "..", "..", "src", "Vitrine.Register", "Lists", "Tables")

# Letters whose bar, hook or ligature is no decomposition.
PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t", "ƀ": "b",
         "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ə": "a", "ɛ": "e", "ɔ": "o", "ǝ": "e", "ƶ": "z", "ɨ": "i", "ʉ": "u", "ĸ": "k", "ſ": "s",
         "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
         "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ς": "σ"}


def readings(name, key):
    with bz2.open(os.path.join(ucd, name), "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[1] == key:
                yield chr(int(parts[0][2:], 16)), parts[2]


def plain(text):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = []
    for c in folded:
        if "\u0300" <= c <= "\u052f" or "\u1e00" <= c <= "\u1fff" or "a" <= c <= "\u02ff":
            if c in "йї":
                kept.append(c)
                continue
            c = "".join(d for d in unicodedata.normalize("NFD", c) if not unicodedata.combining(d))
        kept.extend(PLAIN.get(d, d) for d in c)
    return "".join(kept).strip()


simple = {}
for char, value in readings("Unihan_Variants.txt.bz2", "kSimplifiedVariant"):
    to = chr(int(value.split()[0][2:], 16))
    if len(char.encode("utf-16-le")) == 2 and len(to.encode("utf-16-le")) == 2 and char != to:
        simple[char] = to

fold = defaultdict(list)
for code in range(0x80, 0x10000):
    char = chr(code)
    if 0xac00 <= code <= 0xd7ff or 0xd800 <= code <= 0xf8ff or unicodedata.category(char) in ("Cn", "Cc", "Cf"):
        continue
    to = simple.get(char) or plain(char)
    to = "".join(simple.get(c, c) for c in to if c.isalnum())
    if to and to != char and not unicodedata.category(char).startswith(("Z", "P", "M")):
        fold[to].append(char)

with open(os.path.join(out, "fold.tsv"), "w", encoding="utf-8", newline="\n") as table:
    for to in sorted(fold):
        table.write(f"{to}\t{''.join(fold[to])}\n")

common = set()
for first in range(0xb0, 0xf8):
    for second in range(0xa1, 0xff):
        try:
            common.add(bytes((first, second)).decode("gb2312"))
        except UnicodeDecodeError:
            pass
for first in range(0xa4, 0xc7):
    for second in [*range(0x40, 0x7f), *range(0xa1, 0xff)]:
        try:
            char = bytes((first, second)).decode("big5")
            common.add(simple.get(char, char))
        except UnicodeDecodeError:
            pass

sound = defaultdict(list)
for char, value in readings("Unihan_Readings.txt.bz2", "kMandarin"):
    if char in common:
        syllable = unicodedata.normalize("NFD", value.split()[0]).replace("u\u0308", "v")
        syllable = "".join(c for c in syllable if not unicodedata.combining(c)).replace("v", "u")
        sound[syllable].append(char)

with open(os.path.join(out, "pinyin.tsv"), "w", encoding="utf-8", newline="\n") as table:
    for syllable in sorted(sound):
        table.write(f"{syllable}\t{''.join(sound[syllable])}\n")
