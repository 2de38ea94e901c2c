"""Content that stands in two languages: the English where the reader wants it and there is one."""

from django.utils.translation import get_language


def in_language(pt: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") and en else pt
