# Names of pictures into the queue, thumbnails out of the other.
set -eu
ls images | worker put images --lines -
worker close images                 # nothing more comes: workers that find it empty end with exit code 0
worker join images
out=$(mktemp -d)
while worker get thumbnails --timeout 0.5 > "$out.tar"; do
  tar -xf "$out.tar" -C "$out"
done 2>/dev/null
for thumbnail in "$out"/*; do
  echo "thumbnail ${thumbnail##*/}: $(wc -c < "$thumbnail") bytes"
done
