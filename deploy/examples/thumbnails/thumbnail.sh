# thumbnail.sh CLASSES NAME: prints a tar with the thumbnail of images/NAME. That is what is put into the queue `thumbnails`.
set -eu
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
java -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$1" Thumbnail "images/$2" "$out/$2" 60
echo "$WORKERPOOL_PROCESS: $2" >&2
tar -cf - -C "$out" "$2"
