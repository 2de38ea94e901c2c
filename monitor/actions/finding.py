"""What time alone publishes, and so puts into the search index."""

from __future__ import annotations

from django.utils import timezone

from accounts import moment
from monitor.models import SocialDiagnosis
from search import writing


def find_published_today() -> int:
    """Diagnoses whose day has come: nobody saves them on it. Returns how many; the same again does no harm."""
    due = SocialDiagnosis.objects.filter(published_on=timezone.localdate(moment.now()))
    found = list(due.values_list("pk", flat=True))
    if found:
        writing.owe(SocialDiagnosis, found)
    return len(found)
