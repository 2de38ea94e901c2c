#!/bin/sh
# Writes requirements/base.txt and dev.txt from their .in files: exact versions, hashes, no index addresses.
set -eu
cd "$(dirname "$0")/.."
sh ops/setup.sh
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    uv=var/uv/bin/uv
    if [ ! -x "$uv" ]; then
        .venv/bin/python -m venv var/uv
        var/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
    fi
fi
for name in base dev; do
    UV_CUSTOM_COMPILE_COMMAND="make lock" "$uv" pip compile --quiet --universal --python-version 3.12 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
        "$@" "requirements/$name.in" --output-file "requirements/$name.txt"
    echo "concerta: requirements/$name.txt written"
done
