# Shared by ./vitrine, ./vitrine-gate, ./test and ./lab; sourced, not run. Needs $here, the repository's folder.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

stop() { # stop CODE MESSAGE...
  printf '%s\n' "${@:2}" >&2
  exit "$1"
}

# One at a time in this repository, until let_go: others wait.
take_turn() {
  mkdir -p "$here/artifacts" 2>/dev/null && exec 9>"$here/artifacts/.lock" || stop 2 "Nothing can be written to $here/artifacts, where Vitrine is built. Clone it to a folder of your own."
  flock 9
}

let_go() {
  exec 9>&-
}

missing() { # missing PACKAGE=COMMAND_OR_PATH... : the packages that are not there
  local pair
  for pair in "$@"; do
    command -v "${pair#*=}" >/dev/null 2>&1 || [ -e "${pair#*=}" ] || printf ' %s' "${pair%%=*}"
  done
}

# need PACKAGE=COMMAND_OR_PATH... : installs what is missing where it may, and otherwise names the one command.
need() {
  [ -n "$(missing "$@")" ] || return 0
  take_turn
  local packages
  read -ra packages <<<"$(missing "$@")"
  if [ ${#packages[@]} -gt 0 ]; then
    install "${packages[@]}" 9>&-
  fi
  let_go
}

install() {
  local command="apt-get install -y $*" as=() log
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || stop 2 "Vitrine needs these system packages: $*" "Install them with: sudo $command"
    as=(sudo -n)
  fi
  command -v apt-get >/dev/null 2>&1 || stop 2 "Vitrine needs these system packages, and knows to install them with Debian's apt-get alone: $*"
  printf 'Installing %s …\n' "$*" >&2
  log=$(mktemp)
  if ! { "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ||
    { "${as[@]}" apt-get update && "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    stop 2 "Installing failed. By hand: $command"
  fi
  rm -f "$log"
}

# need_npm FOLDER: installs what its package-lock.json pins, once, to ~/.cache/vitrine/npm; the tests look there.
need_npm() {
  need npm=npm
  local lock kept log
  lock=$(sha256sum <"$1/package-lock.json")
  kept=${XDG_CACHE_HOME:-$HOME/.cache}/vitrine/npm/${lock:0:16}
  [ -e "$kept/.whole" ] && return 0
  mkdir -p "$kept" 2>/dev/null || stop 2 "Nothing can be written to $kept, where npm packages for the tests are kept."
  printf 'Installing the npm packages of %s …\n' "$1/package-lock.json" >&2
  log=$(mktemp)
  # One at a time; who waited finds it done. --force: only Node of the lock runs them, not the one that runs npm.
  if ! (
    flock 8
    [ -e "$kept/.whole" ] && exit 0
    cp "$1/package.json" "$1/package-lock.json" "$kept/" && cd "$kept" && npm ci --ignore-scripts --no-audit --no-fund --force && touch .whole
  ) 8>"$kept.lock" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    stop 2 "Installing from npm failed. By hand: cd $kept && npm ci --ignore-scripts. It needs the registry that npm is configured for."
  fi
  rm -f "$log"
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || stop 2 "Vitrine needs the .NET 10 SDK, and there is no 'dotnet' on the PATH." "Install it as its documentation says for your system (package dotnet-sdk-10.0), or add its folder to the PATH."
}

need_sdk() {
  need_dotnet
  local said
  said=$(cd "$here" && dotnet --version 2>&1) || stop 2 "Vitrine needs the .NET 10 SDK, and the 'dotnet' on the PATH ($(command -v dotnet)) has none:" "$said" "Install it as its documentation says for your system (package dotnet-sdk-10.0)."
}

# build PROJECT_OR_SOLUTION: quiet, and whole output where it fails.
build() {
  local log
  log=$(mktemp)
  if ! dotnet build "$1" -c Release --nologo -v q -p:RestoreLockedMode=true >"$log" 2>&1 9>&-; then
    cat "$log" >&2
    rm -f "$log"
    stop 3 "Building failed: $1"
  fi
  rm -f "$log"
}

# What the product is built from.
sources() {
  printf '%s\n' "$here/src" "$here"/Directory.* "$here/global.json" "$here/.editorconfig"
}

is_stale() {
  local paths
  mapfile -t paths < <(sources)
  [ ! -e "$here/artifacts/.built" ] || [ -n "$(find "${paths[@]}" -newer "$here/artifacts/.built" -print -quit 2>/dev/null)" ]
}

# build_now SOLUTION: builds, in its turn, something that holds the whole product, and notes when it began.
build_now() {
  touch "$here/artifacts/.building"
  build "$1"
  mv "$here/artifacts/.building" "$here/artifacts/.built"
}

# Builds the product when anything it is built from is newer than the last build. Of several first calls one builds, and the others wait.
build_if_stale() {
  is_stale || return 0
  need_sdk
  take_turn
  if is_stale; then
    [ -t 2 ] && printf 'Building Vitrine …\r' >&2
    build_now "$here/Vitrine.Product.slnf"
    [ -t 2 ] && printf '\033[K' >&2
  fi
  let_go
}
