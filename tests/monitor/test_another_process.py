"""What another process imports is read at once from a server that keeps its pages."""

from __future__ import annotations

import subprocess
import sys
import urllib.request

from ops import ROOT

TABLE = "dico,name,indicator_code,indicator_name,unit,period,value,source\n"
ROW = "1312,Porto,crimes_total,Crimes registados - total,N.º,2024,{value},valor sintético para testes\n"


def test_an_import_by_a_command_is_on_the_next_page_of_every_web_process(run_portal, tmp_path):
    portal = run_portal("cast")
    file = tmp_path / "figures.csv"

    def bring(value):
        file.write_text(TABLE + ROW.format(value=value), encoding="utf-8")
        command = [sys.executable, "manage.py", "import_indicators", str(file)]
        ran = subprocess.run(
            command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr

    def read():
        with urllib.request.urlopen(f"{portal.url}/monitor/crimes_total/") as answer:
            return answer.read().decode(), answer.headers["ETag"]

    bring(4321)
    # Both web processes have made and kept the page by then.
    before = {read()[1] for _n in range(8)}
    assert len(before) == 1
    bring(5678)
    after = [read() for _n in range(8)]
    assert all("5678" in page for page, _etag in after)
    assert {etag for _page, etag in after}.isdisjoint(before)
