#!/usr/bin/env bash
# Builds the files beside this script, which the tests of Vitrine.Artifacts read. They are committed, so that the tests need neither a C
# compiler nor a signing tool; run this only to add one. Made with gcc 12.2, binutils 2.40, osslsigncode 2.9, the .NET 10 SDK's csc.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# --- ELF: one small program, and what other machines, versions and days make of it -------------------------------------------------
cat >"$work/program.c" <<'C'
static volatile int sink;
__attribute__((noinline)) int twice(int x) { return x * 2 + sink; }
__attribute__((noinline)) int limit(int x) { return x > LIMIT ? LIMIT : x; }
__attribute__((noinline)) int both(int x) { return twice(limit(x)); }
void _start(void) { sink = both(sink); for (;;) { } }
C
elf() { # OUT LIMIT OPTION…
  local out=$1 limit=$2
  shift 2
  gcc -O1 -ffile-prefix-map="$work"=/program -ffile-prefix-map="$PWD"=/vectors -ffreestanding -nostdlib -fno-asynchronous-unwind-tables -DLIMIT="$limit" "$@" -o "$out" "$work/program.c"
}
static=(-static -Wl,-z,noseparate-code -Wl,-z,norelro)
elf elf/program 1000 "${static[@]}" -Wl,--build-id=0x0101010101010101010101010101010101010101
elf elf/program-other-id 1000 "${static[@]}" -Wl,--build-id=0x0202020202020202020202020202020202020202
elf elf/program-other-constant 1001 "${static[@]}" -Wl,--build-id=0x0303030303030303030303030303030303030303
elf elf/program-no-comment 1000 "${static[@]}" -fno-ident -Wl,--build-id=0x0101010101010101010101010101010101010101
printf 'GCC: (Elsewhere 13.1.0-1) 13.1.0, with a longer name\0' >"$work/comment"
objcopy --update-section .comment="$work/comment" elf/program elf/program-other-comment
printf 'debug data' >"$work/program.debug"
printf 'other debug data' >"$work/program-of-another-day.debug"
objcopy --add-gnu-debuglink="$work/program.debug" elf/program elf/program-debuglink
objcopy --add-gnu-debuglink="$work/program-of-another-day.debug" elf/program elf/program-other-debuglink
elf elf/program-32 1000 "${static[@]}" -m32 -fno-pic -no-pie -Wl,--build-id=0x0101010101010101010101010101010101010101
objcopy --update-section .comment="$work/comment" elf/program-32 elf/program-32-other-comment
elf elf/program-debug 1000 "${static[@]}" -g -gz=none -Wl,--build-id=none
sed -i '1s/^/\n/' "$work/program.c"
elf elf/program-debug-other-lines 1000 "${static[@]}" -g -gz=none -Wl,--build-id=none
elf elf/object.o 1000 -c
objcopy --update-section .comment="$work/comment" elf/object.o elf/object-other-comment.o

# --- PE: one .NET library, unsigned, signed by two, and with the signature taken off -----------------------------------------------
cat >"$work/shop.cs" <<'C'
public static class Shop { public static string Open(string name) => "welcome, " + name; }
C
sdk=$(dotnet --list-sdks | sed -n 's/^\(10\.[^ ]*\) \[\(.*\)\]$/\2\/\1/p' | tail -1)
runtime=$(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \(10\.[^ ]*\) \[\(.*\)\]$/\2\/\1/p' | tail -1)
dotnet exec "$sdk/Roslyn/bincore/csc.dll" -nologo -target:library -deterministic -optimize+ -nostdlib -debug:portable \
  -pathmap:"$work"=/shop -r:"$runtime/System.Private.CoreLib.dll" -r:"$runtime/System.Runtime.dll" -out:"$work/shop.dll" "$work/shop.cs"
cp "$work/shop.dll" pe/shop.dll
sign() { # NAME IN OUT
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/$1.key" -out "$work/$1.pem" -days 3650 -subj "/CN=Test signer $1" 2>/dev/null
  osslsigncode sign -certs "$work/$1.pem" -key "$work/$1.key" -h sha256 -in "$2" -out "$3" >/dev/null
}
rm -f pe/signed.dll pe/signed-by-another.dll pe/signature-removed.dll pe/appended.dll pe/appended-signed.dll
sign one pe/shop.dll pe/signed.dll
sign two pe/shop.dll pe/signed-by-another.dll
osslsigncode remove-signature -in pe/signed.dll -out pe/signature-removed.dll >/dev/null
cp pe/shop.dll pe/appended.dll
printf 'payload' >>pe/appended.dll      # 7 bytes: signing has to pad
sign one pe/appended.dll pe/appended-signed.dll
chmod 644 elf/* pe/*
