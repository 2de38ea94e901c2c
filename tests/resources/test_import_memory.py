"""A catalogue is imported a part at a time: memory does not grow with the file."""

import csv
import subprocess
import sys

from accounts.sheets.reading import table
from ops import ROOT
from tests.conftest import SOAK
from tests.database import database

MEASURED = """
import django, resource, sys
django.setup()
from pathlib import Path
from resources import imports
from resources.imports import Published
folder, published = Path(sys.argv[1]), Published("Grande", "CC0 1.0")
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
imports.run(folder / "little.csv", published=published)
before = peak()
done = imports.run(folder / "large.csv", published=published)
print(before, peak(), done.counts["new"])
"""


def test_a_large_file_needs_no_more_memory_than_a_small_one(own_database, tmp_path):
    """Many times the rows (a hundred thousand in the soak), in a process of its own."""
    few, many = (5_000, 100_000) if SOAK else (500, 3_000)
    for name, first, count in (("little.csv", 0, few), ("large.csv", few, many)):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as text:
            table = csv.writer(text)
            table.writerow(["id", "nome", "categoria", "dico", "lat", "lon", "morada"])
            for n in range(first, first + count):
                place = [41.23 + n % 50 / 10_000, -8.62 + n % 30 / 10_000]
                table.writerow(
                    [f"p{n}", f"Jardim {n}", "creches-e-jardins", "1306", *place, f"Rua {n}, porta {n}"]
                )
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path)],
        cwd=ROOT,
        env=database.environment(own_database("empty")),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    before, after, new = map(int, done.stdout.split()[-3:])
    assert new == many
    assert after - before < 30, f"{before} MB before, {after} MB after {many} rows"


def test_rows_are_read_as_they_are_taken(tmp_path):
    """Nothing of the second part of a file is read before the first is used."""
    (tmp_path / "lista.csv").write_text("id\n" + "\n".join(map(str, range(200_000))))
    with table(tmp_path / "lista.csv") as read:
        first = next(read.lines)
        assert (first.number, first.cells) == (2, ["0"])
        assert first.done < 100_000 < read.size
