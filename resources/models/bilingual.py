"""What is written down in both languages and read in one."""

from __future__ import annotations

from django.utils.translation import get_language


def in_language(pt: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") and en else pt
