"""`make lint`: style, types, templates, migrations, translations. Needs no database.

python -m ops.lint             all of it
python -m ops.lint --django    only what needs Django set up (the other steps call it)
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ops import ROOT, frontend, messages

# Settings want an environment; nothing here connects to what it names.
_ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "SECRET_KEY": "only-for-lint-never-used-to-sign-anything",
}


def main() -> int:
    os.environ |= _ENVIRONMENT
    if sys.argv[1:] == ["--django"]:
        return _django_steps()
    frontend.build()
    tool = [sys.executable, "-m"]
    steps = [
        _step("ruff check", _command([*tool, "ruff", "check", "--quiet", "--output-format=concise", "."])),
        _step("ruff format", _command([*tool, "ruff", "format", "--check", "--output-format=concise", "."])),
        _step("mypy", _command([*tool, "mypy", "--no-error-summary"])),
        _step("templates and migrations", _command([*tool, "ops.lint", "--django"])),
        _step("translations", messages.problems),
    ]
    return 0 if all(steps) else 1


def _step(name: str, check: Callable[[], list[str]]) -> bool:
    began = time.monotonic()
    complaints = check()
    print(f"{time.monotonic() - began:5.1f} s  {name}: {'to do' if complaints else 'good'}", flush=True)
    for complaint in complaints:
        print(f"    {complaint}", flush=True)
    return not complaints


def _command(command: list[str]) -> Callable[[], list[str]]:
    def run() -> list[str]:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            return []
        return (answer.stdout + answer.stderr).strip().splitlines() or [f"ended with {answer.returncode}"]

    return run


def _django_steps() -> int:
    import django
    from django.utils import translation

    django.setup()
    complaints = [*_system_checks(), *_templates()]
    with translation.override(None):  # as makemigrations works: texts of other packages untranslated
        complaints += _migrations()
    print("\n".join(complaints))
    return 1 if complaints else 0


def _system_checks() -> Iterator[str]:
    from django.core import checks

    for message in checks.run_checks():
        if not message.is_silenced() and message.level >= checks.WARNING:
            yield f"check: {message}".replace("\n", " ")


def _templates() -> Iterator[str]:
    """Each of our templates compiles, and so does what it extends or includes by name."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
    from django.template.loader_tags import ExtendsNode, IncludeNode

    engine = getattr(engines["django"], "engine")  # noqa: B009 (the type of a backend does not tell)
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix not in (".html", ".txt", ".xml", ".svg", ".ics"):
            continue
        name = str(path.relative_to(ROOT / "templates"))
        try:
            template = engine.get_template(name)
            for kind, attribute in ((ExtendsNode, "parent_name"), (IncludeNode, "template")):
                for node in template.nodelist.get_nodes_by_type(kind):
                    named = getattr(node, attribute).var
                    if isinstance(named, str):
                        engine.get_template(named.partition("#")[0] or name)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            yield f"template {name}: {type(error).__name__}: {error}"


def _migrations() -> Iterator[str]:
    """Models that no migration knows yet, as `makemigrations --check` finds them, without asking a database."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    for app, names in sorted(loader.detect_conflicts().items()):
        yield f"migrations of {app}: two leaves: {', '.join(sorted(names))}"
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    detector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=ours, dry_run=True),
    )
    for app, migrations in sorted(detector.changes(graph=loader.graph).items()):
        if app in ours:
            for operation in (operation for migration in migrations for operation in migration.operations):
                yield f"migrations of {app}: missing: {operation.describe()}"


if __name__ == "__main__":
    sys.exit(main())
