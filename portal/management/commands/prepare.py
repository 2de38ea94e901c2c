"""Everything between a database and a portal that can serve: one process, each step only when it is needed."""

from __future__ import annotations

import functools
import gc
import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

from accounts.models import Organisation
from geo.frames import build_frames
from portal.demo.pages import add_news, add_stories, load_pages
from portal.editors import keep_rights, without_rights
from portal.pages.home import HomePage
from portal.pages.news import NewsIndexPage
from portal.pages.stories import StoryIndexPage
from search import writing

# What is queued whenever an object changes.
INDEXING = [update_reference_index_task.module_path]


class Command(BaseCommand):
    help = "Migrates, collects static files, loads the first pages and (where asked) the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            # The driver's own words, in one line, without the password they never hold.
            raise CommandError("DATABASE_URL: " + " ".join(str(error).split())[:300], returncode=2) from error
        self.step("migrations", self.migrate)
        self.step("static files", self.collect)
        pages = self.step("pages", self.pages)
        self.step("editors' rights", self.rights)
        demo = self.step("demo region", self.demo)
        self.step("maps", self.maps)
        if pages or demo:
            self.step("search index", self.index)
        elif not writing.is_ready():
            # None yet, or one of another version: words, or what is searched, have changed since.
            self.step("search index", self.search)

    def step(self, name: str, run: Callable[[], bool]) -> bool:
        started = time.monotonic()
        done = run()
        if done:
            self.stdout.write(f"  {name}: {time.monotonic() - started:.1f} s")
            self.stdout.flush()
        return done

    def migrate(self) -> bool:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        # Each step builds its models anew, by the thousand: the collector looks for garbage less often meanwhile.
        before = gc.get_threshold()
        gc.set_threshold(50_000, 20, 100)
        # Which models may be swapped stays the same throughout; Django would look through all of them at every field,
        # because each step of a migration clears the memory that all registries of models share.
        apps.get_swappable_settings_name = functools.cache(apps.get_swappable_settings_name)  # type: ignore[method-assign]
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            gc.set_threshold(*before)
            del apps.get_swappable_settings_name
        return True

    def collect(self) -> bool:
        found = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list([]):
                stat = Path(storage.path(path)).stat()
                found.update(f"{path}:{stat.st_size}:{int(stat.st_mtime)}\n".encode())
        stamp = Path(settings.STATIC_ROOT) / ".stamp"
        if stamp.exists() and stamp.read_text() == found.hexdigest():
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(found.hexdigest())
        return True

    def pages(self) -> bool:
        if not HomePage.objects.exists():
            load_pages()
            return True
        # What editors made of the other pages since stays theirs.
        later = ((NewsIndexPage, add_news), (StoryIndexPage, add_stories))
        missing = [add for model, add in later if not model.objects.exists()]
        for add in missing:
            add()
        return bool(missing)

    def rights(self) -> bool:
        """For installations that had their pages before a body or a page was added."""
        if not HomePage.objects.exists() or not without_rights():
            return False
        keep_rights()
        return True

    def demo(self) -> bool:
        if not settings.DEMO or Organisation.objects.exists():
            return False
        call_command("load_demo", stdout=self.stdout)
        return True

    def maps(self) -> bool:
        return bool(build_frames())

    def index(self) -> bool:
        """Both indexes whole, instead of object by object: the worker has none of that left to do when it comes up."""
        queued = list(
            DBTaskResult.objects.ready().filter(task_path__in=INDEXING).values_list("pk", flat=True)
        )
        self.search()
        call_command("rebuild_references_index", verbosity=0)
        DBTaskResult.objects.filter(pk__in=queued).delete()
        return Page.objects.exists()

    def search(self) -> bool:
        call_command("rebuild_search", verbosity=0)
        return True
