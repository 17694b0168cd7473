#!/bin/sh
# Reads the articles beside this script into a new graph and asks about them.
# usage: demo.sh PROGRAM FOLDER
set -eu
attache=$1
folder=$2
db=$(mktemp -d)
trap 'rm -rf "$db"' EXIT
export ATTACHE_DB="file://$db/graph"

run() {
	echo
	printf '$ attache'
	for word; do
		case $word in
		*' '*) printf ' "%s"' "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	echo
	"$attache" "$@"
}

run ingest "$folder/news"
run ask "Who attended with Lavrov?"
run ask "Who did Trump meet?"
run ask "Where was the summit held?"
run ask "Did Trump meet Zelenskyy?"
run ask "Did Trump meet Putin?"
run status
