# Shared by ./vitrine, ./test and ./lab; sourced, not run. Needs $here, the repository's folder.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

stop() { # stop CODE MESSAGE...
  printf '%s\n' "${@:2}" >&2
  exit "$1"
}

# need PACKAGE=COMMAND_OR_PATH... : installs what is missing where it may, and otherwise names the one command.
need() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair#*=}" >/dev/null 2>&1 || [ -e "${pair#*=}" ] || missing+=("${pair%%=*}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local install="apt-get install -y ${missing[*]}" as=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || stop 2 "Vitrine needs these system packages: ${missing[*]}" "Install them with: sudo $install"
    as=(sudo -n)
  fi
  command -v apt-get >/dev/null 2>&1 || stop 2 "Vitrine needs these system packages, which only Debian's apt-get is known to install here: ${missing[*]}"
  printf 'Installing %s …\n' "${missing[*]}" >&2
  local log
  log=$(mktemp)
  if ! { "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" ||
    { "${as[@]}" apt-get update && "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; }; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    stop 2 "Installing failed. By hand: $install"
  fi
  rm -f "$log"
}

need_sdk() {
  command -v dotnet >/dev/null 2>&1 || stop 2 "Vitrine needs the .NET 10 SDK, and there is no 'dotnet' on the PATH." "Install it as its documentation says for your system (package dotnet-sdk-10.0)."
}

# build PROJECT_OR_SOLUTION: quiet, and whole output where it fails.
build() {
  local log
  log=$(mktemp)
  if ! dotnet build "$1" -c Release --nologo -v q -p:RestoreLockedMode=true >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    stop 3 "Building failed: $1"
  fi
  rm -f "$log"
}

# build_if_stale NAME PROJECT_OR_SOLUTION PATH... : builds when anything under the paths is newer than the last build.
build_if_stale() {
  local stamp="$here/artifacts/.built-$1" what="$2"
  shift 2
  if [ -e "$stamp" ] && [ -z "$(find "$@" -newer "$stamp" -print -quit 2>/dev/null)" ]; then
    return
  fi
  need_sdk
  mkdir -p "$here/artifacts"
  exec 9>"$here/artifacts/.lock"
  flock 9
  if [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -print -quit 2>/dev/null)" ]; then
    [ -t 2 ] && printf 'Building Vitrine …\r' >&2
    touch "$stamp.new"
    build "$what"
    mv "$stamp.new" "$stamp"
    [ -t 2 ] && printf '\033[K' >&2
  fi
  exec 9>&-
}
