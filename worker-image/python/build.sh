#!/bin/sh
# Copies the package to OUT/workerpool, with byte code beside it where there is a python3: local mode's processes and containers with a read-only
# root then start without compiling it, each for itself. The byte code is never checked against the source: they travel together. usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$1"
mkdir -p "$1"
cp -R "$here/src/workerpool" "$1/workerpool"
rm -rf "$1/workerpool/__pycache__"
python=${PYTHON:-python3}
if command -v "$python" >/dev/null 2>&1; then
  # -s: byte code names the files by paths that depend on no machine.
  (cd "$1" && "$python" -m compileall -q -j 1 --invalidation-mode unchecked-hash workerpool) ||
    echo "python/build.sh: $python could not compile the package; it is carried as source" >&2
fi
