# Compiles origins anew from Debian's sources, plainly: every source file with one command line, no build system; sourced by make.
. "$lab/set/recipes.sh"

# A recipe says by these words how an origin is compiled; see recipes.sh.
from() { source_package=$1; below=${2:-.}; } # from SOURCE-PACKAGE [FOLDER]
files() { sources+=("$@"); }
except() { left_out+=("$@"); }
flags() { given+=("$@"); }
links() { libraries+=("$@"); }  # origins compiled before, whose headers and mingw import library are used
once() { preparation=$1; }      # shell text run once in the source's folder
posix() { windows=no; }         # does not compile with mingw
windows() { windows_flags+=("$@"); }

read_recipe() { # read_recipe ORIGIN
  source_package='' below=. preparation='' windows=yes
  sources=() left_out=() given=() libraries=() windows_flags=()
  "origin_$1"
}

unpack_source() { # unpack_source ORIGIN SUITE: into source/SUITE/ORIGIN, prepared
  local folder=source/$2/$1
  [ ! -e "$folder.ready" ] || return 0
  need_apt
  rm -rf "$folder"
  mkdir -p "packages/source-$2" "source/$2"
  (
    cd "packages/source-$2" &&
      apt_here apt-get source --download-only "$source_package/$2" &&
      dpkg-source --no-check --no-copy -x "$(ls -t -- "${source_package}"_*.dsc | sed -n 1p)" "$root/$folder" &&
      cd "$root/$folder/$below" &&
      nice -n 15 bash -euo pipefail -c "$preparation"
  ) >"$folder.log" 2>&1 8>&- || { printf '%s: its source of %s cannot be prepared: see %s\n' "$1" "$2" "$root/$folder.log" >&2; return 1; }
  touch "$folder.ready"
}

# compile ORIGIN SUITE KIND COMMAND...: objects, then a shared library and, for gcc-O2, a static one, in work/SUITE/ORIGIN/KIND.
compile() {
  local origin=$1 suite=$2 kind=$3 made file name link=() keep
  shift 3
  made=$root/work/$suite/$origin/$kind
  [ ! -e "$made/failed" ] || return 1
  [ ! -e "$made/done" ] || return 0
  rm -rf "$made"
  mkdir -p "$made/o"
  local own=(-I. "${given[@]}")
  for name in "${libraries[@]}"; do
    own+=("-I$root/source/$suite/$name" "-I$root/source/$suite/$name/include")
    [[ $kind != mingw* ]] || link+=("$root/work/$suite/$name/$kind/import.a")
  done
  if [[ $kind == mingw* ]]; then
    own+=("${windows_flags[@]}")
    link+=(-Wl,--out-implib,"$made/import.a" -Wl,--export-all-symbols -lws2_32 -lbcrypt -ladvapi32 -liphlpapi -luserenv -lpsapi -lole32 -luser32)
  else
    own+=(-fPIC)
  fi
  if ! (
    cd "source/$suite/$origin/$below" || exit 1
    shopt -s globstar nullglob
    for file in ${sources[@]}; do
      for name in "${left_out[@]}"; do
        [[ $file != $name ]] || continue 2
      done
      nice -n 15 "$@" -w "${own[@]}" -c "$file" -o "$made/o/${file//\//_}.o" || exit 1
    done
    nice -n 15 "$@" -shared -o "$made/shared.so" "$made"/o/*.o "${link[@]}"
  ) >"$made/log" 2>&1 8>&-; then
    touch "$made/failed"
    printf '%s %s: not compiled: see %s\n' "$origin" "$kind" "$made/log" >&2
    return 1
  fi
  touch "$made/done"
}

# add ORIGIN VERSION BUILD FILE EXTENSION: takes a file into recompiled/ under a name that says nothing.
add() {
  local name
  name=recompiled/$(printf '%s %s' "$1" "$3" | sha256sum | head -c 12).$5
  cp -- "$4" "$name"
  printf '%s\t%s\t%s\t%s\n' "$name" "$1" "$2" "$3" >"$name.tsv"
}

has() { # has ORIGIN BUILD
  compgen -G "recompiled/$(printf '%s %s' "$1" "$2" | sha256sum | head -c 12).*.tsv" >/dev/null
}

add_built() { # add_built ORIGIN VERSION SUITE KIND [SUFFIX]: and a stripped copy
  local made=work/$3/$1/$4 extension=so strip=strip
  [[ $4 != mingw* ]] || extension=dll strip=x86_64-w64-mingw32-strip
  has "$1" "$4${5:-}" || add "$1" "$2" "$4${5:-}" "$made/shared.so" $extension
  case $4${5:-} in
    gcc-O0 | gcc-O2 | clang-O3 | clang-Os | mingw-O2)
      has "$1" "$4-stripped" && return
      $strip --strip-all -R .comment -o "$made/stripped" "$made/shared.so"
      add "$1" "$2" "$4-stripped" "$made/stripped" $extension
      ;;
  esac
}

# A program that asks for every eighth function of the library; the linker takes in what those need.
add_static() { # add_static ORIGIN VERSION
  local made=work/bookworm/$1/gcc-O2 names
  has "$1" static-stripped && return
  rm -f "$made/lib.a"
  ar rcs "$made/lib.a" "$made"/o/*.o
  mapfile -t names < <(nm -g --defined-only "$made/lib.a" 2>/dev/null | awk '$2 == "T" && $3 ~ /^[A-Za-z_][A-Za-z0-9_]*$/ && $3 != "main" && $3 != "_init" && $3 != "_fini" { print $3 }' | sort -u | awk 'NR % 8 == 1')
  {
    printf 'extern int %s();\n' "${names[@]}"
    printf 'static int (*const use[])() = {'
    printf '%s, ' "${names[@]}"
    printf '};\nint main(int count, char **words) { return count > 1 ? use[words[1][0] %% %d]() : 0; }\n' ${#names[@]}
  } >"$made/main.c"
  nice -n 15 gcc -w -O2 -o "$made/program" "$made/main.c" "$made/lib.a" -Wl,--unresolved-symbols=ignore-all -lm >"$made/program.log" 2>&1 || {
    printf '%s: no program: see %s\n' "$1" "$root/$made/program.log" >&2
    return
  }
  add "$1" "$2" static "$made/program" elf
  strip --strip-all -R .comment -o "$made/program-stripped" "$made/program"
  add "$1" "$2" static-stripped "$made/program-stripped" elf
}

add_packed() { # add_packed ORIGIN VERSION: the stripped library in a zip, under a foreign name
  local made=work/bookworm/$1/gcc-Os
  has "$1" gcc-Os-zip && return
  rm -rf "$made/zip" "$made/packed.zip"
  mkdir -p "$made/zip/plugins"
  strip --strip-all -R .comment -o "$made/zip/plugins/core.bin" "$made/shared.so"
  (cd "$made/zip" && zip -qrX ../packed.zip .)
  add "$1" "$2" gcc-Os-zip "$made/packed.zip" zip
}

# A PE signed by a vendor who is not the author.
add_signed() { # add_signed ORIGIN VERSION
  local made=work/bookworm/$1/mingw-O2
  has "$1" mingw-O2-signed && return
  if [ ! -e packages/signer.key ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/O=Foreign Vendor/CN=Foreign Vendor' \
      -keyout packages/signer.key -out packages/signer.pem 2>/dev/null
  fi
  rm -f "$made/signed"
  osslsigncode sign -certs packages/signer.pem -key packages/signer.key -in "$made/stripped" -out "$made/signed" >"$made/signed.log" 2>&1 || {
    printf '%s: not signed: see %s\n' "$1" "$root/$made/signed.log" >&2
    return
  }
  add "$1" "$2" mingw-O2-signed "$made/signed" dll
}

# Two origins in one program, each partly: what add_static took of one beside what it takes of the other. Of test origins alone.
add_pairs() {
  local last='' origin made names=() version name
  for origin in $(for name in $(recipe_order); do
    [ "$(part_of "$name")" = tuning ] || [ ! -e "work/bookworm/$name/gcc-O2/lib.a" ] || printf '%s %s\n' "$(printf 'pair %s' "$name" | sha256sum)" "$name"
  done | sort | sed 's/.* //'); do
    if [ -n "$last" ] && ! has "$last+$origin" static-pair; then
      made=work/bookworm/$origin/pair
      mkdir -p "$made"
      {
        sed 's/int main(/int other(/' "work/bookworm/$last/gcc-O2/main.c" | sed 's/\buse\b/first/g'
        cat "work/bookworm/$origin/gcc-O2/main.c"
      } >"$made/main.c"
      if nice -n 15 gcc -w -O2 -o "$made/program" "$made/main.c" "work/bookworm/$last/gcc-O2/lib.a" "work/bookworm/$origin/gcc-O2/lib.a" \
        -Wl,--unresolved-symbols=ignore-all -Wl,--allow-multiple-definition -lm >"$made/log" 2>&1; then
        strip --strip-all -R .comment "$made/program"
        add "$last+$origin" "$(source_version "$last" bookworm)+$(source_version "$origin" bookworm)" static-pair "$made/program" elf
      else
        printf '%s+%s: no program: see %s\n' "$last" "$origin" "$root/$made/log" >&2
      fi
    fi
    last=$origin
  done
}

# What UPX packs of test origins: programs and DLLs; and the same with its marks taken out, as somebody does who hides. Debian 12 has no UPX; 11 has.
add_upx() {
  local origin version build from name deb
  fetch_debs bullseye upx-ucl libucl1
  for deb in upx-ucl libucl1; do
    dpkg-deb -x "$(find_deb bullseye "$deb")" packages/upx
  done
  mkdir -p work/upx
  for origin in $(recipe_order); do
    [ "$(part_of "$origin")" != tuning ] && [ -e "recompiled/$origin.ready" ] || continue
    version=$(source_version "$origin" bookworm)
    for build in program:gcc-O2/program-stripped:elf dll:mingw-O2/stripped:dll; do
      IFS=: read -r name from build <<<"$build"
      [ -e "work/bookworm/$origin/$from" ] || continue
      has "$origin" "upx-$name" && continue
      rm -f work/upx/packed
      LD_LIBRARY_PATH=packages/upx/usr/lib/x86_64-linux-gnu packages/upx/usr/bin/upx-ucl -q -9 --force -o work/upx/packed "work/bookworm/$origin/$from" >>work/upx/log 2>&1 || {
        printf '%s: UPX does not pack its %s: see %s\n' "$origin" "$name" "$root/work/upx/log" >&2
        continue
      }
      add "$origin" "$version" "upx-$name" work/upx/packed "$build"
      LC_ALL=C sed 's/UPX[!0-9]/data/g; s/\$Info: This file is packed with the UPX/$Info: This file is shared with the abc/g' work/upx/packed >work/upx/unmarked
      add "$origin" "$version" "upx-$name-unmarked" work/upx/unmarked "$build"
    done
  done
}

source_version() { # source_version ORIGIN SUITE
  sed -n '1s/^[^(]*(\([^)]*\)).*/\1/p' "source/$2/$1/debian/changelog" | sed -E 's/^[0-9]+://; s/-[^-]*$//; s/[+.~]?dfsg.*$//; s/\+ds.*$//'
}

recompile() { # recompile ORIGIN
  local origin=$1 compiler level version kind
  [ ! -e "recompiled/$origin.ready" ] || return 0
  read_recipe "$origin"
  unpack_source "$origin" bookworm || return 0
  version=$(source_version "$origin" bookworm)
  mkdir -p recompiled
  for level in O2 O0 O1 O3 Os; do
    for compiler in gcc clang; do
      kind=$compiler-$level
      compile "$origin" bookworm "$kind" "$compiler" "-$level" && add_built "$origin" "$version" bookworm "$kind"
    done
  done
  [ -e "work/bookworm/$origin/gcc-O2/done" ] && add_static "$origin" "$version"
  [ -e "work/bookworm/$origin/gcc-Os/done" ] && add_packed "$origin" "$version"
  if [ $windows = yes ]; then
    for level in O2 Os; do
      compile "$origin" bookworm "mingw-$level" x86_64-w64-mingw32-gcc-win32 "-$level" && add_built "$origin" "$version" bookworm "mingw-$level"
    done
    [ -e "work/bookworm/$origin/mingw-O2/done" ] && add_signed "$origin" "$version"
  fi
  # Other versions, where their sources fit the same recipe.
  if unpack_source "$origin" bullseye && compile "$origin" bullseye gcc-O2 gcc -O2; then
    add_built "$origin" "$(source_version "$origin" bullseye)" bullseye gcc-O2 -bullseye
  fi
  if unpack_source "$origin" trixie && compile "$origin" trixie clang-O2 clang -O2; then
    add_built "$origin" "$(source_version "$origin" trixie)" trixie clang-O2 -trixie
  fi
  touch "recompiled/$origin.ready"
  printf '%s: %s files\n' "$origin" "$(cut -f 2 recompiled/*.tsv | grep -cxF -- "$origin")" >&2
}

recompile_all() {
  local origin
  for origin in $(recipe_order); do
    recompile "$origin"
  done
}
