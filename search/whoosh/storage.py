"""Minimal stand-in."""
from __future__ import annotations
import contextlib, os, secrets, threading, shutil
from pathlib import Path
from django.conf import settings
from whoosh import index
from search.whoosh.schema import SCHEMA

class Away(Exception): ...
_local = threading.local()
def _current():
    return Path(settings.SEARCH_INDEX) / "current"
def searcher():
    folder = _current()
    if not folder.exists():
        raise Away
    real = folder.resolve()
    held = getattr(_local, "held", None)
    if held and held[0] == real:
        s = held[1].refresh()
        _local.held = (real, s)
        return s
    s = index.open_dir(str(real)).searcher()
    _local.held = (real, s)
    return s
def exists(): return _current().exists()
def damaged(error): print("damaged", repr(error))
_fresh = None
def write(documents, removed):
    folder = _fresh or (_current().resolve() if exists() else None)
    if folder is None: raise Away
    ix = index.open_dir(str(folder))
    w = ix.writer(limitmb=128)
    for key in removed: w.delete_by_term("key", key)
    for d in documents: w.update_document(**d)
    w.commit()
@contextlib.contextmanager
def fresh():
    global _fresh
    base = Path(settings.SEARCH_INDEX); base.mkdir(parents=True, exist_ok=True)
    folder = base / secrets.token_hex(4); folder.mkdir()
    index.create_in(str(folder), SCHEMA)
    _fresh = folder
    try:
        yield
        tmp = base / "next"; tmp.unlink(missing_ok=True); tmp.symlink_to(folder.name)
        os.replace(tmp, base / "current")
        for other in base.iterdir():
            if other.is_dir() and not other.is_symlink() and other != folder: shutil.rmtree(other)
    finally:
        _fresh = None
