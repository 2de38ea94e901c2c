"""Both backends of the portal give what Wagtail documents: modelsearch's own tests hold for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops import ROOT, embedded
from tests.database import database


@pytest.mark.parametrize("backend", ["search.whoosh", "search.postgres"])
def test_the_search_api_does_what_wagtail_documents(backend: str, tmp_path: Path) -> None:
    name = database.clone(embedded.DATABASE, f"upstream_{database.name}")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")} | {
        "DATABASE_URL": database.server.owner_url(name),
        "DJANGO_SETTINGS_MODULE": "tests.search.upstream.settings",
        "UPSTREAM_BACKEND": backend,
        "UPSTREAM_INDEX": str(tmp_path / "index"),
    }
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.search.upstream.run"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
    finally:
        database.drop(name)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["failed"] == [], ran.stderr
    assert said["left_out"] == []
    assert said["ran"] > 100
