"""Checks the whole audit trail: every chain, every kept text, every seal and its copy."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import audit
from accounts.models import AuditEntry, AuditSeal


class Command(BaseCommand):
    help = "Verify the audit trail: prints every break found (exit 1), or one line with what was checked."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for problem in audit.problems():
            found += 1
            self.stdout.write(problem)
        if found:
            raise CommandError(
                f"the audit trail is broken in {found} place{'s' if found > 1 else ''}", returncode=1
            )
        chains = AuditEntry.objects.values("chain").distinct().count()
        self.stdout.write(
            f"audit trail whole: {AuditEntry.objects.count()} entries in {chains} chains,"
            f" {AuditSeal.objects.count()} seals"
        )
