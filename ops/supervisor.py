"""`make run`: database, preparation, web server and worker, started in order, watched, and stopped in order.

Ctrl-C (or SIGTERM, SIGHUP) stops the web server, then the worker, then the database. Nothing is left behind, whichever
of the processes is killed by force, this one included (see children.py).
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Self
from urllib.parse import urlsplit

from ops import ROOT, VAR, Trouble, children, embedded, frontend, keys, leash, prepared

WEB_WORKERS = 2
HEALTH_PATIENCE = 120.0
LOCK_PATIENCE = 20.0


class Stopped(Exception):
    """We were asked to stop."""


class Refused(Exception):
    """The portal does not take its environment and has said why."""


class Signals:
    """Turns signals into a wait that ends early. Installed explicitly: started in the background by a shell without
    job control, a process begins with SIGINT ignored."""

    def __init__(self) -> None:
        self.stopping = False
        self._make = os.getppid() if "MAKELEVEL" in os.environ else 0
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            nohup = number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN
            if not nohup:  # `nohup make run` is meant to survive its terminal
                signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # only to wake up

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def wait(self, seconds: float) -> None:
        """Sleep until then or until any signal; raise Stopped when it asks us to end."""
        if not self.stopping:
            select.select([self._read], [], [], seconds)
            with contextlib.suppress(BlockingIOError):
                os.read(self._read, 4096)
        if self.stopping or self._make_is_ending():
            raise Stopped

    def _make_is_ending(self) -> bool:
        """make killed by force cannot tell us; interrupted alone, not by the terminal, it waits for us without a word
        (in its handler, where SIGINT is blocked: Linux shows that)."""
        if not self._make:
            return False
        if os.getppid() != self._make:
            return True
        try:
            status = Path(f"/proc/{self._make}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return False
        blocked = next((line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:")), "0")
        return bool(int(blocked, 16) >> (signal.SIGINT - 1) & 1)


@dataclass
class Service:
    """A process that is started again when it ends by itself."""

    name: str
    command: list[str]
    env: dict[str, str]
    log_file: Path
    rank: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = field(default=0.0)

    def start(self, on: children.Leash) -> None:
        with embedded.open_log(self.log_file) as log:
            self.process = children.spawn(self.command, env=self.env, cwd=ROOT, output=log)
        on.put(self.process, rank=self.rank, signals=[signal.SIGTERM], grace=10)
        self.started = time.monotonic()

    def stop(self, on: children.Leash) -> None:
        if self.process is not None:
            children.stop(self.process, signals=[signal.SIGTERM], grace=10)
            on.take_off(self.process)
            self.process = None


class Stack:
    """Everything one running Concerta consists of. `wait` is how it sleeps; it may raise to end the start."""

    def __init__(
        self,
        *,
        var: Path = VAR,
        environ: Mapping[str, str] = os.environ,
        wait: Callable[[float], None] = time.sleep,
        quiet: bool = False,
    ) -> None:
        self.var = var
        self.env = dict(environ)
        self.port = _port(self.env)
        self.server: embedded.Server | None = None
        self._wait = wait
        self._quiet = quiet
        self._services: list[Service] = []
        self._lock: IO[str] | None = None
        self._leash: children.Leash | None = None

    @property
    def url(self) -> str:
        return self.env["BASE_URL"].rstrip("/")

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.env |= {"PORT": str(self.port), "CONCERTA_VAR": str(self.var), "PYTHONUNBUFFERED": "1"}
        self.env.setdefault("BASE_URL", f"http://127.0.0.1:{self.port}")
        self._take_lock()
        _check_port_is_free(self.port)
        with self._step("front-end files and translations"):
            frontend.build(self.var)
        if not self.env.get("DATABASE_URL"):
            self._start_database()
        seen = prepared.code(self.env)
        if self.server is None or not prepared.holds(self.var, seen, self.server.owner_url()):
            if not (self.var / "static").exists():
                self.say("preparing the database and the demo; the first time takes some minutes")
            with self._step("migrations, static files, demo (where missing)"):
                self._prepare()
            if self.server is not None:
                prepared.write(self.var, seen, self.server.owner_url())
        with self._step("web server"):
            web, worker = self._describe_services()
            self._start(web)
            self._await_health(web)
        self._start(worker)  # not earlier: they would compete for the processors
        keys.write(self.var / "run.env", {name: self.env[name] for name in _RUN_NAMES if name in self.env})

    def watch(self) -> None:
        """Until `wait` raises: start again what ended by itself."""
        while True:
            self._wait(0.2 if any(service.process is None for service in self._services) else 1.0)
            if self.server is not None and self.server.died():
                self.say("PostgreSQL ended by itself; starting it again")
                self.server.restart()
            for service in self._services:
                self._look_after(service)

    def stop(self) -> None:
        if self._leash is None:
            return
        for service in sorted(self._services, key=lambda service: service.rank):
            service.stop(self._leash)
        self._services = []
        if self.server is not None:
            self.server.stop()
            self.server = None
        (self.var / "run.env").unlink(missing_ok=True)
        self._leash.close()
        self._leash = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def say(self, text: str) -> None:
        if not self._quiet:
            print(f"concerta: {text}", flush=True)

    # --- Steps ---

    @contextlib.contextmanager
    def _step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.say(f"{time.monotonic() - began:5.1f} s  {name}")

    def _take_lock(self) -> None:
        """One run per clone. The leash holds the lock too: after a `kill -9` it is free when everything has ended."""
        self.var.mkdir(parents=True, exist_ok=True)
        self._lock = (self.var / "run.lock").open("a+", encoding="utf-8")
        until = time.monotonic() + LOCK_PATIENCE
        told = False
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                self._lock.seek(0)
                holder = self._lock.read().strip()
                if holder.isdigit() and leash.alive(int(holder)):
                    raise Trouble(f"already running from {self.var} (process {holder})") from None
                if time.monotonic() > until:
                    raise Trouble(f"what an earlier run left behind still uses {self.var}") from None
                if not told:
                    self.say("waiting for an earlier run to end")
                    told = True
                self._wait(0.3)
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()
        self._leash = children.Leash(keep_open=[self._lock.fileno()])

    def _start_database(self) -> None:
        began = time.monotonic()
        self.server = embedded.Server(
            self.var / "pg", log_file=self.var / "log" / "postgres.log", leash=self._leash
        )
        self.server.start()
        self.env |= {
            "DATABASE_URL": self.server.app_url(),
            "DATABASE_OWNER_URL": self.server.owner_url(),
            "CONCERTA_EMBEDDED": "1",
        }
        if not self.env.get("SECRET_KEY"):
            self.env |= {"SECRET_KEY": keys.load(self.server.secrets_file, ["SECRET_KEY"])["SECRET_KEY"]}
        self.say(
            f"{time.monotonic() - began:5.1f} s  PostgreSQL {self.server.version}, port {self.server.port} "
            "(embedded: to try things out, not for production data)"
        )

    def _prepare(self) -> None:
        assert self._leash is not None
        env = dict(self.env)
        if (
            self.server is not None
        ):  # thousands of small transactions that a power cut would only have repeated
            env["PGOPTIONS"] = "-c synchronous_commit=off"
        process = children.spawn([sys.executable, "manage.py", "prepare"], env=env, cwd=ROOT)
        self._leash.put(process, rank=1, signals=[signal.SIGTERM], grace=5)
        try:
            while process.poll() is None:
                self._wait(0.5)
        finally:
            children.stop(process, signals=[signal.SIGTERM], grace=5)
            self._leash.take_off(process)
        if process.returncode == 2:
            raise Refused
        if process.returncode:
            raise Trouble(f"the preparation failed (`manage.py prepare` ended with {process.returncode})")

    def _describe_services(self) -> tuple[Service, Service]:
        log = self.var / "log"
        web = web_command(self.port)
        worker = [sys.executable, "manage.py", "worker"]
        return (
            Service("web server", web, self.env | {"CONCERTA_POOL": "1"}, log / "web.log", rank=1),
            Service("worker", worker, self.env, log / "worker.log", rank=2),
        )

    def _start(self, service: Service) -> None:
        assert self._leash is not None
        self._services.append(service)
        service.start(self._leash)

    def _await_health(self, web: Service) -> None:
        until = time.monotonic() + HEALTH_PATIENCE
        while (problem := self._health()) is not None:
            if web.process is None or web.process.poll() is not None:
                words = _last_words(web.log_file)
                said = words.removeprefix("concerta: ")  # a setting that is wrong: enough by itself
                raise Trouble(said if said != words else f"no web server: {words} (see {web.log_file})")
            if time.monotonic() > until:
                raise Trouble(f"{self.url}/healthz does not answer as it should ({problem})")
            self._wait(0.1)

    def _health(self) -> str | None:
        """None when well."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": urlsplit(self.url).netloc})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return f"{type(error).__name__}"
        finally:
            connection.close()
        return None if status == 200 else f"status {status}"

    def _look_after(self, service: Service) -> None:
        assert self._leash is not None
        now = time.monotonic()
        if service.process is None:
            if now >= service.due:
                service.start(self._leash)
        elif service.process.poll() is not None:
            children.kill_group(service.process)  # its own workers would keep the port
            self._leash.take_off(service.process)
            service.failures = 0 if now - service.started > 5 else service.failures + 1
            pause = 0.0 if service.failures == 0 else min(15.0, 0.25 * 2**service.failures)
            self.say(
                f"the {service.name} ended by itself ({_how(service.process.returncode)}); starting it again"
                + (f" in {pause:.1f} s" if pause else "")
                + f"; see {service.log_file}"
            )
            service.process, service.due = None, now + pause
            if not pause:
                service.start(self._leash)


_RUN_NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PORT", "BASE_URL", "CONCERTA_EMBEDDED")


def web_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws",
        "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WEB_WORKERS), "--blocking-threads", "8", "--respawn-failed-workers",
        "--respawn-interval", "0.5", "--workers-kill-timeout", "5",
        "--log-level", "error", "--no-access-log", "portal.wsgi:application",
    ]  # fmt: skip


def _port(env: Mapping[str, str]) -> int:
    raw = env.get("PORT") or "8000"
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise Trouble("PORT: must be a number between 1 and 65535")
    return int(raw)


def _check_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Trouble(f"PORT: only an administrator may use port {port}; choose one above 1023") from None
        except OSError:
            raise Trouble(f"PORT: {port} is in use; choose another, for example PORT={port + 1}") from None


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


def _last_words(log_file: Path) -> str:
    """The last line that is the portal's own, not the server's about it."""
    lines = [line.strip() for line in log_file.read_text(encoding="utf-8", errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line and not line.startswith("[")), "it said nothing")


def main() -> int:
    began = time.monotonic()
    signals = Signals()
    try:
        stack = Stack(wait=signals.wait)
        with stack:
            stack.say(f"{time.monotonic() - began:5.1f} s  in all; ready at")
            print(f"\n    {stack.url}/\n\nconcerta: Ctrl-C stops everything", flush=True)
            try:
                stack.watch()
            except Stopped:
                stack.say("stopping")
        stack.say("stopped")
    except Stopped:
        print("concerta: stopped before it was ready", flush=True)
    except Refused:
        return 2
    except (Trouble, OSError) as trouble:
        print(f"concerta: {trouble}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
