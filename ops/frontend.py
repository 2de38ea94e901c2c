"""Front-end files out of installed packages, and compiled translations: what a clone needs and the repository does not
hold. Copies and compiles only what is missing or older than its source.

    python -m ops.frontend
"""

from __future__ import annotations

import os
import shutil
from importlib import util
from pathlib import Path

from ops import ROOT, VAR, Trouble

# Package that ships the files, where in it they are, what to take, and the folder of var/vendor they go to.
_LEAFLET_FILES = ("leaflet.js", "leaflet.js.map", "leaflet.css", "images/*")
_LEAFLET = ("leaflet", "static/leaflet", _LEAFLET_FILES, "leaflet")


def build(var: Path = VAR) -> int:
    """Bring var/vendor and the compiled translations up to date; returns how many files were written."""
    return _vendor(var / "vendor", *_LEAFLET) + _translations()


def _vendor(vendor: Path, package: str, folder: str, wanted: tuple[str, ...], name: str) -> int:
    spec = util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(f"the package with {package} is not installed; run `make run`")
    base = Path(spec.submodule_search_locations[0]) / folder
    written = 0
    for pattern in wanted:
        found = sorted(base.glob(pattern))
        if not found:
            raise Trouble(f"{package} holds no {folder}/{pattern}")
        for source in found:
            target = vendor / name / source.relative_to(base)
            if not target.exists() or _stamp(target) != _stamp(source):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
                written += 1
    return written


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, int(found.st_mtime)


def _translations() -> int:
    written = 0
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages import mofile, pofile  # slow to import, rarely needed

        with source.open("rb") as file:
            catalog = pofile.read_po(file, locale=source.parent.parent.name)
        draft = target.with_name(f"{target.name}.{os.getpid()}.new")
        with draft.open("wb") as file:
            mofile.write_mo(file, catalog)
        os.replace(draft, target)
        written += 1
    return written


if __name__ == "__main__":
    build()
