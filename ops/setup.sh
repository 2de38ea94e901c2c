#!/bin/sh
# Makes .venv with what requirements/base.txt names (with the argument `dev`: and dev.txt), hashes checked.
# Does nothing when the lock files have not changed since. Needs only a POSIX shell and Python 3.12 or newer.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'concerta: %s\n' "$*"; }
fail() { printf 'concerta: %s\n' "$*" >&2; exit 1; }

# True when $1 really runs (a shim may not), is new enough and can make environments.
usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] < (3, 12))' >/dev/null 2>&1
}

# Candidates, best first: 3.13, then 3.12, each on PATH, of pyenv and where Homebrew puts them; then any python3.
candidates() {
    for minor in 13 12; do
        command -v "python3.$minor" || true
        for found in "${PYENV_ROOT:-$HOME/.pyenv}/versions/3.$minor".*/bin/python3 \
            "/usr/bin/python3.$minor" "/usr/local/bin/python3.$minor" "/opt/homebrew/bin/python3.$minor"; do
            if [ -x "$found" ]; then echo "$found"; fi
        done
    done
    command -v python3 || true
}

find_python() {
    candidates | while IFS= read -r candidate; do
        if usable "$candidate"; then echo "$candidate"; break; fi
    done
}

if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info[:2] < (3, 12))' >/dev/null 2>&1; then
    python=$(find_python)
    if [ -z "$python" ] && command -v uv >/dev/null 2>&1; then
        say "no Python 3.12 or newer here; uv fetches 3.13"
        uv python install --quiet 3.13
        python=$(uv python find 3.13)
        usable "$python" || python=
    fi
    [ -n "$python" ] || fail "needs Python 3.12 or newer with venv (Debian, Ubuntu: apt install python3-venv; macOS: brew install python@3.13)"
    say "making .venv with $("$python" -V) ($python)"
    rm -rf .venv
    "$python" -m venv .venv || fail "$python cannot make a virtual environment"
fi

# $1: name of the lock file.
install() {
    name=$1
    stamp=.venv/installed-$name
    lock=$(cat "requirements/$name.txt" | cksum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ]; then return; fi
    total=$(grep -c '^[a-z0-9]' "requirements/$name.txt")
    say "installing $total packages ($name); the first time takes a minute or two"
    log=${CONCERTA_VAR:-var}/log/pip.log
    mkdir -p "$(dirname "$log")"
    {
        .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes \
            -r "requirements/$name.txt" 2>"$log.err" ||
            echo "FAILED"
    } | tee "$log" | awk -v total="$total" '
        /^(Collecting|Processing) / { if (++n % 10 == 0 && n < total) { printf "concerta:   %d of %d\n", n, total; fflush() } }
        /^Installing collected/ { print "concerta:   unpacking"; fflush() }'
    if grep -qx FAILED "$log"; then
        cat "$log.err" >&2
        fail "the packages of requirements/$name.txt could not be installed; see $log"
    fi
    printf '%s\n' "$lock" >"$stamp"
}

install base
if [ "${1:-}" = dev ]; then
    install dev
fi
