"""`make bench`: the portal measured against the least SQL, on a database and a web server of its own.

Under var/bench: a cluster as `make run` has it (two roles, nothing given up for speed), a prepared database, and for
each run a copy of it that goes again afterwards. No worker runs meanwhile, so that only what is measured works.
`make bench ARGS="--scale 10"`, `make bench ARGS="--only search"`, `make bench ARGS="--only finding --documents
100000"`. The table is printed; var/bench.json keeps it.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Sequence

import psycopg
from psycopg import sql

from ops import ROOT, VAR, Trouble, children, embedded, frontend, keys, supervisor

DATABASE = "bench"


def main(arguments: Sequence[str]) -> int:
    place = VAR / "bench"
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # with the cleaning up below
    leash = children.Leash()
    try:
        frontend.build(place)
        log = place / "log" / "postgres.log"
        with embedded.Server(place / "pg", createdb=True, log_file=log, leash=leash) as server:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = int(probe.getsockname()[1])
            kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
            env = kept | {
                "DATABASE_URL": server.app_url(),
                "DATABASE_OWNER_URL": server.owner_url(),
                "SECRET_KEY": keys.load(server.secrets_file, ["SECRET_KEY"])["SECRET_KEY"],
                "CONCERTA_VAR": str(place),
                "DEMO": "0",
                "PORT": str(port),
                "BASE_URL": f"http://127.0.0.1:{port}",
            }
            if code := _run(leash, ["prepare"], env):
                return code
            _copy(server)
            env |= {
                "DATABASE_URL": server.app_url(DATABASE),
                "DATABASE_OWNER_URL": server.owner_url(DATABASE),
            }
            with embedded.open_log(place / "log" / "web.log") as output:
                web = children.spawn(
                    supervisor.web_command(port), env=env | {"CONCERTA_POOL": "1"}, cwd=ROOT, output=output
                )
            leash.put(web, rank=1, signals=[signal.SIGTERM], grace=10)
            try:
                target = str(VAR / "bench.json")
                return _run(leash, ["bench", "--url", env["BASE_URL"], "--to", target, *arguments], env)
            finally:
                children.stop(web, signals=[signal.SIGTERM], grace=10)
                leash.take_off(web)
                _drop(server)
    finally:
        leash.close()


def _run(leash: children.Leash, command: Sequence[str], env: dict[str, str]) -> int:
    process = children.spawn([sys.executable, "manage.py", *command], env=env, cwd=ROOT)
    leash.put(process, rank=1, signals=[signal.SIGTERM], grace=5)
    try:
        return process.wait()
    finally:
        children.stop(process, signals=[signal.SIGTERM], grace=5)
        leash.take_off(process)


def _copy(server: embedded.Server) -> None:
    _drop(server)
    with psycopg.connect(server.superuser_url("postgres"), autocommit=True) as connection:
        names = {
            "made": sql.Identifier(DATABASE),
            "source": sql.Identifier(embedded.DATABASE),
            "owner": sql.Identifier(embedded.OWNER),
        }
        connection.execute(sql.SQL("CREATE DATABASE {made} TEMPLATE {source} OWNER {owner}").format(**names))
        embedded.settle_rights(connection, DATABASE)


def _drop(server: embedded.Server) -> None:
    with psycopg.connect(server.superuser_url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
        )


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"concerta: {trouble}")
