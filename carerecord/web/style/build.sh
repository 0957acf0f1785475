#!/bin/sh
# Builds the style into carerecord/web/static/: record-<hash>.css and manifest.json. Quick when nothing changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
static=$here/../static
cd "$here"

stamp=$(cat record.scss parts/*.scss package-lock.json build.sh | sha256sum | cut -c1-16)
if [ -f "$static/manifest.json" ] && [ -f "$static/.stamp" ] && [ "$(cat "$static/.stamp")" = "$stamp" ]; then
    exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
    echo "The style needs npm, which is not installed: apt-get install npm" >&2
    exit 1
fi
if ! npm ls --silent >/dev/null 2>&1; then
    npm ci --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund --silent
fi

mkdir -p "$static"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
node node_modules/sass/sass.js --no-source-map --style=compressed --quiet-deps \
    --load-path=node_modules record.scss "$made/record.css"
hash=$(sha256sum "$made/record.css" | cut -c1-12)
rm -f "$static"/record-*.css
cp "$made/record.css" "$static/record-$hash.css"
chmod 644 "$static/record-$hash.css"
printf '{"record.css": "record-%s.css"}\n' "$hash" >"$static/manifest.json"
printf '%s' "$stamp" >"$static/.stamp"
