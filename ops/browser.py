"""The Chromium that browser tests and the gallery drive.

python -m ops.browser      installs one where there is none
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from typing import Any

from ops import Trouble

# The shell draws the same pages without the windows and tool bars of a browser behind them.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet: a browser under test calls nobody on its own account.
_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch_options() -> dict[str, Any]:
    """For `playwright.chromium.launch(**...)`."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    options: dict[str, Any] = {"args": root + _ARGUMENTS}
    found = _system()
    return options | {"executable_path": found} if found else options


@cache
def _system() -> str | None:
    """The system's own Chromium; one that does not start (a stub that wants snap) does not count."""
    for name in _NAMES:
        path = shutil.which(name)
        if path and _runs(path):
            return path
    return None


def _runs(path: str) -> bool:
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _playwrights() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)


def install() -> None:
    if _system() or _playwrights():
        return
    root = os.geteuid() == 0
    if root and shutil.which("apt-get"):
        print("concerta: installing Chromium (apt-get)", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        quiet: dict[str, Any] = {"env": environment, "stdout": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update", "-q"], **quiet)
        for package in ("chromium-headless-shell", "chromium"):
            subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", package], **quiet)
            _system.cache_clear()
            if _system():
                return
    print("concerta: installing Playwright's Chromium", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if root and sys.platform == "linux":
        command.insert(-1, "--with-deps")
    if subprocess.run(command, check=False).returncode:
        raise Trouble("no Chromium for the browser tests: install the package chromium")


if __name__ == "__main__":
    try:
        install()
    except Trouble as trouble:
        sys.exit(f"concerta: {trouble}")
