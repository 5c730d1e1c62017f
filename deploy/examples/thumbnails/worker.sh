# A worker: compiles the program once, then makes a thumbnail for each name in the queue `images`, until that is closed.
set -eu
classes=$(mktemp -d)
javac -d "$classes" Thumbnail.java
exec worker each images --results thumbnails -- sh thumbnail.sh "$classes" {}
