#!/bin/sh
# Removes .venv, var and compiled files: the embedded database and its secrets too.
set -eu
cd "$(dirname "$0")/.."
if [ -x .venv/bin/python ] && [ -e var ]; then
    .venv/bin/python -m ops.clean
fi
rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis
find . -name __pycache__ -type d -prune -exec rm -rf {} +
find locale -name '*.mo' -exec rm -f {} + 2>/dev/null || true
