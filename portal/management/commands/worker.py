"""The worker: sends owed letters, runs the clock and the CMS's background tasks, and keeps the search index beside
them, until told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from portal import clock
from search import writing

log = logging.getLogger("concerta.worker")

IDLE = 0.5
AFTER_TROUBLE = 3.0
# Who started us waits a little longer before killing us.
TO_END = 6.0


class Command(BaseCommand):
    help = "Sends letters, runs the clock and background tasks, keeps the search index, until stopped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        tasks = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="concerta",
            excluded_queue_names=[],
        )
        if options["once"]:
            writing.apply_owed(stop.is_set)
            writing.tidy()
            self.work(stop, tasks, once=True)
            return
        # In threads of its own: a job of minutes keeps no change from being found.
        keeper = writing.Keeper(stop)
        keeper.start()
        self.work(stop, tasks)
        keeper.join(TO_END)

    def work(self, stop: threading.Event, tasks: Worker, *, once: bool = False) -> None:
        wound = False
        while not stop.is_set():
            try:
                if not wound:
                    clock.wind()
                    wound = True
                while not stop.is_set() and clock.tick():
                    pass
                tasks.run()
            except DatabaseError:
                # The database went away: it comes back, or the supervisor ends us.
                log.warning("database not reachable", exc_info=True)
                connection.close()
                stop.wait(AFTER_TROUBLE)
            close_old_connections()
            if once:
                return
            stop.wait(IDLE)
