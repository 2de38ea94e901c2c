"""Health, errors, and what belongs to no room."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Schedule
from search import writing


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the portal can do its work: database, migrations, worker (the clock ticks), search index. No detail."""
    checks: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["database"] = "ok"
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["migrations"] = "pending" if pending else "ok"
        last = Schedule.objects.filter(name="letters").values_list("last_run", flat=True).first()
        ticking = last is not None and (timezone.now() - last).total_seconds() < 120
        checks["worker"] = "ok" if ticking else "silent"
        checks["search"] = writing.state()
    except DatabaseError:
        checks = {"database": "unreachable"}
    ready = all(value == "ok" for value in checks.values())
    if settings.OWNER_ROLE == settings.APP_ROLE:
        checks["owner_role"] = "warning: the application's role owns the database"
    return JsonResponse(
        {"status": "ok" if ready else "not ready", "checks": checks}, status=200 if ready else 503
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form kept open too long, or opened elsewhere."""
    sentence = _(
        "A página esteve aberta demasiado tempo. Volte atrás, atualize-a e envie de novo: nada foi gravado."
    )
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "csrf", "detail": sentence}, status=403)
    return render(request, "403.html", {"sentence": sentence}, status=403)
