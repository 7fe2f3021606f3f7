#!/usr/bin/env bash
# Makes sure that what the operating system must bring is there; installs Debian's packages for what is missing.
# Usage: scripts/system.sh run|test PYTHON
# Does nothing (and asks nobody) when everything is there. Without the right to install: one line that says what to do.
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin # where ldconfig is, also for users
purpose=$1
python=$2
missing=()

need() { # need DEBIAN_PACKAGE COMMAND...: the package is missing when the command fails
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}

has_library() {
    [[ $(ldconfig -p) == *"$1"* ]]
}

has_python() {
    "$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))'
}

collect_missing() {
    missing=()
    has_python >/dev/null 2>&1 || missing+=(python3 python3-venv)
    need ca-certificates test -s /etc/ssl/certs/ca-certificates.crt
    need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
    need libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
    need graphviz command -v dot
    if [ "$purpose" = test ]; then
        need chromium command -v chromium
        need poppler-utils command -v pdftoppm
        need libatomic1 has_library libatomic.so.1 # for the browser driver of the tests
    fi
}

give_up() {
    echo "configurator: missing system packages. As root, run: apt-get install ${missing[*]}" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null || return 1
    [ -t 0 ] || sudo -n true 2>/dev/null
}

collect_missing
[ ${#missing[@]} -gt 0 ] || exit 0
may_install || give_up

echo "Installing system packages: ${missing[*]}"
as_root apt-get update -qq >/dev/null || give_up
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null || give_up

collect_missing
[ ${#missing[@]} -eq 0 ] || give_up
