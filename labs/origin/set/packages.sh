# Downloads packages by name and takes files out of them; sourced by make. $root is the set's folder, and the working folder.

rows() { # rows FILE: its lines without comments and blanks
  grep -v -e '^#' -e '^$' "$lab/names/$1"
}

# Debian, apart from the machine's own apt: three releases with their sources, from the archive that the machine uses.
apt_here() { # apt_here COMMAND ARGS...
  local command=$1
  shift
  "$command" -q -o Dir::Etc::sourcelist="$root/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$root/apt/lists" \
    -o Dir::Cache="$root/apt/cache" -o Dir::State::status="$root/apt/status" -o APT::Sandbox::User=root "$@"
}

need_apt() {
  [ ! -e apt/ready ] || return 0
  mkdir -p apt/lists/partial apt/cache/archives/partial
  : >apt/status
  local archive suite
  archive=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 'Created-By: Packages' | sed -n 1p)
  [ -n "$archive" ] || stop 2 "The machine's apt knows no archive with Debian's bookworm; the evaluation set is made from it."
  for suite in bullseye bookworm trixie; do
    printf '%s [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' deb "$archive" $suite deb-src "$archive" $suite
  done >apt/sources.list
  apt_here apt-get update >apt/log 2>&1 || stop 2 "apt-get update failed: see $root/apt/log"
  for suite in bullseye bookworm trixie; do
    /usr/lib/apt/apt-helper cat-file apt/lists/*_dists_${suite}_main_binary-amd64_Packages* | grep '^Package: ' >"apt/$suite"
  done
  touch apt/ready
}

fetch_debs() { # fetch_debs SUITE PACKAGE...: into packages/SUITE; what the suite lacks is noted in its file 'missing'
  need_apt
  local suite=$1 package wanted=()
  shift
  mkdir -p "packages/$suite"
  touch "packages/$suite/missing"
  for package; do
    [ -z "$(find_deb "$suite" "$package")" ] || continue
    ! grep -qxF -- "$package" "packages/$suite/missing" || continue
    if grep -qxF -- "Package: $package" "apt/$suite"; then
      wanted+=("$package/$suite")
    else
      printf '%s\n' "$package" >>"packages/$suite/missing"
    fi
  done
  [ ${#wanted[@]} -gt 0 ] || return 0
  printf 'Downloading %s packages of %s …\n' ${#wanted[@]} "$suite" >&2
  (cd "packages/$suite" && apt_here apt-get download "${wanted[@]}" >>log 2>&1) || stop 2 "Downloading failed: see $root/packages/$suite/log"
}

find_deb() { # find_deb SUITE PACKAGE: its file, or nothing
  compgen -G "packages/$1/$2_*.deb" || true
}

deb_version() { # deb_version FILE: the upstream version
  dpkg-deb -f "$1" Version | sed -E 's/^[0-9]+://; s/-[^-]*$//; s/[+.~]?dfsg.*$//; s/\+ds.*$//'
}

# take_shared DEB FOLDER: the shared libraries of a package, without what only loads into others.
take_shared() {
  local unpacked file
  unpacked=$(mktemp -d)
  dpkg-deb -x "$1" "$unpacked"
  mkdir -p "$2"
  while IFS= read -r file; do
    ! is_elf "$file" || cp -- "$file" "$2/$(basename -- "$file")"
  done < <(find "$unpacked" -type f -name '*.so*' | sort)
  rm -rf "$unpacked"
}

is_elf() {
  [ "$(head -c 4 -- "$1" | tail -c 3)" = ELF ]
}

# learned FOLDER-BELOW-learn ORIGIN VERSION BUILD: notes each file of a folder for the table.
note_folder() { # note_folder FOLDER ORIGIN VERSION BUILD
  local file
  for file in "$1"/*; do
    [ ! -e "$file" ] || printf '%s\t%s\t%s\t%s\n' "$file" "$2" "$3" "$4"
  done >"$1.tsv"
}

learn_debian() {
  local origin packages package deb folder
  mapfile -t packages < <(rows debian.tsv | cut -f 2 | tr ' ' '\n')
  fetch_debs bookworm "${packages[@]}"
  while IFS=$'\t' read -r origin packages; do
    folder=learn/debian-$origin
    [ ! -e "$folder.tsv" ] || continue
    rm -rf "$folder"
    for package in $packages; do
      deb=$(find_deb bookworm "$package")
      [ -n "$deb" ] || stop 2 "bookworm has no package $package"
      take_shared "$deb" "$folder"
    done
    note_folder "$folder" "$origin" "$(deb_version "$deb")" debian
  done < <(rows debian.tsv)
}

# The same packages of the releases before and after, where they have the same name (or trixie's with t64).
other_versions() {
  local origin packages package suite deb folder
  for suite in bullseye trixie; do
    mapfile -t packages < <(rows debian.tsv | cut -f 2 | tr ' ' '\n')
    [ $suite = bullseye ] || packages+=("${packages[@]/%/t64}")
    fetch_debs $suite "${packages[@]}"
    while IFS=$'\t' read -r origin packages; do
      folder=other/$suite-$origin
      [ ! -e "$folder.tsv" ] || continue
      rm -rf "$folder"
      for package in $packages; do
        deb=$(find_deb $suite "$package")
        [ -n "$deb" ] || deb=$(find_deb $suite "${package}t64")
        [ -z "$deb" ] || take_shared "$deb" "$folder"
      done
      [ -z "$deb" ] || note_folder "$folder" "$origin" "$(deb_version "$deb")" "debian-$suite"
    done < <(rows debian.tsv)
  done
}

# NuGet's and npm's packages through their own clients.
fetch_nuget() { # fetch_nuget NAME VERSION: into packages/nuget/name/version
  local name=${1,,}
  [ ! -d "packages/nuget/$name/$2" ] || return 0
  mkdir -p packages/nuget
  cat >packages/fetch.proj <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestorePackagesPath>$root/packages/nuget</RestorePackagesPath></PropertyGroup>
  <ItemGroup><PackageDownload Include="$1" Version="[$2]" /></ItemGroup>
</Project>
END
  dotnet restore packages/fetch.proj -nodeReuse:false >packages/nuget.log 2>&1 8>&- || { printf 'NuGet has no %s %s here.\n' "$1" "$2" >&2; return 1; }
}

# names/nuget.tsv and npm.tsv have origin, package, version, the file to learn, files to evaluate; '-' for none.
learn_nuget() {
  local origin package version path others from
  while IFS=$'\t' read -r origin package version path others; do
    from=packages/nuget/${package,,}/$version
    [ ! -e "other/nuget-${package,,}.tsv" ] || continue
    fetch_nuget "$package" "$version" || continue
    [ "$path" = - ] || take_files "learn/nuget-$origin" "$origin" "$version" nuget "$from" "$path"
    take_files "other/nuget-${package,,}" "$origin" "$version" nuget-other "$from" $others
  done < <(rows nuget.tsv)
}

learn_npm() {
  local origin package version path others name
  mkdir -p packages/npm
  while IFS=$'\t' read -r origin package version path others; do
    name=$(printf '%s' "$package" | tr -d @ | tr / -)
    [ ! -e "packages/npm/$name.done" ] || continue
    (cd packages/npm && npm pack --silent "$package@$version" >/dev/null 2>npm.log 8>&- && mkdir -p "$name" && tar -xzf "$name-$version.tgz" -C "$name") || {
      printf 'npm has no %s %s here.\n' "$package" "$version" >&2
      continue
    }
    [ "$path" = - ] || take_files "learn/npm-$origin" "$origin" "$version" npm "packages/npm/$name/package" "$path"
    [ "$others" = - ] || take_files "other/npm-$name" "$origin" "$version" npm-other "packages/npm/$name/package" $others
    touch "packages/npm/$name.done"
  done < <(rows npm.tsv)
}

# take_files FOLDER ORIGIN VERSION BUILD FROM PATH...: copies files under names that say nothing when they are evaluated.
take_files() {
  local folder=$1 origin=$2 version=$3 build=$4 from=$5 path name
  shift 5
  rm -rf "$folder"
  mkdir -p "$folder"
  for path; do
    name=$(basename -- "$path")
    [[ $build != *-other ]] || name=$(printf '%s %s' "$origin" "$path" | sha256sum | head -c 12).bin
    cp -- "$from/$path" "$folder/$name"
  done
  note_folder "$folder" "$origin" "$version" "$build"
}

# Unrelated files: of each package at most 25 binaries and 5 others, of 1 KiB to 4 MiB, in the order of their paths' digests.
unrelated_debian() {
  local package deb unpacked packages
  mapfile -t packages < <(rows unrelated.tsv)
  fetch_debs bookworm "${packages[@]}"
  for package in "${packages[@]}"; do
    [ ! -e "unrelated/$package.tsv" ] || continue
    deb=$(find_deb bookworm "$package")
    [ -n "$deb" ] || continue
    unpacked=$(mktemp -d)
    dpkg-deb -x "$deb" "$unpacked"
    take_unrelated "$package" "$(deb_version "$deb")" "$unpacked"
    rm -rf "$unpacked"
  done
}

unrelated_nuget() {
  local package version
  while IFS=$'\t' read -r package version; do
    [ ! -e "unrelated/$package.tsv" ] || continue
    fetch_nuget "$package" "$version" || continue
    take_unrelated "$package" "$version" "packages/nuget/${package,,}/$version"
  done < <(rows unrelated-nuget.tsv)
}

take_unrelated() { # take_unrelated PACKAGE VERSION FOLDER
  local package=$1 version=$2 file kind name build binaries=0 others=0
  rm -rf "unrelated/$package"
  mkdir -p "unrelated/$package"
  : >"unrelated/$package.new"
  while read -r _ file; do
    kind=$(head -c 4 -- "$3/$file" | tr -d '\0' || true)
    case $kind in
      $'\x7fELF') build=unrelated-elf ;;
      MZ*) build=unrelated-pe ;;
      *) build=unrelated-data ;;
    esac
    if [ $build = unrelated-data ]; then
      [ $((others += 1)) -le 5 ] || continue
    else
      [ $((binaries += 1)) -le 25 ] || continue
    fi
    name=unrelated/$package/$(printf '%s' "$file" | tr -c 'A-Za-z0-9._\n-' _)
    cp -- "$3/$file" "$name"
    printf '%s\t%s\t%s\t%s\n' "$name" "$package" "$version" "$build" >>"unrelated/$package.new"
  done < <(cd "$3" && find . -type f -size +1k -size -4096k -not -path '*/doc/*' -printf '%P\n' | LC_ALL=C sort | while IFS= read -r file; do
    printf '%s %s\n' "$(printf '%s' "$file" | cksum | cut -d ' ' -f 1)" "$file"
  done | LC_ALL=C sort -n)
  mv "unrelated/$package.new" "unrelated/$package.tsv"
}
