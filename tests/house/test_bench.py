"""The measurements: at a tiny size ours and the floor agree, and the figures are written. Nothing here is timed."""

from __future__ import annotations

import json
import subprocess
import sys

from ops import ROOT


def test_everything_measured_agrees_with_its_floor_and_is_written(run_portal, tmp_path):
    portal = run_portal("empty")
    target = tmp_path / "bench.json"
    command = [sys.executable, "manage.py", "bench", "--url", portal.url, "--to", str(target)]
    tiny = ["--scale", "0.02", "--rounds", "1", "--pairs", "1"]
    ran = subprocess.run(
        [*command, *tiny], cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    kept = json.loads(target.read_text(encoding="utf-8"))
    assert (kept["facts"]["resources"], kept["facts"]["bookings"]) == (20, 4_000)
    assert kept["facts"]["postgresql"]
    lines = {name: [one["name"] for one in some] for name, some in kept["lines"].items()}
    assert [len(lines[name]) for name in ("search", "pages", "monitor", "pairs")] == [7, 4, 6, 6]
    assert all(one["ours"] > 0 for some in kept["lines"].values() for one in some)

    again = subprocess.run(
        [*command, *tiny], cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False
    )
    assert again.returncode != 0
    assert "not empty" in again.stderr
