#!/usr/bin/env bash
# Writes the lock files in requirements/ (and package-lock.json where npm is at hand) from setup.cfg, *.in and package.json.
# Usage: scripts/lock.sh PATH_OF_UV [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$1
shift

lock() { # lock TARGET SOURCE [OPTION...]
    local target=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header \
        --output-file "requirements/$target" "$@" >/dev/null
}

lock setup.txt requirements/setup.in "$@"
lock node.txt requirements/node.in "$@"
lock bench.txt requirements/bench.in "$@"
lock bench-configurator.txt requirements/bench-configurator.in "$@"
lock characters.txt requirements/characters.in "$@"
lock test.txt setup.cfg --extra test "$@"
lock mutants.txt requirements/mutants.in setup.cfg --extra test --constraint requirements/test.txt "$@"
lock run.txt setup.cfg --constraint requirements/test.txt "$@"
lock postgresql.txt setup.cfg --extra postgresql --constraint requirements/test.txt "$@"
