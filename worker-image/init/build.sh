#!/bin/sh
# Builds the shim as one static binary: build.sh OUT
# Without a C compiler it says so in one line and leaves no OUT; the rest of the build goes on without it.
set -eu
out=$1
cd "$(dirname "$0")"
case $out in /*) ;; *) echo "build.sh: OUT must be an absolute path: $out" >&2; exit 2 ;; esac
if [ -f "$out" ] && [ -z "$(find . -type f -newer "$out")" ]; then exit 0; fi
rm -f "$out"
if command -v musl-gcc >/dev/null; then compiler=musl-gcc
elif command -v gcc >/dev/null; then compiler=gcc
else
  echo "shim not built: no C compiler here (Debian: apt-get install musl-tools); its tests are skipped"
  exit 0
fi
mkdir -p "$(dirname "$out")"
if ! $compiler -std=c11 -Os -Wall -Wextra -Werror -static -s -o "$out.tmp" ./*.c; then
  if [ "$compiler" = musl-gcc ]; then exit 1; fi
  rm -f "$out.tmp"
  echo "shim not built: $compiler cannot link it statically here (Debian: apt-get install musl-tools); its tests are skipped"
  exit 0
fi
mv "$out.tmp" "$out"
